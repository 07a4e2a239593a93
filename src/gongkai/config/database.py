"""GONGKAI_DATABASE (a SQLite path or a postgresql:// address) → Django's DATABASES entry."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# WAL lets readers go on while one writer writes; FULL, because a committed act may not be lost when the power goes;
# secure_delete, because a destroyed key may not be read from a free page.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA cache_size=-32000;"
    "PRAGMA mmap_size=268435456;"
    "PRAGMA journal_size_limit=67108864;"
    "PRAGMA secure_delete=ON;"
)
SQLITE_WAIT_SECONDS = 20
POSTGRESQL_SCHEMES = ("postgresql", "postgres")


def database(address: str | None, default: Path) -> dict[str, Any]:
    """One entry of DATABASES. `address`: empty (SQLite at `default`), a path, sqlite:///path or postgresql://…"""
    if not address:
        return sqlite(default)
    if "://" not in address:
        return sqlite(Path(address))
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        # sqlite:///relative and sqlite:////absolute, as everybody else writes them.
        return sqlite(Path(unquote(parts.path)[1:]))
    if parts.scheme in POSTGRESQL_SCHEMES:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")) or "gongkai",
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    raise ValueError(f"GONGKAI_DATABASE 的写法不对：“{parts.scheme}://”不受支持，请写 SQLite 文件路径或 postgresql:// 地址。")


def sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path.expanduser().resolve()),
        "CONN_MAX_AGE": 600,
        # Tests run on a file like the installation, not in memory: WAL, locks and threads are the real ones.
        "TEST": {"NAME": str(path.expanduser().resolve().with_name(f"test_{path.name}"))},
        "OPTIONS": {
            # A deferred transaction that turns into a writing one fails at once when another writes; an immediate one waits.
            "transaction_mode": "IMMEDIATE",
            "timeout": SQLITE_WAIT_SECONDS,
            "init_command": SQLITE_PRAGMAS,
        },
    }
