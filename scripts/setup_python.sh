#!/bin/sh
# setup_python.sh run|dev — .venv with gongkai (editable) and what requirements.lock or requirements-dev.lock names,
# every file checked against its hash. Does nothing when all is in place. PYTHON names another interpreter.
set -eu
. "$(dirname "$0")/common.sh"

level=${1:?run or dev}
python=${PYTHON:-python3}
stamp=.venv/.gongkai-setup
run_line="run $(hash_of requirements.lock requirements.in pyproject.toml) $PWD"
dev_line="dev $(hash_of requirements-dev.lock requirements.lock requirements.in pyproject.toml) $PWD"
case $level in
run) want=$run_line lock=requirements.lock ;;
dev) want=$dev_line lock=requirements-dev.lock ;;
*) die "unknown level $level" ;;
esac

if stamped "$stamp" "$want" && .venv/bin/python -c "" 2>/dev/null; then
    exit 0
fi

command -v "$python" >/dev/null || die "$python not found. Debian: apt install python3-venv"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || die "Python 3.11 or newer is needed; $python is older."
# Scripts in a .venv name their folder: one that was moved is made anew.
moved() { [ -f "$stamp" ] && ! grep -qF " $PWD" "$stamp"; }
if moved || ! .venv/bin/python -c "" 2>/dev/null; then
    "$python" -c 'import ensurepip, venv' 2>/dev/null || die "Python's venv is missing. Debian: apt install python3-venv"
    say "→ making .venv"
    "$python" -m venv --clear .venv
fi
.venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null

pip() { .venv/bin/python -m pip --disable-pip-version-check --quiet "$@"; }
say "→ installing $(grep -c '^[A-Za-z0-9]' "$lock") Python packages from $lock (a minute or so)"
pip install --require-hashes -r "$lock"
pip install --no-deps --no-index --no-build-isolation -e .
{
    echo "$run_line"
    if [ "$level" = dev ]; then echo "$dev_line"; fi
} >"$stamp"
