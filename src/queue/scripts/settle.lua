--[[ Applies a room's settings, which PostgreSQL owns.
KEYS  see prelude.lua
ARGV  mode, version, capacity, rate (per second), paused (0/1), closed (0/1), opensAt (epoch ms), draw seed, sold out (0/1),
      all seats held (0/1)
FRESH makes a room known and complete: nobody ever joined before. LOST makes it known only: it has to be rebuilt. A room
that is known gets its settings in any mode. KNOWN changes nothing about an unknown room.
Settings of an older version than the last are ignored, but for the seats: those follow the sale, not the operators.
Gives 1, or 0 for an unknown room in mode KNOWN.
]]
local mode, version, capacity, rate, paused, closed = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local known = roomFields('capacity', 'rate', 'paused', 'version', 'tokens', 'refilledAt')
-- A room that an earlier version of this software left has none.
local lastVersion = tonumber(known.version or 0)

if not known.capacity then
  if mode == 'KNOWN' then return 0 end
  redis.call('HSET', room, 'measuredSince', now)
elseif tonumber(known.rate) ~= tonumber(rate) and version >= lastVersion then
  -- What has gathered was gathered at the old rate.
  setTokens(tokensNow(tonumber(known.rate), known.tokens, known.refilledAt))
end

if not known.capacity or version >= lastVersion then
  local resumed = known.paused == '1' and paused == '0'
  if resumed or tonumber(known.rate) ~= tonumber(rate) or tonumber(known.capacity) ~= tonumber(capacity) then
    redis.call('HSET', room, 'measuredSince', now)
  end
  redis.call('HSET', room, 'version', ARGV[2], 'capacity', capacity, 'rate', rate, 'paused', paused, 'closed', closed,
    'opensAt', ARGV[7], 'seed', ARGV[8])
end
-- Also one that somebody else has just made known as lost: of two who open a room at once, the first may come second. If
-- its rebuild has begun already, that finishes it.
if mode == 'FRESH' and redis.call('HEXISTS', room, 'rebuild') == 0 then redis.call('HSETNX', room, 'readyOn', runId()) end
redis.call('HSET', room, 'soldOut', ARGV[9], 'allSeatsHeld', ARGV[10])
return 1
