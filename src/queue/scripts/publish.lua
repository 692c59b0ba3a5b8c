--[[ Writes a session's view and keeps the room's sets in step with its state; puts back what Redis may have lost.
KEYS  see prelude.lua
ARGV  view (JSON), session id, user id, revision, place, phase (WAITING, OFFERED, INSIDE or ENDED), keep the view for (ms),
      1 to put back also what Redis has at this revision
OFFERED: it waits, and was taken in without knowing it yet: it takes up a slot and is offered again at once.
Those who subscribed to the session are told on a channel named like the key of its view. The seats of the concert may have
changed with a step of a session that is or was inside: those who look at them are told as well, also when the view is old.
Gives 1 when written, 0 when this view or a newer one was there: then only its workflow is known to run from now on.
]]
local sessionId, userId, revision, place, phase = ARGV[2], ARGV[3], tonumber(ARGV[4]), ARGV[5], ARGV[6]

redis.call('ZREM', starting, sessionId)
if phase == 'INSIDE' or phase == 'ENDED' then redis.call('PUBLISH', room .. ':seats', '') end
-- Of one whom an earlier version left in the line nobody knows since when: silence begins now.
if redis.call('ZSCORE', line, sessionId) then redis.call('ZADD', seen, 'NX', now, sessionId) end
local present = redis.call('GET', prefix .. sessionId)
if present then
  local newest = cjson.decode(present).revision
  if newest > revision or (newest == revision and ARGV[8] ~= '1') then return 0 end
end

redis.call('SET', prefix .. sessionId, ARGV[1], 'PX', ARGV[7])
-- After a loss of memory the next place must still come after every place given before.
if tonumber(place) > tonumber(redis.call('HGET', room, 'lastPlace') or 0) then
  redis.call('HSET', room, 'lastPlace', place)
end

if phase == 'WAITING' then
  local isKnown = redis.call('ZSCORE', slots, sessionId) or redis.call('ZSCORE', line, sessionId)
    or redis.call('ZSCORE', away, sessionId)
  if not isKnown then enterLine(sessionId, place) end
else
  leaveLine(sessionId)
  redis.call('ZREM', offers, sessionId)
end
if phase == 'OFFERED' then redis.call('ZADD', offers, 0, sessionId) end
if phase == 'INSIDE' or phase == 'OFFERED' then redis.call('ZADD', slots, 'NX', now, sessionId) end

if phase == 'ENDED' then
  redis.call('ZREM', slots, sessionId)
  if redis.call('HGET', fans, userId) == sessionId then redis.call('HDEL', fans, userId) end
else
  redis.call('HSET', fans, userId, sessionId)
end
redis.call('PUBLISH', prefix .. sessionId, revision)
return 1
