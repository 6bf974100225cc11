-- Comments to us, as the page's own form sends them: another name, text and sender each time.
-- Words: thread, origin, the number to begin after. Senders come from 100.64.0.0/10, which nobody has.
local thread, origin, number

function init(words)
  thread, origin, number = words[1], words[2], tonumber(words[3])
end

function request()
  number = number + 1
  local sender = string.format("100.%d.%d.%d", 64 + math.floor(number / 65536) % 64, math.floor(number / 256) % 256, number % 256)
  local body = string.format(
    "thread=%s&parent=&language=en&website=&email=&name=Reader+%d&text=Comment+%d+about+the+rail+contract%%2C+the+dredging+bill+and+the+eastern+pier%%3A+the+council+has+promised+a+second+opinion+since+the+spring+and+never+paid+for+one.",
    thread, number, number)
  return wrk.format("POST", "/comments/", {
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["Origin"] = origin,
    ["Sec-Fetch-Site"] = "same-origin",
    ["X-Forwarded-For"] = sender,
  }, body)
end
