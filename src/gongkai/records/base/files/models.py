"""The row of a kept file."""

from __future__ import annotations

from django.db import models

from gongkai.records.base.record import Record


class FileClass(models.TextChoices):
    """Who a file may ever be shown to; a folder of the store each, so that a public server can hold only the public ones."""

    PUBLIC = "public", "公开"
    INTERNAL = "internal", "内部"
    PERSONAL = "personal", "个人信息"


class StoredFile(Record):
    """A file of the store. The same content in another class is another file. Served only through its owner's selector."""

    sha256 = models.CharField(max_length=64)
    file_class = models.CharField("类别", max_length=10, choices=FileClass.choices)
    size = models.PositiveBigIntegerField("字节数")
    media_type = models.CharField(max_length=127)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sha256", "file_class"], name="base_one_file_a_content")]
