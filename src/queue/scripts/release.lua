--[[ Ends a runner's lease in any case. The next one is on its way: nobody is asked to wake the room for two seconds.
KEYS  see prelude.lua
ARGV  runner
]]
if redis.call('HGET', room, 'runner') ~= ARGV[1] then return 0 end
redis.call('HDEL', room, 'runner', 'runnerUntil')
redis.call('HSET', room, 'wokenAt', now)
return 1
