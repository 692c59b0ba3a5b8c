--[[ One step of a room's runner: takes the next fans out of the line, as many as rate and free capacity allow, and offers
again what was taken and not confirmed by its workflow for a while: delivery at least once, harmless twice.
KEYS  see prelude.lua
ARGV  runner, lease (ms), at most how many, offer again after (ms), silent after (ms), grace (ms), since when the API serves
      (epoch ms) or '': the key is in another slot of a cluster, so the caller reads it
Gives { 'BUSY' }, { 'LOST' }, or { 'RUNNING', offered { view (JSON), ... }, inactive { view, ... }, 1 when nobody waits }.

Silence. A fan not heard of for `silent after` is passed over: out of the line until the next sign of life, which brings the
fan back to the same place. After the grace as well the fan is named as inactive. Both count only
- from when the API has been serving; while it does not, nobody is silent;
- from `heardSince`, the end of the last outage in front of the API: nobody in the room was heard of for half a minute,
  although ten or more had been within the minute before. While it lasts nobody is silent, afterwards all have the full time.
Fewer than ten may well have gone all at once: theirs is no outage, and moves nothing, else a lonely fan who went away
would wait for ever, and one who asks once a minute from a hidden tab would begin everybody's time anew each time. An outage
that lets some polls through is not noticed: it costs the others their turns for that long, and their places after the grace.
Before the sale silent fans are passed over too, so that the first turns go to those who are there; the grace counts from the
opening, so nobody expires earlier.
]]
local runner, leaseMs, most, againMs = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local silentMs, graceMs, serving = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])

local known = roomFields('capacity', 'rate', 'paused', 'closed', 'soldOut', 'opensAt', 'tokens', 'refilledAt', 'readyOn',
  'heardAt', 'heardSince')
if not known.capacity then return { 'LOST' } end
if not takeLease(runner, leaseMs) then return { 'BUSY' } end
if not isReady(known.readyOn) then return { 'LOST' } end

-- Adds the session's view to the list. Without one it cannot be told: it is dropped, and comes back with its fan.
local function name(list, sessionId, set)
  local view = redis.call('GET', prefix .. sessionId)
  if view then
    redis.call('ZADD', set, now, sessionId)
    list[#list + 1] = view
    return true
  end
  dropSession(sessionId)
  return false
end

local offered, inactive = {}, {}
for _, sessionId in ipairs(redis.call('ZRANGEBYSCORE', offers, '-inf', now - againMs, 'LIMIT', 0, most)) do
  name(offered, sessionId, offers)
end

local opensAt = tonumber(known.opensAt)
local heardFrom = serving and not isCutOff(known.heardAt) and math.max(serving, tonumber(known.heardSince or 0)) or now
if now - heardFrom >= silentMs then
  local silent = redis.call('ZRANGEBYSCORE', seen, '-inf', now - silentMs, 'WITHSCORES', 'LIMIT', 0, 500)
  for i = 1, #silent, 2 do
    redis.call('ZREM', line, silent[i])
    redis.call('ZREM', seen, silent[i])
    redis.call('ZADD', away, silent[i + 1], silent[i])
  end
end
if now - math.max(heardFrom, opensAt) >= silentMs + graceMs then
  for _, sessionId in ipairs(redis.call('ZRANGEBYSCORE', away, '-inf', now - silentMs - graceMs, 'LIMIT', 0, 500)) do
    local tried = redis.call('ZSCORE', closing, sessionId)
    if not tried or tonumber(tried) <= now - againMs then name(inactive, sessionId, closing) end
  end
end

if known.paused ~= '1' and known.closed ~= '1' and known.soldOut ~= '1' and now >= opensAt then
  local tokens = tokensNow(tonumber(known.rate), known.tokens, known.refilledAt)
  local free = tonumber(known.capacity) - redis.call('ZCARD', slots)
  local count, given = math.min(math.floor(tokens), free, most - #offered), 0
  if count >= 1 then
    for _, sessionId in ipairs(redis.call('ZRANGE', line, 0, count - 1)) do
      if name(offered, sessionId, offers) then
        leaveLine(sessionId)
        takeSlot(sessionId)
        given = given + 1
      end
    end
  end
  if given > 0 then setTokens(tokens - given) end
end
return { 'RUNNING', offered, inactive, isIdle(known.soldOut) and 1 or 0 }
