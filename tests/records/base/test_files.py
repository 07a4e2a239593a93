"""The file store: whole or not there, one content one file, orphans swept."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest
from django.db import transaction

from gongkai.records.base import faults
from gongkai.records.base.clock import Frozen
from gongkai.records.base.errors import ContractBroken
from gongkai.records.base.files import services as files
from gongkai.records.base.files.models import FileClass, StoredFile
from gongkai.records.base.files.store import FolderStore, TooLarge
from gongkai.records.base.files.sweep import sweep
from tests.records.example.models import Parcel

WORDS = "公开为常态，不公开为例外".encode()
DAY = 86400


def kept(content: bytes = WORDS, file_class: FileClass = FileClass.INTERNAL) -> StoredFile:
    return files.keep(files.write(content, file_class), "text/plain")


def aged(file: StoredFile, days: float) -> Path:
    """The file on disk, as if it had been written so long ago."""
    path = files.store().path(file.file_class, file.sha256)
    then = time.time() - days * DAY
    os.utime(path, (then, then))
    return path


def everything(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_kept_file_is_read_again_and_named_by_its_content(db: None) -> None:
    file = kept()
    with files.read(file) as content:
        assert content.read() == WORDS
    assert file.sha256 == hashlib.sha256(WORDS).hexdigest()
    assert file.size == len(WORDS)


def test_the_same_content_is_one_file_and_in_another_class_another(db: None) -> None:
    assert kept().pk == kept().pk
    assert kept(file_class=FileClass.PUBLIC).pk != kept().pk
    assert len(everything(files.store().root)) == 2


def test_a_file_longer_than_it_may_be_leaves_nothing(db: None) -> None:
    with pytest.raises(TooLarge):
        files.write([b"x" * 600, b"x" * 600], FileClass.PUBLIC, limit=1000)
    assert everything(files.store().root) == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 63, "A" * 64, ""])
def test_what_is_no_name_of_the_store_opens_nothing(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        FolderStore(tmp_path).open("public", name)
    with pytest.raises(ValueError, match="not a name"):
        FolderStore(tmp_path).open("..", "a" * 64)


class Broken(Exception):
    pass


@pytest.mark.parametrize("point", ["files.store/before-fsync", "files.store/before-rename"])
def test_a_write_that_breaks_leaves_no_file_under_a_name(db: None, point: str) -> None:
    def hook(name: str) -> None:
        if name == point:
            raise Broken

    with faults.injected(hook), pytest.raises(Broken):
        files.write(WORDS, FileClass.PUBLIC)
    assert list(files.store().names()) == []


def test_a_file_is_kept_in_an_act_only_and_while_it_is_there(transactional_db: None) -> None:
    written = files.write(WORDS, FileClass.PUBLIC)
    with pytest.raises(ContractBroken):
        files.keep(written, "text/plain")
    files.store().path("public", written.sha256).unlink()
    with transaction.atomic(), pytest.raises(FileNotFoundError):
        files.keep(written, "text/plain")


def test_a_file_without_a_row_is_swept_after_a_day_in_two_steps(db: None, now: Frozen) -> None:
    written = files.write(WORDS, FileClass.PUBLIC)
    path = files.store().path("public", written.sha256)
    assert sweep().discarded == 0
    then = time.time() - 2 * DAY
    os.utime(path, (then, then))
    assert sweep().discarded == 1
    assert not path.exists()
    assert sweep().removed == 1
    assert everything(files.store().root) == []


def test_an_act_between_the_two_steps_gets_its_file_back(db: None, now: Frozen) -> None:
    written = files.write(WORDS, FileClass.PUBLIC)
    path = files.store().path("public", written.sha256)
    os.utime(path, (0, 0))
    sweep()
    file = files.keep(written, "text/plain")
    assert path.exists()
    Parcel.objects.create(title="一件", file=file)
    swept = sweep()
    assert (swept.discarded, swept.removed, swept.rows) == (0, 0, 0)
    with files.read(file) as content:
        assert content.read() == WORDS


def test_a_row_nothing_points_at_is_swept_after_a_day_and_then_its_file(db: None, now: Frozen) -> None:
    file = kept()
    now.move(hours=23)
    assert sweep().rows == 0
    now.move(hours=2)
    path = aged(file, 2)
    swept = sweep()
    assert (swept.rows, swept.discarded) == (1, 1)
    assert not StoredFile.objects.exists()
    assert not path.exists()


def test_a_file_something_points_at_is_never_swept(db: None, now: Frozen) -> None:
    file = kept()
    Parcel.objects.create(title="一件", file=file)
    path = aged(file, 400)
    now.move(days=400)
    sweep()
    sweep()
    assert path.exists()
    assert StoredFile.objects.get().pk == file.pk


def test_halves_of_killed_writers_are_swept_after_a_day(db: None) -> None:
    files.write(WORDS, FileClass.PUBLIC)
    half = files.store().root / ".aside" / "half"
    half.write_bytes(b"x")
    assert sweep().halves == 0
    os.utime(half, (0, 0))
    assert sweep().halves == 1
    assert not half.exists()


def test_files_are_readable_by_their_owner_only(db: None) -> None:
    file = kept()
    path = files.store().path(file.file_class, file.sha256)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
