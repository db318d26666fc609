redis.call('LLEN', KEYS[1])
if redis.call('HSETNX', KEYS[2], redis.sha1hex(ARGV[1]), 'inserted') == 0 then return 0 end
local added = 0
for item in string.gmatch(ARGV[1], '[^\n]+') do
  redis.call('RPUSH', KEYS[1], item)
  added = added + 1
end
return added
