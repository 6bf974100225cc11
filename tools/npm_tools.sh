#!/bin/sh
# Installs what comes from npm into .make/npm, in the versions of tools/npm_tools.json: Biome (style sheets and
# scripts), a checker of HTML, the official schema of site maps, names of browsers, a client of Perspective's format. Says
# what it does; does nothing twice.
# Without npm: apt on Debian and Ubuntu as root; elsewhere it says what is missing, and fails.
set -eu
cd "$(dirname "$0")/.."

stamp=.make/npm/.installed-$(cksum <tools/npm_tools.json | tr -d ' ')
[ -e "$stamp" ] && exit 0

if ! command -v npm >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "==> Installing npm, which this machine lacks" >&2
        apt-get update -qq >&2
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends npm >/dev/null
    else
        echo "==> There is no npm here (Debian, Ubuntu: sudo apt-get install npm; macOS: brew install node)" >&2
        exit 1
    fi
fi

echo "==> Installing the tools of tools/npm_tools.json into .make/npm" >&2
mkdir -p .make/npm
cp tools/npm_tools.json .make/npm/package.json
rm -f .make/npm/.installed-*
# The scripts of the packages are not run: they are programs and a schema, and nothing is built.
npm install --prefix .make/npm --no-package-lock --no-audit --no-fund --ignore-scripts --loglevel=error >&2
: >"$stamp"
