--[[ Removes a session whose workflow never came to be, as if the fan had not joined.
KEYS  see prelude.lua
ARGV  session id, user id
]]
local sessionId = ARGV[1]
leaveLine(sessionId)
for _, set in ipairs({ slots, offers, starting }) do redis.call('ZREM', set, sessionId) end
if redis.call('HGET', fans, ARGV[2]) == sessionId then redis.call('HDEL', fans, ARGV[2]) end
redis.call('DEL', prefix .. sessionId)
return 1
