-- 2,000 stories at random, the same ones in every run: the requests are written once, before the load begins.
-- Words: what the addresses begin with, what they end with, how many there are.
math.randomseed(11)
local requests = {}
local count = 0

function init(words)
  count = tonumber(words[3])
  for number = 1, count do
    local address = words[1] .. (number - 1) .. words[2]
    requests[number] = wrk.format("GET", address, { ["Accept-Encoding"] = "br" })
  end
end

function request()
  return requests[math.random(count)]
end
