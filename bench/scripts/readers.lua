-- Readers who come by themselves: each opens a story, stays, and tells that it was read. Half of the requests are pages.
-- Words: milliseconds between two requests of one connection, then an address and a key for each story.
local pause, stories, last, number = 0, {}, nil, 0
local browser = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"

function init(words)
  pause = tonumber(words[1])
  for place = 2, #words - 1, 2 do
    stories[#stories + 1] = { path = words[place], key = words[place + 1] }
  end
  math.randomseed(os.time())
end

function delay()
  return math.random(0, 2 * pause)
end

local function address()
  number = number + 1
  return "100." .. 64 + math.floor(number / 65536) % 64 .. "." .. math.floor(number / 256) % 256 .. "." .. number % 256
end

function request()
  if last == nil then
    last = stories[math.random(#stories)]
    return wrk.format("GET", last.path, { ["Accept-Encoding"] = "br", ["User-Agent"] = browser })
  end
  local body = '{"story": "' .. last.key .. '", "seen": 30, "scrolled": true}'
  last = nil
  return wrk.format("POST", "/reads", {
    ["Content-Type"] = "application/json",
    ["User-Agent"] = browser,
    ["X-Forwarded-For"] = address(),
    ["Sec-Fetch-Site"] = "same-origin",
  }, body)
end
