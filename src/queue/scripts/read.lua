--[[ What a fan's poll needs, in one round trip. It is a sign of life.
KEYS  see prelude.lua
ARGV  session id, '' to read the room only: then nobody is asked to wake it, and nothing is written
Gives { view (JSON) or '', people ahead, 1 when the caller is to wake the room, waiting, silent, admitted, admitted in the
        last minute, measured rate (per second) or '', capacity or '', rate, paused, closed, opensAt, sold out,
        all seats held, ready, now }.
]]
local sessionId = ARGV[1]
local known = roomFields('capacity', 'rate', 'paused', 'closed', 'opensAt', 'soldOut', 'allSeatsHeld', 'measuredSince',
  'readyOn', 'runnerUntil', 'wokenAt')
local view, rank, wake = '', false, 0
if sessionId ~= '' then
  view = redis.call('GET', prefix .. sessionId) or ''
  rank = view ~= '' and heardOf(sessionId, view)
  wake = known.capacity and wakes(known) or 0
end
if not known.capacity then return { view, rank or 0, 0, 0, 0, 0, 0, '', '' } end

local measured = ''
local since = math.max(tonumber(known.measuredSince or now), tonumber(known.opensAt), now - 120000)
if now - since >= 10000 then
  measured = string.format('%.6f', redis.call('ZCOUNT', admissions, since, '+inf') * 1000 / (now - since))
end
return {
  view, rank or 0, wake,
  redis.call('ZCARD', line), redis.call('ZCARD', away), redis.call('ZCARD', slots),
  redis.call('ZCOUNT', admissions, now - 60000, '+inf'), measured,
  known.capacity, known.rate, known.paused, known.closed, known.opensAt, known.soldOut, known.allSeatsHeld,
  isReady(known.readyOn) and '1' or '0', now,
}
