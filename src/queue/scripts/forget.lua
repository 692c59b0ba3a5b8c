--[[ Removes a session whose workflow never came to be, as if the fan had not joined.
KEYS  room, fans, line, slots, offers, starting, session prefix
ARGV  session id, user id
]]
local sessionId = ARGV[1]
for i = 3, 6 do redis.call('ZREM', KEYS[i], sessionId) end
if redis.call('HGET', KEYS[2], ARGV[2]) == sessionId then redis.call('HDEL', KEYS[2], ARGV[2]) end
redis.call('DEL', KEYS[7] .. sessionId)
return 1
