#!/bin/sh
# What of the product the tests reach. It passes whatever comes out; a test that fails is told as ever.
# `tools/run_coverage.sh 2 tests/units/law` passes what follows the number to pytest.
set -eu
cd "$(dirname "$0")/.."
jobs=${1:-2}
[ $# -gt 0 ] && shift
browser=$(tools/test_tools.sh | tail -n 1)
export KAWARABAN_CHROMIUM="$browser"
mkdir -p .make
COVERAGE_FILE=.make/coverage.data .venv/bin/python -m pytest -n "$jobs" --dist loadfile -q \
    --cov --cov-report=term --cov-report=html:.make/coverage "$@"
