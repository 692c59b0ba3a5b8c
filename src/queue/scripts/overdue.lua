--[[ Sessions with a slot that should have ended a while ago, among the 100 admitted first. Those of which no view is left
give their slots back: a view is kept for a day after the end.
KEYS  see prelude.lua
ARGV  grace (ms)
Gives { view (JSON), ... }.
]]
local views = {}
for _, id in ipairs(redis.call('ZRANGE', slots, 0, 99)) do
  local view = redis.call('GET', prefix .. id)
  if not view then
    dropSession(id)
  elseif cjson.decode(view).expiresAt < now - tonumber(ARGV[1]) then
    views[#views + 1] = view
  end
end
return views
