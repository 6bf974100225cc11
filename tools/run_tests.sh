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
if [ "${DATABASE:-}" = postgresql ]; then
    # What can differ there. The server is the tests' own: on loopback, in memory, thrown away at the end.
    echo "==> The newspaper over PostgreSQL"
    exec .venv/bin/python -m tests.rigs.postgres.run newspaper -n "$jobs" --dist loadfile -q \
        tests/units/alerts tests/units/comments tests/units/doors tests/units/law tests/units/people \
        tests/units/press tests/units/reads tests/units/stories tests/units/triage/taught tests/units/wire \
        tests/nodes "$@"
fi
# One test file stays on one worker: a browser or a served paper is started once for all tests of a file.
echo "==> The newspaper"
.venv/bin/python -m pytest -n "$jobs" --dist loadfile -q "$@"
echo "==> Comments only, without stories and Wagtail"
.venv/bin/python -m pytest -n "$jobs" --dist loadfile -q --ds=kawaraban.config.settings.test_comments_only "$@"
