#!/bin/sh
# What is published of a version: the wheel, and one archive with all that an empty server needs.
#   tools/make_release.sh [FOLDER]      # into dist/: kawaraban-1.5.0-py3-none-any.whl, kawaraban-1.5.0.tar.gz, SHA256SUMS
# The same sources give the same archive.
set -eu
cd "$(dirname "$0")/.."
out=${1:-dist}
mkdir -p "$out"
out=$(cd "$out" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
stamp=$(git log -1 --format=%ct 2>/dev/null || echo 315532800)
export SOURCE_DATE_EPOCH="$stamp"
echo "==> Building the wheel"
# From a copy: what an earlier build left must not come in.
mkdir "$work/source"
cp -R pyproject.toml README.md LICENSE src "$work/source/"
rm -rf "$work"/source/src/*.egg-info
find "$work/source" -name __pycache__ -prune -exec rm -rf {} +
PATH="$PWD/.venv/bin:$PATH" .venv/bin/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation -w "$out" "$work/source"
wheel=$(cd "$out" && ls -t kawaraban-*.whl | head -n 1)
version=$(echo "$wheel" | cut -d - -f 2)
echo "==> Packing kawaraban-$version.tar.gz"
whole=$work/kawaraban-$version
mkdir "$whole"
cp -R deploy/. "$whole/"
cp "$out/$wheel" requirements/runtime.lock LICENSE docs/installing.md "$whole/"
(cd "$whole" && find . -type f ! -name SHA256SUMS | LC_ALL=C sort | xargs sha256sum >SHA256SUMS)
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$stamp" -C "$work" -cf - "kawaraban-$version" | gzip -9n >"$out/kawaraban-$version.tar.gz"
(cd "$out" && sha256sum "$wheel" "kawaraban-$version.tar.gz" >SHA256SUMS)
echo "==> $out: $wheel, kawaraban-$version.tar.gz, SHA256SUMS"
