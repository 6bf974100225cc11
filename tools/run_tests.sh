#!/bin/sh
# The whole suite in parallel. `tools/run_tests.sh 2 -k words` passes what follows the number to pytest.
set -eu
cd "$(dirname "$0")/.."
jobs=${1:-2}
[ $# -gt 0 ] && shift
browser=$(tools/test_tools.sh | tail -n 1)
export KAWARABAN_CHROMIUM="$browser"
# One test file stays on one worker: a browser or a served paper is started once for all tests of a file.
exec .venv/bin/python -m pytest -n "$jobs" --dist loadfile -q "$@"
