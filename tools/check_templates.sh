#!/bin/sh
# Templates: djade's order and spacing, djlint's faults.
set -u
cd "$(dirname "$0")/.."
files=$(find src -path '*/templates/*' -name '*.html')
result=0
# shellcheck disable=SC2086
.venv/bin/djade --target-version 5.2 --check $files || result=1
# shellcheck disable=SC2086
.venv/bin/djlint --quiet --lint $files || result=1
exit $result
