--[[ Applies a room's settings, which PostgreSQL owns. The budget starts with one second's worth of admissions.
KEYS  room
ARGV  capacity, rate (per second), paused (0/1), closed (0/1), opensAt (epoch ms), sold out (0/1)
]]
redis.call('HSET', KEYS[1], 'capacity', ARGV[1], 'rate', ARGV[2], 'paused', ARGV[3], 'closed', ARGV[4], 'opensAt', ARGV[5],
  'soldOut', ARGV[6])
return 1
