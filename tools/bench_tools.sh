#!/bin/sh
# Finds or installs what the benchmark drives besides Python, and says so.
#   tools/bench_tools.sh ROWS PEERS      both may be empty: all rows; PEERS=all for WordPress too
#   tools/bench_tools.sh limit           wrk and nginx alone, for the tests
# Debian and Ubuntu as root: apt, without starting any service. Elsewhere it names what is missing; rows that need
# it are then told as not measured. Isso is put into .make/bench/isso, a virtual environment of its own.
set -eu
cd "$(dirname "$0")/.."
rows=${1:-}
peers=${2:-}
isso=.make/bench/isso
isso_packages="isso==0.14.0 gunicorn==27.0.1"

has() { command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ] || [ -x "/usr/local/sbin/$1" ]; }
has_brotli() { ls /usr/lib/nginx/modules/ngx_http_brotli_static_module.so /usr/share/nginx/modules/ngx_http_brotli_static_module.so /usr/lib64/nginx/modules/ngx_http_brotli_static_module.so 2>/dev/null | grep -q .; }
may_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }
wants_isso() { case ",$rows," in ,limit,) return 1 ;; ,,|*,R6,*|*,W[12],*|*,X[12],*) return 0 ;; esac; return 1; }
wants_wordpress() { [ "$peers" = all ]; }

# A package's service must not begin to listen because somebody measures.
install() {
    echo "==> Installing for the benchmark: $*"
    policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
        trap 'rm -f "$policy"' EXIT
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod +x "$policy"
    fi
    apt-get update -qq >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

missing=""
has wrk || missing="$missing wrk"
has nginx || missing="$missing nginx"
has_brotli || missing="$missing libnginx-mod-http-brotli-static"
if wants_wordpress; then
    [ -d /usr/share/wordpress ] || missing="$missing wordpress"
    [ -d /usr/share/wordpress/wp-content/themes/twentytwentyone ] || missing="$missing wordpress-theme-twentytwentyone"
    has mariadbd || missing="$missing mariadb-server"
    ls /usr/sbin/php-fpm* >/dev/null 2>&1 || missing="$missing php-fpm"
    has php || missing="$missing php-cli"
    ls /usr/lib/php/*/mysqli.so >/dev/null 2>&1 || missing="$missing php-mysql"
fi
if [ -n "$missing" ]; then
    if may_apt; then
        # shellcheck disable=SC2086
        install $missing || echo "==> Not all of it could be installed: rows that need it will be told as not measured" >&2
    else
        echo "==> Not installed, and not mine to install:$missing" >&2
        echo "    On Debian: sudo apt-get install$missing" >&2
    fi
fi

if wants_isso; then
    stamp="$isso/.installed-$(echo "$isso_packages" | cksum | tr -d ' ')"
    if [ ! -e "$stamp" ]; then
        echo "==> Installing the peer into $isso: $isso_packages"
        if .venv/bin/python -m venv --clear "$isso" &&
            # shellcheck disable=SC2086
            "$isso/bin/python" -m pip install --quiet --disable-pip-version-check $isso_packages; then
            : >"$stamp"
        else
            rm -rf "$isso"
            echo "==> Isso could not be installed: rows that need it will be told as not measured" >&2
        fi
    fi
fi
