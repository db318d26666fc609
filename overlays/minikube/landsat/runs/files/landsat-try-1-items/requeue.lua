local band, bnot, bxor, ror, shift = bit.band, bit.bnot, bit.bxor, bit.ror, bit.rshift

-- Fractions of the cube roots of the first 64 primes.
local K, prime = {}, 1
while #K < 64 do
  local composite
  repeat
    prime, composite = prime + 1, false
    for factor = 2, math.sqrt(prime) do composite = composite or prime % factor == 0 end
  until not composite
  local root = prime ^ (1 / 3)
  K[#K + 1] = math.floor((root - math.floor(root)) * 2 ^ 32)
end

local function schedule(text, start)
  local w = {}
  for i = 1, 16 do
    local a, b, c, d = string.byte(text, start + 4 * i - 4, start + 4 * i - 1)
    w[i] = ((a * 256 + b) * 256 + c) * 256 + d
  end
  for i = 17, 64 do
    local x, y = w[i - 15], w[i - 2]
    local s = bxor(ror(x, 7), ror(x, 18), shift(x, 3))
    local t = bxor(ror(y, 17), ror(y, 19), shift(y, 10))
    w[i] = bit.tobit(w[i - 16] + s + w[i - 7] + t)
  end
  return w
end

local function sha224(text)
  local hash = { 0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4 }
  local size = #text * 8
  local length = string.char(band(shift(size, 24), 255), band(shift(size, 16), 255), band(shift(size, 8), 255), band(size, 255))
  text = text .. string.char(128) .. string.rep(string.char(0), (55 - #text) % 64 + 4) .. length
  for start = 1, #text, 64 do
    local w = schedule(text, start)
    local a, b, c, d, e, f, g, h = unpack(hash)
    for i = 1, 64 do
      local s = h + bxor(ror(e, 6), ror(e, 11), ror(e, 25)) + bxor(band(e, f), band(bnot(e), g)) + K[i] + w[i]
      local t = bxor(ror(a, 2), ror(a, 13), ror(a, 22)) + bxor(band(a, b), band(a, c), band(b, c))
      h, g, f, e, d, c, b, a = g, f, e, bit.tobit(d + s), c, b, a, bit.tobit(s + t)
    end
    for i, word in ipairs({ a, b, c, d, e, f, g, h }) do hash[i] = bit.tobit(hash[i] + word) end
  end
  local hex = ''
  for i = 1, 7 do hex = hex .. bit.tohex(hash[i]) end
  return hex
end

local queue, processing, orphans, grace = KEYS[1], KEYS[2], KEYS[3], tonumber(ARGV[1])
local now = tonumber(redis.call('TIME')[1])
local since, noted = {}, redis.call('HGETALL', orphans)
for i = 1, #noted, 2 do since[noted[i]] = tonumber(noted[i + 1]) end
redis.call('DEL', orphans)
local queued = 0
for _, item in ipairs(redis.call('LRANGE', processing, 0, -1)) do
  if redis.call('EXISTS', queue .. ':leased_by_session:' .. sha224(item)) == 0 then
    local first = since[item] or now
    if now - first < grace then
      redis.call('HSET', orphans, item, first)
    else
      redis.call('LREM', processing, 1, item)
      -- Workers take from the other end: what has crashed one is tried last.
      redis.call('LPUSH', queue, item)
      queued = queued + 1
    end
  end
end
redis.call('EXPIRE', orphans, 2 * grace)
return queued
