--[[ Extends a runner's lease, or takes it where there is none: Redis may have lost it in a rebuild.
KEYS  see prelude.lua
ARGV  runner, lease (ms)
Gives 0 when another runner's lease is valid.
]]
if redis.call('HEXISTS', room, 'capacity') == 0 then return 1 end
return takeLease(ARGV[1], ARGV[2]) and 1 or 0
