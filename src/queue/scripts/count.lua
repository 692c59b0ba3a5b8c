-- Adds to a counter of a limit, which all API processes share. No room's script: it has keys of its own, and no prelude.
-- KEYS[1]  the counter
-- ARGV[1]  how many requests to add
-- ARGV[2]  for how long it is kept, in ms, from the first of them
-- Answers how many they are now.
local total = redis.call('INCRBY', KEYS[1], ARGV[1])
if total == tonumber(ARGV[1]) then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return total
