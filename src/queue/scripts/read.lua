--[[ What the polls of several fans need, in one round trip. Each is a sign of life.
KEYS  see prelude.lua
ARGV  session ids; none to read the room only: then nobody is asked to wake it, and nothing is written
Gives { room, 1 when one of the callers is to wake the room, then view (JSON) or '' and people ahead of each session }.
room: { waiting, silent, admitted, admitted in the last minute, measured rate (per second) or '', capacity, rate, paused,
        closed, opensAt, sold out, all seats held, ready, now }, empty where Redis does not know it.
]]
local answer = { {}, 0 }
for _, sessionId in ipairs(ARGV) do
  local view = redis.call('GET', prefix .. sessionId) or ''
  answer[#answer + 1] = view
  answer[#answer + 1] = view ~= '' and heardOf(sessionId, view) or 0
end

local known = roomFields('capacity', 'rate', 'paused', 'closed', 'opensAt', 'soldOut', 'allSeatsHeld', 'measuredSince',
  'readyOn', 'runnerUntil', 'wokenAt')
if not known.capacity then return answer end
-- Only now: a fan who is back in the line is one the room is woken for.
if #ARGV > 0 then answer[2] = wakes(known) end

local measured = ''
local since = math.max(tonumber(known.measuredSince or now), tonumber(known.opensAt), now - 120000)
if now - since >= 10000 then
  measured = string.format('%.6f', redis.call('ZCOUNT', admissions, since, '+inf') * 1000 / (now - since))
end
answer[1] = {
  redis.call('ZCARD', line), redis.call('ZCARD', away), redis.call('ZCARD', slots),
  redis.call('ZCOUNT', admissions, now - 60000, '+inf'), measured,
  known.capacity, known.rate, known.paused, known.closed, known.opensAt, known.soldOut, known.allSeatsHeld,
  isReady(known.readyOn) and '1' or '0', now,
}
return answer
