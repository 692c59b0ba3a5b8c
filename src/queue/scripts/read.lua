--[[ What a fan's poll needs, in one round trip.
KEYS  room, line, slots, admissions, the session's view
Gives { view (JSON) or '', people ahead or -1 when not in the line, waiting, admitted, admitted in the last minute,
        capacity or '', rate, paused, closed, opensAt, sold out, now }.
]]
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local sessionId = string.match(KEYS[5], ':session:(.*)$')
local settings = redis.call('HMGET', KEYS[1], 'capacity', 'rate', 'paused', 'closed', 'opensAt', 'soldOut')
return {
  redis.call('GET', KEYS[5]) or '',
  redis.call('ZRANK', KEYS[2], sessionId) or -1,
  redis.call('ZCARD', KEYS[2]),
  redis.call('ZCARD', KEYS[3]),
  redis.call('ZCOUNT', KEYS[4], now - 60000, '+inf'),
  settings[1] or '', settings[2] or '0', settings[3] or '0', settings[4] or '0', settings[5] or '0', settings[6] or '0',
  string.format('%.0f', now),
}
