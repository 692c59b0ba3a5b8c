--[[ Whether a known room needs a runner and has none. Changes nothing.
KEYS  see prelude.lua
Gives 0 or 1.
]]
local known = roomFields('capacity', 'soldOut', 'readyOn', 'runnerUntil')
return known.capacity and lacksRunner(known) and 1 or 0
