-- The same comments to Isso, as its own script sends them. Words: address, origin, the number to begin after.
local address, origin, number

function init(words)
  address, origin, number = words[1], words[2], tonumber(words[3])
end

function request()
  number = number + 1
  local body = string.format(
    '{"text":"Comment %d about the rail contract, the dredging bill and the eastern pier: the council has promised a second opinion since the spring and never paid for one.","author":"Reader %d","email":"reader%d@example.org","website":null,"title":"Story"}',
    number, number, number)
  return wrk.format("POST", address, { ["Content-Type"] = "application/json", ["Origin"] = origin }, body)
end
