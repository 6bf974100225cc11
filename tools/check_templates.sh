#!/bin/sh
# Templates: djangofmt's lines, djade's order and spacing, djlint's faults.
#   tools/check_templates.sh [--write]   --write mends what can be mended
set -u
cd "$(dirname "$0")/.."
files=$(find src -path '*/templates/*' -name '*.html')
result=0
if [ "${1:-}" = --write ]; then
    # In this order: a block that was given lines of its own is named at its end.
    .venv/bin/djangofmt --quiet src
    # shellcheck disable=SC2086
    .venv/bin/djade --target-version 5.2 $files
    exit 0
fi
.venv/bin/djangofmt --quiet --check src || { echo "Templates are not formatted: make fix" >&2; result=1; }
# shellcheck disable=SC2086
.venv/bin/djade --target-version 5.2 --check $files || result=1
# shellcheck disable=SC2086
.venv/bin/djlint --quiet --lint $files || result=1
exit $result
