--[[ Ends a runner's lease if nobody waits. The next fan who has to wait wakes the room, at once.
KEYS  see prelude.lua
ARGV  runner
Gives 0 when somebody came meanwhile, or the room is lost.
]]
local known = roomFields('capacity', 'soldOut', 'readyOn', 'runner')
if not known.capacity or not isReady(known.readyOn) or not isIdle(known.soldOut) then return 0 end
if known.runner == ARGV[1] then redis.call('HDEL', room, 'runner', 'runnerUntil', 'wokenAt') end
return 1
