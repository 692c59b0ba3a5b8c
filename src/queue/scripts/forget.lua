--[[ Removes a session whose workflow never came to be, as if the fan had not joined, or is gone: what it held is free again.
KEYS  see prelude.lua
ARGV  session id, user id
]]
local sessionId = ARGV[1]
dropSession(sessionId)
if redis.call('HGET', fans, ARGV[2]) == sessionId then redis.call('HDEL', fans, ARGV[2]) end
redis.call('DEL', prefix .. sessionId)
redis.call('PUBLISH', room .. ':seats', '')
return 1
