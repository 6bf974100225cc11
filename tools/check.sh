#!/bin/sh
# Everything that can be said about the code without running the product. Runs all, then says what failed.
set -u
cd "$(dirname "$0")/.."
export DJANGO_SETTINGS_MODULE=kawaraban.config.settings.test
bin=.venv/bin
failed=""

step() {
    name=$1
    shift
    echo "==> $name"
    "$@" || failed="$failed\n  $name"
}

# On a processor of its own, while the steps are taken; what it says comes after them.
beside() {
    beside=$1
    shift
    beside_said=$(mktemp)
    trap 'rm -f "$beside_said"' EXIT
    "$@" >"$beside_said" 2>&1 &
    beside_pid=$!
}

join() {
    echo "==> $beside"
    wait "$beside_pid" || failed="$failed\n  $beside"
    cat "$beside_said"
}

beside "mypy: types" $bin/mypy
step "ruff: style" $bin/ruff check --quiet src tests tools bench
step "ruff: format" $bin/ruff format --quiet --check src tests tools bench
step "import-linter: layers" $bin/lint-imports
step "djangofmt, djade, djlint: templates" tools/check_templates.sh
step "Biome: style sheets and scripts" tools/check_static.sh
step "migrations: complete" $bin/django-admin makemigrations --check --dry-run
step "migrations: complete without stories" env DJANGO_SETTINGS_MODULE=kawaraban.config.settings.test_comments_only $bin/django-admin makemigrations --check --dry-run people law triage comments press reads
step "deployment" env KAWARABAN_SITE_URL=https://paper.example $bin/django-admin check --deploy --fail-level WARNING
step "dependencies: consistent" $bin/python -m pip check

join

[ -z "$failed" ] && { echo "All checks passed."; exit 0; }
printf 'Failed:%b\n' "$failed" >&2
exit 1
