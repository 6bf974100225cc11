#!/bin/sh
# From an empty server to a paper, and from one version to the next. It says what it does, and does nothing twice.
#
#   ./install.sh --domain paper.example --name "The Harbour Post" --time-zone Europe/Istanbul
#
#   --domain NAME        the paper's name on the web; with it Caddy's file is written, where Caddy is installed
#   --name, --language, --time-zone      of a new paper
#   --database-url URL   a PostgreSQL database; without it the tables lie in a file
#   --backup-to PLACE    where the copy before an upgrade goes; without it into /var/lib/kawaraban/copies
#   --back               the previous version, again
#   --wheel FILE         another wheel than the one beside this script
#   --root DIR           put everything under DIR: no user is made, nothing is started
#   --dry-run            say what would be done
#
# What it makes: the user kawaraban; /opt/kawaraban/releases/VERSION with `current` and `previous` leading to two of
# them; /etc/kawaraban/paper.env; the paper in /var/lib/kawaraban/paper; the service kawaraban.
set -eu
# What it installs is read by the paper's user, whatever the shell was set to.
umask 022
# Nor a Python out of root's own home, which that user may not enter.
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
here=$(cd "$(dirname "$0")" && pwd)
root="" dry="" back="" domain="" name="" language="en" zone="UTC" database="" copies="" wheel=""
while [ $# -gt 0 ]; do
    case $1 in
        --dry-run) dry=yes; shift; continue ;;
        --back) back=yes; shift; continue ;;
        -h | --help) sed -n '2,/^set -eu/{/^set -eu/d;s/^# \{0,1\}//;p}' "$0"; exit 0 ;;
    esac
    [ $# -ge 2 ] || { echo "$1 needs a value. See --help." >&2; exit 2; }
    case $1 in
        --domain) domain=$2 ;; --name) name=$2 ;; --language) language=$2 ;; --time-zone) zone=$2 ;;
        --database-url) database=$2 ;; --backup-to) copies=$2 ;; --wheel) wheel=$2 ;; --root) root=$2 ;;
        *) echo "There is no option $1. See --help." >&2; exit 2 ;;
    esac
    shift 2
done

program=$root/opt/kawaraban
paper=$root/var/lib/kawaraban/paper
copies=${copies:-$root/var/lib/kawaraban/copies}
settings=$root/etc/kawaraban/paper.env
unit=$root/etc/systemd/system/kawaraban.service

# Nothing of another program comes in by the shell of whoever installs.
unset DJANGO_SETTINGS_MODULE PYTHONPATH PYTHONHOME

say() { echo "==> $*"; }
fail() { echo "$*" >&2; exit 1; }
# Does it, or says only that it would.
run() { if [ -n "$dry" ]; then echo "    would run: $*"; else "$@"; fi; }
as_paper() { if [ -n "$root" ]; then run "$@"; else run runuser -u kawaraban -- "$@"; fi; }
has_systemd() { [ -z "$root" ] && [ -d /run/systemd/system ]; }
leads_to() { readlink "$program/$1" 2>/dev/null || true; }

point() { # name, release: the link changes in one moment
    [ -n "$dry" ] && { echo "    would let $1 lead to $2"; return; }
    ln -sfn "$2" "$program/$1.new"
    mv -T "$program/$1.new" "$program/$1"
}

install_text() { # mode, owner, target: what comes in is written, where something else is there
    if [ -e "$3" ] && printf '%s\n' "$text" | cmp -s - "$3"; then return 1; fi
    say "Writing $3"
    [ -n "$dry" ] && return 0
    mkdir -p "$(dirname "$3")"
    (umask 077 && printf '%s\n' "$text" >"$3.new")
    [ -n "$root" ] || chown "$2" "$3.new"
    chmod "$1" "$3.new"
    mv "$3.new" "$3"
}

is_healthy() { # two minutes at most: a large paper takes its time to begin
    port=$(sed -n 's/^KAWARABAN_PORT=//p' "$settings" 2>/dev/null | tail -n 1)
    waited=0
    until "$program/current/bin/python" -c "
from sys import argv; from urllib.request import urlopen; urlopen(argv[1], timeout=3)" \
        "http://127.0.0.1:${port:-8000}/healthz" 2>/dev/null; do
        waited=$((waited + 1))
        [ "$waited" -lt 120 ] || return 1
        sleep 1
    done
}

start_service() {
    has_systemd || { say "No systemd is running here. Start it:  $program/current/bin/kawaraban serve --data $paper"; return 0; }
    run systemctl daemon-reload
    run systemctl enable --quiet kawaraban
    run systemctl restart kawaraban
    [ -z "$dry" ] || return 0
    say "Waiting for the paper"
    is_healthy
}

go_back() {
    before=$(leads_to previous)
    [ -n "$before" ] || fail "There is no previous version."
    say "Going back to $(basename "$before")"
    now=$(leads_to current)
    point current "$before"
    point previous "$now"
}

# ---- What must be so
[ -n "$root" ] || [ -n "$dry" ] || [ "$(id -u)" = 0 ] || fail "Only root may install a service: sudo $0, or --root DIR, or --dry-run."
if [ -n "$back" ]; then
    go_back
    start_service || fail "It does not answer. Look at: journalctl -u kawaraban"
    say "The previous version is in use. It reads the newer tables; what it does not know it leaves alone."
    exit 0
fi
[ -n "$wheel" ] || wheel=$(find "$here" -maxdepth 1 -name 'kawaraban-*.whl' | sort | tail -n 1)
[ -f "$wheel" ] || fail "There is no wheel beside this script: unpack a whole release, or name one with --wheel."
lock=$here/runtime.lock
[ -f "$lock" ] || lock=$here/../requirements/runtime.lock
[ -f "$lock" ] || fail "runtime.lock is missing beside this script."
case $domain in *[!a-zA-Z0-9.-]* | -*) fail "$domain is not a name on the web." ;; esac
python=""
for each in python3.13 python3.12 python3.11 python3; do
    command -v "$each" >/dev/null 2>&1 && "$each" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { python=$each; break; }
done
[ -n "$python" ] || fail "Python 3.11 or newer with venv is missing. Debian, Ubuntu: apt-get install python3-venv"

# ---- Who runs it
if [ -z "$root" ] && ! id kawaraban >/dev/null 2>&1; then
    say "Making the user kawaraban, who may not sign in"
    run useradd --system --user-group --home-dir /var/lib/kawaraban --shell /usr/sbin/nologin kawaraban
fi
[ -n "$dry" ] || { mkdir -p "$program/releases" "$(dirname "$paper")" && chmod 711 "$(dirname "$paper")"; }
[ -n "$root" ] || run chown kawaraban:kawaraban "$(dirname "$paper")"

# ---- The program: each version in a folder of its own, whole or not there
version=$(basename "$wheel" | cut -d - -f 2)
sum=$(cat "$wheel" "$lock" | sha256sum | cut -c 1-8)
page=installing.md
release=$program/releases/$version-$sum
if [ -e "$release/whole" ]; then
    say "Version $version is there: $release"
else
    say "Installing version $version into $release"
    run rm -rf "$release"
    run "$python" -m venv "$release"
    run "$release/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$lock"
    run "$release/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps "$wheel"
    run mkdir -p "$release/share/doc"
    [ ! -f "$here/$page" ] || run cp "$here/$page" "$release/share/doc/"
    run touch "$release/whole"
fi

# ---- What differs from machine to machine: written once, then yours
if [ ! -e "$settings" ]; then
    text="# Read by the service kawaraban. A knob is KAWARABAN_ and its name: docs/configuration.md.
${database:+KAWARABAN_DATABASE_URL=$database}
${domain:+KAWARABAN_SITE_URL=https://$domain}"
    install_text 0640 root:kawaraban "$settings"
elif [ -n "$database$domain" ]; then
    say "$settings is there and stays as it is: change address and database in it"
fi
if [ -r "$settings" ]; then
    # As systemd reads it: lines, not a script.
    while IFS='=' read -r key value; do
        case $key in KAWARABAN_[A-Z_]*) export "$key=$value" ;; esac
    done <"$settings"
fi

# ---- The paper
before=$(leads_to current)
knobs=kawaraban.toml
if [ ! -e "$paper/$knobs" ]; then
    say "Making the paper in $paper"
    as_paper "$release/bin/kawaraban" init "$paper" ${name:+--name "$name"} --language "$language" --time-zone "$zone" \
        ${domain:+--site-url "https://$domain"}
elif [ "$before" != "$release" ]; then
    say "Bringing the paper up to version $version"
    [ -n "$dry" ] || [ -d "$copies" ] || case $copies in
        *://*) ;;
        *) mkdir -p -m 700 "$copies"; [ -n "$root" ] || chown kawaraban:kawaraban "$copies" ;;
    esac
    as_paper "$release/bin/kawaraban" upgrade --data "$paper" --backup-to "$copies" ||
        fail "The paper is not upgraded. The previous version is in use, and goes on."
fi
if [ "$before" != "$release" ]; then
    [ -z "$before" ] || point previous "$before"
    point current "$release"
fi

# ---- The service
text=$(cat "$here/systemd/kawaraban.service")
[ -z "$root" ] || text=$(printf '%s\n' "$text" | sed "s#/opt/kawaraban#$program#; s#/var/lib/kawaraban/paper#$paper#; s#/etc/kawaraban/paper.env#$settings#")
is_new=""
install_text 0644 root:root "$unit" && is_new=yes
if [ -n "$domain" ] && { [ -n "$root" ] || command -v caddy >/dev/null 2>&1; }; then
    target=$root/etc/caddy/Caddyfile
    if [ ! -e "$target" ] || grep -q 'Kawaraban\|/usr/share/caddy' "$target"; then
        text="# Kawaraban, by its install script: yours to change from here on, but for this line.
$(sed "s#paper\.example#$domain#g" "$here/caddy/passing-on.Caddyfile")"
        # Who has changed it keeps it.
        if [ ! -e "$target" ] || ! grep -q Kawaraban "$target"; then
            install_text 0644 root:root "$target" && { has_systemd && run systemctl reload-or-restart caddy || true; }
        fi
    else
        say "$target is yours and stays. Its lines for the paper: $here/caddy/passing-on.Caddyfile"
    fi
fi
if [ -z "$is_new" ] && [ "$before" = "$release" ]; then
    say "Everything is as it should be"
    exit 0
fi
if ! start_service; then
    if [ -n "$before" ]; then
        go_back
        start_service || true
        fail "Version $version does not answer; the previous version is in use again. Look at: journalctl -u kawaraban"
    fi
    fail "The paper does not answer. Look at: journalctl -u kawaraban"
fi
say "The paper is in $paper"
[ -n "$before" ] || echo "Next, who may work on it (the password comes from the keyboard):
    runuser -u kawaraban -- $program/current/bin/kawaraban staff add NAME --role publisher --data $paper"
