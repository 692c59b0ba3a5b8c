--[[ Takes a place in a concert's line, or answers with the one the fan has, which is a sign of life.
KEYS  see prelude.lua
ARGV  user id, id for a new session, concert id, queue wait (ms), admission window (ms), keep views for (ms; the time to the
      opening comes on top), the first workflow task of a fan admitted on arrival within (ms; empty: none is put off for a hold)
Gives { outcome, view (JSON), people ahead, 1 when the session's workflow is not known to run, 1 when the caller is to
        wake the room }; the outcome is JOINED, EXISTING, ROOM_UNKNOWN, CLOSED or SOLD_OUT.
Admission on arrival: the room is complete, nobody waits, the sale has opened, the room is not paused, a slot is free, and
the rate's budget has a token. One script, so nobody can slip in between.
A fan who comes before the sale opens draws a lot, which is the place: the first 52 bits of SHA-1(seed:session id), less
2^52 so that it comes before every later arrival. Nothing has to be shuffled at the opening, and a line that is rebuilt has
the same order. The seed is secret until the sale opens.
The queue wait counts from the opening for those who come before: a sale can be announced weeks ahead.
]]
local userId, newId, concertId = ARGV[1], ARGV[2], ARGV[3]
local known = roomFields('capacity', 'rate', 'paused', 'closed', 'soldOut', 'opensAt', 'seed', 'lastPlace', 'tokens',
  'refilledAt', 'readyOn', 'runnerUntil', 'wokenAt')

local existing = redis.call('HGET', fans, userId)
if existing then
  local view = redis.call('GET', prefix .. existing)
  if view then
    local rank = heardOf(existing, view) or 0
    local unstarted = redis.call('ZSCORE', starting, existing) and 1 or 0
    return { 'EXISTING', view, rank, unstarted, known.capacity and wakes(known) or 0 }
  end
end

if not known.capacity then return { 'ROOM_UNKNOWN' } end
if known.closed == '1' then return { 'CLOSED' } end
if known.soldOut == '1' then return { 'SOLD_OUT' } end

local place
local opensAt = tonumber(known.opensAt)
local open = now >= opensAt
-- A room that an earlier version of this software left: opened again, it has its seed.
if not open and not known.seed then return { 'ROOM_UNKNOWN' } end
noteSignOfLife()
if open then
  -- Microseconds, not milliseconds: no Redis serves so many that the places run ahead of its clock, so a place given
  -- after it lost its memory comes after all those given before.
  place = math.max(tonumber(known.lastPlace or 0) + 1, tonumber(time[1]) * 1000000 + tonumber(time[2]))
  redis.call('HSET', room, 'lastPlace', place)
else
  place = tonumber(string.sub(redis.sha1hex(known.seed .. ':' .. newId), 1, 13), 16) - 4503599627370496
end

local waiting = redis.call('ZCARD', line)
local tokens = tokensNow(tonumber(known.rate), known.tokens, known.refilledAt)
local admit = open and waiting == 0 and tokens >= 1 and known.paused ~= '1'
  and redis.call('ZCARD', slots) < tonumber(known.capacity) and isReady(known.readyOn)

local windowEnd = now + tonumber(ARGV[5])
local view = cjson.encode({
  revision = 0,
  identity = {
    -- Before the sale the position counts those who came, whatever their lots: it tells nothing about this one's.
    sessionId = newId, concertId = concertId, userId = userId, place = 'PLACE',
    positionAtEntry = admit and 0 or waiting + 1, joinedAt = now,
  },
  state = admit and 'ADMITTED' or 'WAITING',
  admittedAt = admit and now or cjson.null,
  admittedUntil = admit and windowEnd or cjson.null,
  expiresAt = admit and windowEnd or math.max(now, opensAt) + tonumber(ARGV[4]),
  hold = cjson.null, lastHoldEnd = cjson.null, reservationId = cjson.null, endReason = cjson.null,
  firstTaskAt = admit and ARGV[7] ~= '' and now + math.min(tonumber(ARGV[5]), tonumber(ARGV[7])) or nil,
})
-- A lot has 16 digits, of which cjson would write 14.
view = string.gsub(view, '"PLACE"', string.format('%.0f', place), 1)

if admit then
  setTokens(tokens - 1)
  takeSlot(newId)
else
  enterLine(newId, place)
end
redis.call('ZADD', starting, now, newId)
redis.call('HSET', fans, userId, newId)
redis.call('SET', prefix .. newId, view, 'PX', tonumber(ARGV[6]) + math.max(0, opensAt - now))
return { 'JOINED', view, admit and 0 or redis.call('ZRANK', line, newId), 1, wakes(known) }
