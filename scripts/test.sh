#!/bin/sh
# test.sh [pytest's arguments] — all tests on SQLite, then those that live in the database again on a PostgreSQL of their
# own; with arguments only what they name, once. JOBS: processes at a time.
set -u
. "$(dirname "$0")/common.sh"

on_postgresql="tests/records tests/harness tests/desk/test_moving_in.py"
pytest="-m pytest -n ${JOBS:-2} --dist loadfile --durations=10"
if [ $# -gt 0 ]; then
    # shellcheck disable=SC2086  # a list of arguments
    exec .venv/bin/python $pytest "$@"
fi

status=0
# shellcheck disable=SC2086
.venv/bin/python $pytest || status=1
if .venv/bin/python -c 'import sys; from tests import tools; sys.exit(not tools.has("postgres"))'; then
    say "→ again, on PostgreSQL: $on_postgresql"
    # shellcheck disable=SC2086
    .venv/bin/python -m tests.postgres .venv/bin/python $pytest $on_postgresql || status=1
else
    say "!!! NO POSTGRESQL: ALL WAS TESTED ON SQLITE ONLY"
    [ "${GONGKAI_NO_SKIP:-}" != 1 ] || status=1
fi
exit $status
