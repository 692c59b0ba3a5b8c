--[[ The room is complete again: admission goes on, with an empty budget, for Redis does not know how much was used.
KEYS  see prelude.lua
ARGV  attempt
Gives 0 when another attempt began, or Redis has lost the room or was restarted since this one did.
]]
if redis.call('HGET', room, 'rebuild') ~= rebuildNamed(ARGV[1]) then return 0 end
redis.call('HSET', room, 'readyOn', runId(), 'measuredSince', now)
-- Where Redis does not know when the room heard last of its fans: those put back count as heard of now.
redis.call('HSETNX', room, 'heardAt', now)
redis.call('HDEL', room, 'rebuild')
setTokens(0)
return 1
