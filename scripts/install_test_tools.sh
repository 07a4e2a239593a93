#!/bin/sh
# install_test_tools.sh — the outside programs the tests run for real. Installs what is missing where this is root on a
# Debian; elsewhere says in one loud line what is missing, and the tests that need it skip (or fail under GONGKAI_NO_SKIP=1).
set -eu
. "$(dirname "$0")/common.sh"

has() { command -v "$1" >/dev/null 2>&1; }
has_file() { for f in "$@"; do [ -e "$f" ] && return 0; done; return 1; }

missing=
need() { missing="$missing $*"; }
has chromium || has chromium-browser || has google-chrome || need chromium
# Debian packs Writer and Calc apart from the command that starts them.
has soffice && { ! has dpkg || has_file /usr/lib/libreoffice/program/libswlo.so; } || need libreoffice-writer
has soffice && { ! has dpkg || has_file /usr/lib/libreoffice/program/libsclo.so; } || need libreoffice-calc
has fc-list && [ -n "$(fc-list :lang=zh-cn family | grep -i 'CJK' | head -n 1)" ] || need fonts-noto-cjk fontconfig
has_file /usr/lib/postgresql/*/bin/initdb || has initdb || need postgresql
has pdftotext || need poppler-utils
has tesseract && tesseract --list-langs 2>/dev/null | grep -qx chi_sim || need tesseract-ocr tesseract-ocr-chi-sim

[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && has apt-get; then
    say "→ installing for the tests:$missing"
    export DEBIAN_FRONTEND=noninteractive
    log=$(mktemp)
    # shellcheck disable=SC2086  # a list of package names
    if apt-get -qq update >"$log" 2>&1 && apt-get -qq install -y --no-install-recommends $missing >>"$log" 2>&1; then
        rm -f "$log"
        exit 0
    fi
    tail -n 20 "$log" >&2
    rm -f "$log"
fi
say "!!! NOT INSTALLED, TESTS THAT NEED THEM WILL SKIP:$missing  (Debian: apt install$missing)"
