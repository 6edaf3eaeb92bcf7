# Shared by the scripts of the Makefile: system packages, the virtual environment, stamps that make a second run quick.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
umask 077
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
VENV="${VENV:-.venv}"
PYTHON="$VENV/bin/python"

say() { printf '\n== %s\n' "$*"; }

fail() { printf '\n!! %s\n' "$*" >&2; exit 1; }

has_python() { python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

has_library() { /sbin/ldconfig -p 2>/dev/null | grep -qF "$1"; }

# Prints the Debian packages that are missing for the papers (fonts are our own) and for Python itself.
missing_for_run() {
    has_python || echo python3 python3-venv
    has_library libpango-1.0.so.0 || echo libpango-1.0-0
    has_library libpangoft2-1.0.so.0 || echo libpangoft2-1.0-0
    has_library libharfbuzz-subset.so.0 || echo libharfbuzz-subset0
}

# Chromium without its window (half the work of the whole one) acts as the five users; poppler turns papers into pictures;
# OpenSSL and SoftHSM stand in for a time-stamping service and for a device that holds the key of a seal.
missing_for_test() {
    has_library libatomic.so.1 || echo libatomic1  # the driver of the browser tests is linked against it
    command -v chromium-headless-shell >/dev/null || echo chromium-headless-shell
    command -v pdftoppm >/dev/null || echo poppler-utils
    command -v openssl >/dev/null || echo openssl
    command -v softhsm2-util >/dev/null || echo softhsm2
}

install_packages() {
    [ $# -eq 0 ] && return
    command -v apt-get >/dev/null || fail "Install these first (Debian's names): $*"
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "As root: apt-get install --no-install-recommends $*"
        as_root=(sudo)
    fi
    say "Installing missing system packages: $*"
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

# install_lock FILE: the virtual environment holds exactly what FILE says; nothing happens while FILE is unchanged.
install_lock() {
    local lock="$1" stamp="$VENV/installed-$1" sum
    sum="$(sha256sum "$lock")"
    [ -x "$PYTHON" ] || { say "Making the virtual environment"; python3 -m venv "$VENV"; }
    if [ "$(cat "$stamp" 2>/dev/null || true)" != "$sum" ]; then
        say "Installing $lock"
        "$PYTHON" -m pip install --quiet --require-hashes -r "$lock"
        echo "$sum" >"$stamp"
    fi
}
