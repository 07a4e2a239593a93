#!/bin/sh
# lint.sh — all checks that do not run the program, every one of them even where an earlier one fails.
set -u
. "$(dirname "$0")/common.sh"

failed=
check() {
    name=$1
    shift
    say "→ $name"
    "$@" || failed="$failed $name"
}
check ruff .venv/bin/ruff check --output-format concise .
check format .venv/bin/ruff format --check --quiet --output-format concise .
check mypy .venv/bin/python -m mypy
check imports .venv/bin/lint-imports --no-logo
# Scripts and styles: nothing newer than the Chromium of "browserslist" in package.json.
if [ -x node_modules/.bin/eslint ]; then
    check eslint node_modules/.bin/eslint --cache --cache-location node_modules/.cache/eslint src/gongkai
    check stylelint node_modules/.bin/stylelint --cache --cache-location node_modules/.cache/stylelint "src/gongkai/**/static/**/*.css"
else
    say "!!! NO NODE MODULES: SCRIPTS AND STYLES WERE NOT CHECKED (make setup-dev)"
    [ "${GONGKAI_NO_SKIP:-}" != 1 ] || failed="$failed eslint stylelint"
fi
[ -z "$failed" ] || die "failed:$failed"
