--[[ Takes one waiting fan in, in front of everybody. It takes nothing from the rate's budget: those in the line lose no turn.
KEYS  see prelude.lua
ARGV  user id, 1: also when it is full
Gives { 'NO_SESSION' }, { 'ALREADY', view (JSON) },
{ 'NOT_READY' }: the room is being rebuilt, so which slots are free is not known yet,
{ 'NOT_OPEN' }: it is closed or sold out, or its sale has not opened,
{ 'FULL' }, or { 'ADMITTED', view (JSON) }: its workflow is to be told.
]]
local sessionId = redis.call('HGET', fans, ARGV[1])
local view = sessionId and redis.call('GET', prefix .. sessionId)
if not view then return { 'NO_SESSION' } end
if redis.call('ZSCORE', slots, sessionId) then return { 'ALREADY', view } end

local known = roomFields('capacity', 'closed', 'soldOut', 'opensAt', 'readyOn')
if not known.capacity or not isReady(known.readyOn) then return { 'NOT_READY' } end
if known.closed == '1' or known.soldOut == '1' or now < tonumber(known.opensAt) then return { 'NOT_OPEN' } end
if ARGV[2] ~= '1' and redis.call('ZCARD', slots) >= tonumber(known.capacity) then return { 'FULL' } end
leaveLine(sessionId)
takeSlot(sessionId)
redis.call('ZADD', offers, now, sessionId)
return { 'ADMITTED', view }
