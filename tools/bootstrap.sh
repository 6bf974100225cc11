#!/bin/sh
# Makes the virtual environment and installs the locked packages; says what it does; does nothing twice.
#   tools/bootstrap.sh runtime|dev
set -eu
cd "$(dirname "$0")/.."
want=$1
lock=requirements/$want.lock
sum=$(cat "$lock" pyproject.toml | cksum | tr -d ' ')
stamp=.venv/.kawaraban-$want-$sum
[ "$want" = runtime ] && [ -e ".venv/.kawaraban-dev-$(cat requirements/dev.lock pyproject.toml | cksum | tr -d ' ')" ] && exit 0
[ -e "$stamp" ] && exit 0

find_python() {
    for name in "${PYTHON:-}" python3.13 python3.12 python3.11 python3.14 python3; do
        [ -n "$name" ] || continue
        command -v "$name" >/dev/null 2>&1 || continue
        "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
        echo "$name"
        return 0
    done
    return 1
}

if [ ! -x .venv/bin/python ] || ! .venv/bin/python -c 'import pip' 2>/dev/null; then
    python=$(find_python) || {
        echo "Kawaraban needs Python 3.11 or newer. Install it (Debian, Ubuntu: apt-get install python3; macOS: brew install python) and run make again." >&2
        exit 1
    }
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        package=$("$python" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
            echo "==> Installing $package, which this Python lacks"
            apt-get update -qq
            apt-get install -y -qq --no-install-recommends "$package" >/dev/null
        else
            echo "This Python cannot make virtual environments yet. Run this once, then make again:  sudo apt-get install $package" >&2
            exit 1
        fi
    fi
    echo "==> Making the virtual environment .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
fi

echo "==> Installing the locked packages ($(grep -c '==' "$lock") of $lock); the first time takes a minute"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
echo "==> Installing Kawaraban itself"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
rm -f .venv/.kawaraban-"$want"-*
: > "$stamp"
