--[[ Takes a place in a concert's line, or answers with the one the fan has.
KEYS  room, fans, line, slots, starting, admissions, session prefix
ARGV  user id, id for a new session, concert id, queue wait (ms), admission window (ms), keep views for (ms)
Gives { outcome, view (JSON), people ahead, 1 when the session's workflow is not known to run }; the outcome is JOINED,
EXISTING, ROOM_UNKNOWN, CLOSED or SOLD_OUT.
Admission on arrival: nobody waits, the sale has opened, the room is not paused, a slot is free, and the rate's budget
(a token bucket that holds one second's worth, at least one) has a token. One script, so nobody can slip in between.
]]
local room, fans, line, slots, starting, admissions, prefix =
  KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7]
local userId, newId, concertId = ARGV[1], ARGV[2], ARGV[3]

local existing = redis.call('HGET', fans, userId)
if existing then
  local view = redis.call('GET', prefix .. existing)
  if view then
    local unstarted = redis.call('ZSCORE', starting, existing) and 1 or 0
    return { 'EXISTING', view, redis.call('ZRANK', line, existing) or 0, unstarted }
  end
end

local settings = redis.call('HMGET', room, 'capacity', 'rate', 'paused', 'closed', 'opensAt', 'lastPlace', 'tokens', 'refilledAt', 'soldOut')
if not settings[1] then return { 'ROOM_UNKNOWN', '', 0 } end
if settings[4] == '1' then return { 'CLOSED', '', 0 } end
if settings[9] == '1' then return { 'SOLD_OUT', '', 0 } end

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local place = math.max(tonumber(settings[6] or '0') + 1, now)
redis.call('HSET', room, 'lastPlace', string.format('%.0f', place))

local rate = tonumber(settings[2])
local burst = math.max(1, rate)
local tokens = math.min(burst, tonumber(settings[7] or burst) + (now - tonumber(settings[8] or now)) * rate / 1000)
local ahead = redis.call('ZCARD', line)
local admit = ahead == 0 and tokens >= 1 and settings[3] ~= '1' and now >= tonumber(settings[5])
  and redis.call('ZCARD', slots) < tonumber(settings[1])

local windowEnd = now + tonumber(ARGV[5])
local view = cjson.encode({
  revision = 0,
  identity = {
    sessionId = newId, concertId = concertId, userId = userId, place = place,
    positionAtEntry = admit and 0 or ahead + 1, joinedAt = now,
  },
  state = admit and 'ADMITTED' or 'WAITING',
  admittedAt = admit and now or cjson.null,
  admittedUntil = admit and windowEnd or cjson.null,
  expiresAt = admit and windowEnd or now + tonumber(ARGV[4]),
  hold = cjson.null, lastHoldEnd = cjson.null, reservationId = cjson.null, endReason = cjson.null,
})
if admit then
  redis.call('HSET', room, 'tokens', tostring(tokens - 1), 'refilledAt', string.format('%.0f', now))
  redis.call('ZADD', slots, now, newId)
  redis.call('ZADD', admissions, now, newId)
  redis.call('ZREMRANGEBYSCORE', admissions, '-inf', now - 60000)
else
  redis.call('ZADD', line, place, newId)
end
redis.call('ZADD', starting, now, newId)
redis.call('HSET', fans, userId, newId)
redis.call('SET', prefix .. newId, view, 'PX', tonumber(ARGV[6]))
return { 'JOINED', view, admit and 0 or ahead, 1 }
