--[[ Names the attempt to rebuild a known room that is under way: an earlier one cannot be finished any more.
KEYS  see prelude.lua
ARGV  attempt
]]
if redis.call('HEXISTS', room, 'capacity') == 0 then return 0 end
redis.call('HSET', room, 'rebuild', rebuildNamed(ARGV[1]))
return 1
