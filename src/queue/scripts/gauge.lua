--[[ What metrics tell of a room. Changes nothing.
KEYS  see prelude.lua
Gives {} where Redis does not know the room, else { waiting, silent, admitted, admitted in the last minute, could be admitted
now, taken in and not confirmed, unattended for (ms), capacity, paused, closed, opensAt, sold out, ready, now }.
Could be admitted now: in the line while a slot is free and the rate's budget has a token; the runner's next tick takes them.
Unattended: for how long the room has needed a runner and had none, at most since the line formed.
]]
local known = roomFields('capacity', 'rate', 'paused', 'closed', 'opensAt', 'soldOut', 'tokens', 'refilledAt', 'measuredSince',
  'readyOn', 'runnerUntil')
if not known.capacity then return {} end

local waiting, admitted = redis.call('ZCARD', line), redis.call('ZCARD', slots)
local ready = isReady(known.readyOn)
local opensAt = tonumber(known.opensAt)
local due = 0
if ready and known.paused ~= '1' and known.closed ~= '1' and known.soldOut ~= '1' and now >= opensAt then
  local tokens = tokensNow(tonumber(known.rate), known.tokens, known.refilledAt)
  due = math.max(0, math.min(waiting, tonumber(known.capacity) - admitted, math.floor(tokens)))
end
local unattended = 0
if lacksRunner(known) then
  unattended = math.max(0, now - math.max(tonumber(known.runnerUntil or 0), tonumber(known.measuredSince or now)))
end
return {
  waiting, redis.call('ZCARD', away), admitted, redis.call('ZCOUNT', admissions, now - 60000, '+inf'), due,
  redis.call('ZCARD', offers), unattended,
  known.capacity, known.paused, known.closed, known.opensAt, known.soldOut, ready and '1' or '0', now,
}
