#!/bin/sh
# The whole suite in parallel: once as the newspaper, then what belongs to comments without stories and Wagtail.
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
# shellcheck disable=SC2086
.venv/bin/python -m pytest -n "$jobs" --dist loadfile -q --ds=kawaraban.config.settings.test_comments_only \
    tests/units/alerts tests/units/comments tests/units/law tests/units/people tests/units/doors \
    $(ls tests/flows/test_4_01_logs.py tests/flows/test_4_01_one_way_in.py tests/flows/test_4_01_re* tests/flows/test_4_01_se* \
        tests/flows/test_4_04_names.py tests/flows/test_4_05_keys.py tests/flows/test_4_05_one_rule_for_grounds.py \
        tests/flows/test_1_0[89]* tests/flows/test_1_1[0-4]* tests/flows/test_3_0[1-5]* tests/flows/test_3_0[89]* \
        tests/flows/test_3_1[0-4]* tests/flows/test_3_15_retention.py tests/flows/test_3_15_erasure.py \
        tests/flows/test_3_16* tests/flows/test_4b_0* tests/flows/test_p[789]*) "$@"
