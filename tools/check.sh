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

# The longest of all, on a processor of its own.
types_said=$(mktemp)
trap 'rm -f "$types_said"' EXIT
$bin/mypy >"$types_said" 2>&1 &
types=$!

step "ruff: style" $bin/ruff check --quiet src tests tools bench
step "ruff: format" $bin/ruff format --quiet --check src tests tools bench
step "import-linter: layers" $bin/lint-imports
step "djangofmt, djade, djlint: templates" tools/check_templates.sh
step "Biome: style sheets and scripts" tools/check_static.sh
step "migrations: complete" $bin/django-admin makemigrations --check --dry-run
step "migrations: complete without stories" env DJANGO_SETTINGS_MODULE=kawaraban.config.settings.test_comments_only $bin/django-admin makemigrations --check --dry-run people law triage comments press reads
step "deployment" env KAWARABAN_SITE_URL=https://paper.example $bin/django-admin check --deploy --fail-level WARNING
step "dependencies: consistent" $bin/python -m pip check

echo "==> mypy: types"
wait "$types" || failed="$failed\n  mypy: types"
cat "$types_said"

[ -z "$failed" ] && { echo "All checks passed."; exit 0; }
printf 'Failed:%b\n' "$failed" >&2
exit 1
