#!/bin/sh
# The whole suite in parallel: once as the newspaper, then without stories and Wagtail, except for the files and rooms
# of which tests/profiles.py says why not.
# `tools/run_tests.sh 2 -k words` passes what follows the number to pytest.
set -eu
cd "$(dirname "$0")/.."
jobs=${1:-2}
[ $# -gt 0 ] && shift
browser=$(tools/test_tools.sh | tail -n 1)
export KAWARABAN_CHROMIUM="$browser"
# One test file stays on one worker: a browser or a served paper is started once for all tests of a file.
echo "==> The newspaper"
.venv/bin/python -m pytest -n "$jobs" --dist loadfile -q "$@"
echo "==> Comments only, without stories and Wagtail"
.venv/bin/python -m pytest -n "$jobs" --dist loadfile -q --ds=kawaraban.config.settings.test_comments_only "$@"
