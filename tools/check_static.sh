#!/bin/sh
# Style sheets: one declaration a line. Scripts: formatted, and none of the faults that Biome knows (biome.jsonc).
#   tools/check_static.sh [--write]      --write mends what can be mended
set -u
cd "$(dirname "$0")/.."
tools/npm_tools.sh || exit 1
# The tool of the machine is a program beside this script of npm: the script needs Node, and finds it.
exec .make/npm/node_modules/.bin/biome check --error-on-warnings "$@" src/kawaraban
