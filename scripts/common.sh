# Shared by the set-up scripts (sourced, POSIX sh): where we are, talking, and stamps that say what is already in place.
cd "$(dirname "$0")/.." || exit 2

say() { printf '%s\n' "$*" >&2; }
die() { say "✗ $*"; exit 2; }

# One hash over the files given, so that a stamp is out of date as soon as one of them changes.
hash_of() { cat -- "$@" | sha256sum | cut -d' ' -f1; }

# stamped FILE LINE: whether LINE stands in the stamp file.
stamped() { [ -f "$1" ] && grep -qxF -- "$2" "$1"; }
