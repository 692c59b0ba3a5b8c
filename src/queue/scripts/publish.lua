--[[ Writes a session's view and keeps the room's sets in step with its state; puts back what Redis may have lost.
KEYS  room, fans, line, slots, offers, starting, session prefix
ARGV  view (JSON), session id, user id, revision, place, phase (WAITING, INSIDE or ENDED), keep the view for (ms)
Those who subscribed to the session are told on a channel named like the key of its view.
Gives 1 when written, 0 when this view or a newer one was there: then nothing is changed.
]]
local room, fans, line, slots, offers, starting, prefix =
  KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7]
local sessionId, userId, phase = ARGV[2], ARGV[3], ARGV[6]

local present = redis.call('GET', prefix .. sessionId)
if present and cjson.decode(present).revision >= tonumber(ARGV[4]) then return 0 end

redis.call('SET', prefix .. sessionId, ARGV[1], 'PX', tonumber(ARGV[7]))
redis.call('ZREM', starting, sessionId)
-- After a loss of memory the next place must still come after every place given before.
if tonumber(ARGV[5]) > tonumber(redis.call('HGET', room, 'lastPlace') or '0') then
  redis.call('HSET', room, 'lastPlace', ARGV[5])
end
if phase == 'WAITING' then
  if not redis.call('ZSCORE', slots, sessionId) then redis.call('ZADD', line, ARGV[5], sessionId) end
else
  redis.call('ZREM', line, sessionId)
  redis.call('ZREM', offers, sessionId)
end
if phase == 'INSIDE' then
  local time = redis.call('TIME')
  redis.call('ZADD', slots, 'NX', tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000), sessionId)
end
if phase == 'ENDED' then
  redis.call('ZREM', slots, sessionId)
  if redis.call('HGET', fans, userId) == sessionId then redis.call('HDEL', fans, userId) end
else
  redis.call('HSET', fans, userId, sessionId)
end
redis.call('PUBLISH', prefix .. sessionId, ARGV[4])
return 1
