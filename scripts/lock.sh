#!/bin/sh
# lock.sh — requirements*.lock and package-lock.json from requirements*.in and package.json. Locks name versions and hashes,
# never an address: everybody installs from the index his own machine is set to.
set -eu
. "$(dirname "$0")/common.sh"

compile() {
    out=$1
    shift
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
        -o "$out" "$@"
}
compile requirements.lock requirements.in requirements-build.in
compile requirements-dev.lock requirements-dev.in
compile requirements-node.lock requirements-node.in
if command -v npm >/dev/null; then npm install --package-lock-only --ignore-scripts --silent; fi
! grep -nE 'https?://' requirements*.lock || die "a lock names an address"
! grep -n '"resolved"' package-lock.json || die "package-lock.json names an address"
