"""What a backup says about itself."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from gongkai.records.base.backup.errors import BackupFailed

FORMAT = "gongkai.backup/1"
NAME = "manifest.json"


@dataclass
class TableManifest:
    """One table: its model, its columns in the order of the rows, how many rows."""

    model: str
    columns: list[str]
    rows: int


@dataclass
class Manifest:
    """`members`: SHA-256 (hex) of every other member of the archive, by its name."""

    program: str
    made_at: str
    database: str
    migrations: list[list[str]]
    tables: list[TableManifest] = field(default_factory=list)
    members: dict[str, str] = field(default_factory=dict)
    format: str = FORMAT

    @property
    def row_count(self) -> int:
        return sum(table.rows for table in self.tables)

    @property
    def file_count(self) -> int:
        return sum(name.startswith("files/") for name in self.members)

    def summary(self) -> dict[str, Any]:
        return {
            "format": self.format,
            "made_at": self.made_at,
            "program": self.program,
            "rows": self.row_count,
            "files": self.file_count,
        }

    def encoded(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


def decoded(data: bytes) -> Manifest:
    """BackupFailed if this is not the manifest of a backup this version can read."""
    try:
        content = json.loads(data)
        if content.get("format") != FORMAT:
            raise BackupFailed(f"备份的格式是“{content.get('format')}”，本版本只能恢复 {FORMAT}；请安装相应版本。")
        content["tables"] = [TableManifest(**table) for table in content["tables"]]
        return Manifest(**content)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BackupFailed("备份文件的清单已损坏，请换一份备份。") from error
