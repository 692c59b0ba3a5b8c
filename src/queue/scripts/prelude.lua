--[[ What several scripts need. It stands before each of them, and is not a script by itself.
KEYS  room, fans, line, seen, away, closing, slots, offers, starting, admissions, session prefix: see keys.ts
Numbers go to Redis with 17 digits, so places and times stay exact; only cjson writes fewer (14).
]]
local room, fans, line, seen, away, closing = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local slots, offers, starting, admissions, prefix = KEYS[7], KEYS[8], KEYS[9], KEYS[10], KEYS[11]

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

-- Fields of the room by name; false where there is none. A room that has no capacity is not known.
local function roomFields(...)
  local values, fields = redis.call('HMGET', room, ...), {}
  for i, name in ipairs({ ... }) do fields[name] = values[i] end
  return fields
end

local function runId()
  return string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
end

-- The room is complete only as long as the Redis process in which it was made complete lives and keeps its memory.
local function isReady(readyOn)
  return readyOn and readyOn == runId()
end

-- What the attempt to rebuild the room is called: one that lives through a restart of Redis is void.
local function rebuildNamed(attempt)
  return attempt .. ':' .. runId()
end

-- Token bucket: fills at the rate and holds one second's worth, at least one. A clock set back takes nothing away.
local function tokensNow(rate, tokens, refilledAt)
  local burst = math.max(1, rate)
  local refilled = math.max(0, now - tonumber(refilledAt or now)) * rate / 1000
  return math.min(burst, tonumber(tokens or burst) + refilled)
end

local function setTokens(tokens)
  redis.call('HSET', room, 'tokens', string.format('%.6f', tokens), 'refilledAt', now)
end

local function enterLine(sessionId, place)
  if redis.call('ZCARD', line) == 0 then redis.call('HSET', room, 'measuredSince', now) end
  redis.call('ZADD', line, place, sessionId)
  redis.call('ZADD', seen, now, sessionId)
end

local function leaveLine(sessionId)
  redis.call('ZREM', line, sessionId)
  redis.call('ZREM', seen, sessionId)
  redis.call('ZREM', away, sessionId)
  redis.call('ZREM', closing, sessionId)
end

-- Whatever the room has of a session but its view and its fan.
local function dropSession(sessionId)
  leaveLine(sessionId)
  redis.call('ZREM', slots, sessionId)
  redis.call('ZREM', offers, sessionId)
  redis.call('ZREM', starting, sessionId)
end

-- A slot is taken up from here on, so that the capacity is never exceeded while the session does not know yet.
local function takeSlot(sessionId)
  redis.call('ZADD', slots, now, sessionId)
  redis.call('ZADD', admissions, now, sessionId)
  redis.call('ZREMRANGEBYSCORE', admissions, '-inf', now - 120000)
end

-- Whether nobody's signs of life arrive: no fan of the room was heard of for half a minute, although ten or more had been
-- within the minute before. See tick.lua. Where fans are passed over within less than that, they are among the silent ones.
local function isCutOff(heardAt)
  if not heardAt or now - tonumber(heardAt) <= 30000 then return false end
  local from = tonumber(heardAt) - 60000
  return redis.call('ZCOUNT', seen, from, '+inf') + redis.call('ZCOUNT', away, from, '+inf') >= 10
end

-- Somebody in the room is heard of. Before the fan's own time is noted: it is no part of the minute before the gap.
local noted = false
local function noteSignOfLife()
  -- One script may bring the polls of many.
  if noted then return end
  noted = true
  local known = roomFields('capacity', 'heardAt')
  if not known.capacity then return end
  if isCutOff(known.heardAt) then redis.call('HSET', room, 'heardSince', now) end
  -- As with `seen`, not at each poll.
  if tonumber(known.heardAt or 0) <= now - 5000 then redis.call('HSET', room, 'heardAt', now) end
end

-- A sign of life: a fan who was passed over is back at the old place. Gives the rank in the line, false: does not wait.
local function heardOf(sessionId, view)
  noteSignOfLife()
  local rank = redis.call('ZRANK', line, sessionId)
  if rank then
    -- Not at each poll: a write costs more than the few seconds are worth.
    local last = redis.call('ZSCORE', seen, sessionId)
    if not last or tonumber(last) < now - 5000 then redis.call('ZADD', seen, now, sessionId) end
    return rank
  end
  if redis.call('ZREM', away, sessionId) == 0 then return false end
  redis.call('ZREM', closing, sessionId)
  enterLine(sessionId, cjson.decode(view).identity.place)
  return redis.call('ZRANK', line, sessionId)
end

-- Nobody waits, and nobody is left to be told that the concert is sold out.
local function isIdle(soldOut)
  return redis.call('ZCARD', line) == 0 and redis.call('ZCARD', away) == 0 and redis.call('ZCARD', offers) == 0
    and not (soldOut == '1' and redis.call('ZCARD', slots) > 0)
end

-- A room that Redis has lost needs a runner too: it rebuilds it.
local function lacksRunner(fields)
  if tonumber(fields.runnerUntil or 0) > now then return false end
  return not isReady(fields.readyOn) or not isIdle(fields.soldOut)
end

-- Whether this caller is to wake the room: one in two seconds, for each wake-up is a signal to a workflow.
local function wakes(fields)
  if tonumber(fields.wokenAt or 0) > now - 2000 or not lacksRunner(fields) then return 0 end
  redis.call('HSET', room, 'wokenAt', now)
  return 1
end

-- @return false: another runner's lease is valid
local function takeLease(runner, leaseMs)
  local lease = redis.call('HMGET', room, 'runner', 'runnerUntil')
  if lease[1] and lease[1] ~= runner and tonumber(lease[2]) > now then return false end
  redis.call('HSET', room, 'runner', runner, 'runnerUntil', now + tonumber(leaseMs))
  return true
end

