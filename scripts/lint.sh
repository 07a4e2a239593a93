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
[ -z "$failed" ] || die "failed:$failed"
