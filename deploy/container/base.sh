#!/bin/sh
# A base for the container from Debian's packages alone, as a tar file on its output: no registry of images is asked.
#   container/base.sh | podman import - localhost/kawaraban-base
# It is Debian as this machine has it, from the mirror that this machine's apt asks, with Python and certificates.
set -eu
command -v mmdebstrap >/dev/null 2>&1 || { echo "mmdebstrap is missing: apt-get install mmdebstrap" >&2; exit 1; }
suite=${1:-$(. /etc/os-release && echo "$VERSION_CODENAME")}
mirror=${2:-$(apt-get indextargets --format '$(SITE) $(CODENAME) $(COMPONENT)' 'Created-By: Packages' | sed -n "s/ $suite main\$//p" | head -n 1)}
without() { echo "--dpkgopt=path-exclude=/usr/share/$1/*"; }
exec mmdebstrap --quiet --variant=minbase --include=python3-venv,ca-certificates \
    "$(without doc)" "$(without man)" "$(without locale)" "$(without info)" \
    "$suite" - "${mirror:-http://deb.debian.org/debian}"
