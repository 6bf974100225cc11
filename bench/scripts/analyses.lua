-- Questions in Perspective's format: the lines of a file, again and again. Words: the file.
local bodies, number = {}, 0

function init(words)
  for line in io.lines(words[1]) do
    bodies[#bodies + 1] = line
  end
end

function request()
  number = number % #bodies + 1
  return wrk.format("POST", "/v1alpha1/comments:analyze?key=bench", { ["Content-Type"] = "application/json" }, bodies[number])
end
