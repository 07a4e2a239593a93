"""Backup and restore: whole, verified, from any database to any, and never over somebody's records by accident."""

from __future__ import annotations

import fcntl
import io
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.records.installation import Installation, installed

SEED = """
from datetime import date
from uuid import UUID
from gongkai.records.accounts import services as accounts
from gongkai.records.agencies import services as agencies
from gongkai.records.agencies.models import Kind, Level
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.files import services as files
from gongkai.records.base.log import sealing
from tests.records.example.services import receive
day = date(2020, 1, 1)
county = agencies.register("青禾县人民政府", Kind.GOVERNMENT, Level.COUNTY, None, day, actor=OPERATOR).record_id
agencies.register("数据局", Kind.DEPARTMENT, Level.COUNTY, county, day, actor=OPERATOR)
accounts.enrol("wang", "王某", county, "Qinghe-2026-gk", actor=OPERATOR)
for number in range(3):
    written = files.write(b"content %d" % number, "personal")
    receive(f"包裹{number}", {"name": "某某"}, UUID(int=9), written, actor=OPERATOR, key=f"k{number}")
sealing.seal()
"""
LOOK = """
import hashlib, json
from django.apps import apps
from gongkai.records.base.backup.rows import dumped, is_kept, tables
from gongkai.records.base.files.models import StoredFile
from gongkai.records.base.files.services import read
from gongkai.records.base.log.models import LogEntry
from gongkai.records.base.log.personal import personal
rows = {m._meta.db_table: list(dumped(m, "default")) for m in tables(apps) if is_kept(m)}
print(hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest(), sum(map(len, rows.values())),
      [read(f).read().decode() for f in StoredFile.objects.order_by("id")],
      [personal(e) for e in LogEntry.objects.filter(act="example.receive").order_by("id")])
"""


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with some of everything; each test leaves it with what it found."""
    with installed(tmp_path_factory.mktemp("seeded") / "data", settings.DATABASES["default"]) as made:
        made.run("manage", "migrate", "-v0")
        made.python(SEED)
        yield made


@pytest.fixture(scope="module")
def archive(seeded: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "backup.tar"
    seeded.run("backup", str(path))
    return path


def ailments(installation: Installation) -> str:
    """What a deep look finds, the service that does not run aside."""
    text = installation.run("doctor", "--deep", check=False).stdout
    return "\n".join(line for line in text.splitlines() if "问题：" in line)


def test_a_backup_restored_elsewhere_is_the_same_installation(seeded: Installation, archive: Path, tmp_path: Path) -> None:
    with installed(tmp_path / "other", settings.DATABASES["default"]) as other:
        other.run("restore", str(archive))
        assert other.python(LOOK) == seeded.python(LOOK)
        assert "content 2" in other.python(LOOK)
        assert "某某" in other.python(LOOK)
        assert ailments(other) == ""
        done = other.python(
            "from uuid import UUID; from tests.records.example.services import receive;"
            "from gongkai.records.base.actors import OPERATOR;"
            "print(receive('又一件', {'name': 'x'}, UUID(int=9), actor=OPERATOR).result['number'])"
        )
        assert done.endswith("4号")


def test_a_backup_goes_from_one_kind_of_database_to_sqlite_and_back(
    seeded: Installation, archive: Path, tmp_path: Path
) -> None:
    before = seeded.python(LOOK)
    with installed(tmp_path / "sqlite", settings.DATABASES["default"], kind="sqlite3") as other:
        other.run("restore", str(archive))
        assert other.python(LOOK) == before
        assert ailments(other) == ""
        other.run("backup", str(tmp_path / "second.tar"))
    seeded.run("restore", "--force", str(tmp_path / "second.tar"))
    assert seeded.python(LOOK) == before
    assert ailments(seeded) == ""


def test_a_backup_is_readable_by_its_owner_only_and_not_overwritten(seeded: Installation, archive: Path) -> None:
    assert archive.stat().st_mode & 0o077 == 0
    again = seeded.run("backup", str(archive), check=False)
    assert again.returncode == 2
    assert "已经存在" in again.stderr
    assert seeded.run("backup", "--force", str(archive)).returncode == 0
    assert [path.name for path in archive.parent.glob(".backup*")] == []


def test_records_are_not_overwritten_by_accident(seeded: Installation, archive: Path) -> None:
    before = seeded.python(LOOK)
    refused = seeded.run("restore", str(archive), check=False)
    assert refused.returncode == 2
    assert "--force" in refused.stderr
    assert seeded.python(LOOK) == before


def damaged(archive: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """A copy of the archive in which one member is changed."""
    copy = archive.with_name(f"damaged-{name.partition('/')[0]}.tar")
    with tarfile.open(archive) as source, tarfile.open(copy, "w") as target:
        for member in source.getmembers():
            content = source.extractfile(member).read()  # type: ignore[union-attr]
            if member.name.startswith(name):
                content = change(content)
                member.size = len(content)
            target.addfile(member, io.BytesIO(content))
    return copy


def test_a_damaged_or_cut_off_backup_is_refused_and_changes_nothing(seeded: Installation, archive: Path) -> None:
    before = seeded.python(LOOK)
    copies = [
        damaged(archive, name, lambda content: content[:-2] + b"x" + content[-1:])
        for name in ("rows/base_logentry", "files/", "keys/", "manifest.json")
    ]
    for length in (0, 1000, 20000):
        copies.append(archive.with_name(f"cut-{length}.tar"))
        copies[-1].write_bytes(archive.read_bytes()[:length])
    refusals = seeded.python(
        "from pathlib import Path\n"
        "from gongkai.records.base.backup import errors, read\n"
        f"for copy in {[str(copy) for copy in copies]}:\n"
        "    try:\n"
        "        read.restore(Path(copy), force=True)\n"
        "    except errors.BackupFailed as error:\n"
        "        print(error.message)"
    ).splitlines()
    assert len(refusals) == len(copies)
    assert all("请换一份备份" in refusal for refusal in refusals)
    assert seeded.python(LOOK) == before


def test_a_backup_of_a_newer_program_is_refused(seeded: Installation, archive: Path) -> None:
    newer = damaged(archive, "manifest.json", lambda content: content.replace(b'"0001_initial"', b'"9999_future"', 1))
    refused = seeded.run("restore", "--force", str(newer), check=False)
    assert refused.returncode == 2
    assert "请先升级程序" in refused.stderr


RESTORE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from gongkai.records.base import faults
from gongkai.records.base.backup import read
def hook(name):
    if name == {point!r}:
        os.kill(os.getpid(), signal.SIGKILL)
faults._hook = hook
read.restore(Path({archive!r}), force=True)
"""


def test_a_restore_killed_at_any_point_leaves_the_installation_as_it_was(seeded: Installation, archive: Path) -> None:
    seeded.python(
        "from uuid import UUID; from tests.records.example.services import receive;"
        "from gongkai.records.base.actors import OPERATOR;"
        "receive('备份以后', {'name': 'x'}, UUID(int=9), actor=OPERATOR)"
    )
    before = seeded.python(LOOK)
    for point in ("restore/files", "restore/keys", "restore/table", "restore/before-swap"):
        with pytest.raises(AssertionError):
            seeded.python(RESTORE_AND_DIE.format(point=point, archive=str(archive)))
        assert seeded.python(LOOK) == before, point
    assert ailments(seeded) == ""
    seeded.run("restore", "--force", str(archive))
    titles = seeded.python("from tests.records.example.models import Parcel; print(*Parcel.objects.values_list('title'))")
    assert "备份以后" not in titles


def test_a_restore_waits_for_no_running_service(seeded: Installation, archive: Path) -> None:
    with (seeded.data / "serve.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused = seeded.run("restore", "--force", str(archive), check=False)
    assert refused.returncode == 2
    assert "请先停止" in refused.stderr


def test_what_has_no_database_is_not_backed_up(tmp_path: Path) -> None:
    with installed(tmp_path / "empty", settings.DATABASES["default"]) as empty:
        refused = empty.run("backup", str(tmp_path / "x.tar"), check=False)
    assert refused.returncode == 2
    assert "没有可以备份的内容" in refused.stderr
    assert not (tmp_path / "x.tar").exists()
    assert list((tmp_path / "empty" / "tmp").iterdir()) == []
