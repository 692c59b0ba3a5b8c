--[[ Takes the next fans out of the line, as many as rate and free capacity allow, and offers again what was taken
and not confirmed by its workflow for a while: delivery at least once, harmless twice.
KEYS  room, line, slots, offers, admissions, session prefix
ARGV  at most how many, offer again after (ms)
Gives { view (JSON), ... } of the sessions whose workflows are to be signalled now.
A session takes up its slot from here on, so that capacity is never exceeded while signals are under way.
]]
local room, line, slots, offers, admissions, prefix = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local most = tonumber(ARGV[1])
local given = {}

-- A session without a view cannot be signalled: it is dropped, and comes back when its fan asks for it.
local function offer(sessionId)
  local view = redis.call('GET', prefix .. sessionId)
  if view then
    redis.call('ZADD', offers, now, sessionId)
    given[#given + 1] = view
  else
    redis.call('ZREM', offers, sessionId)
    redis.call('ZREM', slots, sessionId)
  end
end

for _, sessionId in ipairs(redis.call('ZRANGEBYSCORE', offers, '-inf', now - tonumber(ARGV[2]), 'LIMIT', 0, most)) do
  offer(sessionId)
end

local settings = redis.call('HMGET', room, 'capacity', 'rate', 'paused', 'closed', 'opensAt', 'tokens', 'refilledAt', 'soldOut')
if not settings[1] or settings[3] == '1' or settings[4] == '1' or settings[8] == '1' then return given end
if now < tonumber(settings[5]) then return given end
local waiting = redis.call('ZCARD', line)
if waiting == 0 then return given end

local rate = tonumber(settings[2])
local burst = math.max(1, rate)
local tokens = math.min(burst, tonumber(settings[6] or burst) + (now - tonumber(settings[7] or now)) * rate / 1000)
local free = tonumber(settings[1]) - redis.call('ZCARD', slots)
local count = math.min(math.floor(tokens), free, waiting, most - #given)
if count < 1 then return given end

for _, sessionId in ipairs(redis.call('ZRANGE', line, 0, count - 1)) do
  redis.call('ZREM', line, sessionId)
  redis.call('ZADD', slots, now, sessionId)
  redis.call('ZADD', admissions, now, sessionId)
  offer(sessionId)
end
redis.call('ZREMRANGEBYSCORE', admissions, '-inf', now - 60000)
redis.call('HSET', room, 'tokens', tostring(tokens - count), 'refilledAt', string.format('%.0f', now))
return given
