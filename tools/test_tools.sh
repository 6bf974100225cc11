#!/bin/sh
# Finds or installs what the tests drive besides Python: a Chromium, Firefox and WebKit with a screen that nobody sees,
# fonts for four scripts, gettext, xmllint, wrk, nginx, Caddy and HAProxy (for the configurations of deploy/), PostgreSQL and
# PgBouncer, Prometheus, rsync, age, GnuPG, Ceph's object store; and what
# comes from npm (tools/npm_tools.sh); and a stranger's client of Perspective's format (into .make/clients).
# Prints the browser's path on its last line. Debian and Ubuntu as root: apt; else Playwright's own browser.
set -eu
cd "$(dirname "$0")/.."

find_browser() {
    for name in "${KAWARABAN_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
        [ -n "$name" ] && command -v "$name" 2>/dev/null && return 0
    done
    return 1
}

may_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

missing=""
find_browser >/dev/null || missing="$missing chromium"
command -v xgettext >/dev/null 2>&1 || missing="$missing gettext"
command -v xmllint >/dev/null 2>&1 || missing="$missing libxml2-utils"
if may_apt; then
    dpkg -s fonts-noto-cjk >/dev/null 2>&1 || missing="$missing fonts-noto-cjk"
    dpkg -s fonts-noto-core >/dev/null 2>&1 || missing="$missing fonts-noto-core"
    dpkg -s libnginx-mod-http-brotli-static >/dev/null 2>&1 || missing="$missing nginx-light libnginx-mod-http-brotli-static"
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
    command -v pgbouncer >/dev/null 2>&1 || [ -x /usr/sbin/pgbouncer ] || missing="$missing pgbouncer"
    command -v caddy >/dev/null 2>&1 || missing="$missing caddy"
    /usr/bin/python3 -c 'import ensurepip, venv' 2>/dev/null || missing="$missing python3-venv"
    command -v haproxy >/dev/null 2>&1 || missing="$missing haproxy"
    # Copies of a paper: rrsync comes with rsync.
    command -v rsync >/dev/null 2>&1 || missing="$missing rsync"
    command -v age >/dev/null 2>&1 || missing="$missing age"
    command -v gpg >/dev/null 2>&1 || missing="$missing gnupg"
    # A real object store: 60 MB.
    command -v radosgw >/dev/null 2>&1 || missing="$missing radosgw ceph-mon ceph-osd"
    # promtool checks the alerts; its server is not started.
    command -v promtool >/dev/null 2>&1 || missing="$missing prometheus"
    command -v curl >/dev/null 2>&1 || missing="$missing curl"
    command -v systemd-analyze >/dev/null 2>&1 || missing="$missing systemd"
    command -v firefox-esr >/dev/null 2>&1 || missing="$missing firefox-esr"
    command -v WebKitWebDriver >/dev/null 2>&1 || missing="$missing webkit2gtk-driver"
    command -v Xvfb >/dev/null 2>&1 || missing="$missing xvfb"
    if [ -n "$missing" ]; then
        echo "==> Installing for the tests:$missing" >&2
        # A package's service must not begin to listen because somebody tests.
        policy=/usr/sbin/policy-rc.d
        if [ ! -e "$policy" ]; then
            trap 'rm -f "$policy"' EXIT
            printf '#!/bin/sh\nexit 101\n' >"$policy"
            chmod +x "$policy"
        fi
        apt-get update -qq >&2
        # shellcheck disable=SC2086
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
            echo "==> Not all of it could be installed: the tests that need it are named as skipped" >&2
    fi
elif [ -n "$missing" ]; then
    echo "==> Not installed and not mine to install:$missing (the tests that need them are named as skipped)" >&2
fi

tools/npm_tools.sh || echo "==> The tests of HTML, of the maps' schema and of names of browsers are named as skipped" >&2

if [ ! -e .make/clients/perspective ]; then
    echo "==> Installing a client of Perspective's format into .make/clients" >&2
    .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --target .make/clients perspective==1.0.3 >&2 ||
        echo "==> The test of that client is named as skipped" >&2
fi

# What the smoke test of the benchmark drives.
tools/bench_tools.sh limit >&2 || true

if ! find_browser; then
    echo "==> No Chromium on this machine: asking Playwright for its own" >&2
    .venv/bin/python -m playwright install chromium >&2 || echo "==> No browser: the browser tests will be skipped" >&2
    echo ""
fi
