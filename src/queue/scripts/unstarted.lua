--[[ Sessions that joined a while ago and whose workflow is not known to run. Those of which no view is left are removed:
they would hide the others for ever.
KEYS  see prelude.lua
ARGV  joined at least so long ago (ms)
Gives { view (JSON), ... }, at most 100.
]]
local views = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', starting, '-inf', now - tonumber(ARGV[1]), 'LIMIT', 0, 100)) do
  local view = redis.call('GET', prefix .. id)
  if view then views[#views + 1] = view else dropSession(id) end
end
return views
