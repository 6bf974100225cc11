#!/bin/sh
# The whole suite in parallel: once as the newspaper, then without stories and Wagtail, except for the files and rooms
# of which tests/profiles.py says why not. What another database can change runs over a PostgreSQL of the tests' own:
# with DATABASE=postgresql that alone, in CI besides all else.
# `tools/run_tests.sh 2 -k words` passes what follows the number to pytest.
# shellcheck disable=SC2086  # $how is several words
set -eu
cd "$(dirname "$0")/.."
jobs=${1:-2}
[ $# -gt 0 ] && shift
# One test file stays on one worker: a browser or a served paper is started once for all tests of a file.
how="--dist loadfile -q --durations=40 --durations-min=5"
# Tests start some thousand processes: compiled once, each begins a second sooner, and gathering takes a quarter.
unset PYTHONDONTWRITEBYTECODE
browser=$(tools/test_tools.sh | tail -n 1)
export KAWARABAN_CHROMIUM="$browser"

over_postgresql() {
    echo "==> Over PostgreSQL: what another database can change"
    .venv/bin/python -m tests.rigs.postgres.run -n "$jobs" $how "$@"
}

case "${DATABASE:-sqlite}" in
sqlite) ;;
postgresql)
    over_postgresql "$@"
    exit
    ;;
*)
    echo "DATABASE is sqlite or postgresql, not $DATABASE" >&2
    exit 2
    ;;
esac

# What fails in one run keeps the others from nothing: who looks tomorrow wants to see all of it.
failed=0
echo "==> The newspaper"
.venv/bin/python -m pytest -n "$jobs" $how -m "not postgresql" "$@" || failed=1
echo "==> Comments only, without stories and Wagtail"
.venv/bin/python -m pytest -n "$jobs" $how -m "not postgresql" --ds=kawaraban.config.settings.test_comments_only "$@" || failed=1
if [ -n "${CI:-}" ]; then
    over_postgresql "$@" || failed=1
else
    echo "==> Not run: what PostgreSQL can change. make test DATABASE=postgresql runs it, where the server's programs are installed."
fi
exit "$failed"
