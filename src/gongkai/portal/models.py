"""A visit to 年报体检 and the state of its files. The material itself, names included, is in the visit's folder."""

from __future__ import annotations

from django.db import models


class CheckVisit(models.Model):
    """One hand-over of files by one browser. Deleted with its folder when the visitor says so or goes away.

    The browser holds a secret in a cookie, the address a token made of it; the row holds only their hashes, so that
    nobody who reads the database or a log can open a visit.
    """

    kept_in_backup = False

    id = models.UUIDField(primary_key=True, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    visitor_hash = models.CharField(max_length=64, db_index=True)
    started_at = models.DateTimeField()

    class Meta:
        ordering = ["started_at"]

    def __str__(self) -> str:
        return str(self.id)


class FileState(models.TextChoices):
    """How far a file is."""

    WAITING = "waiting", "等候"
    READING = "reading", "正在读"
    CHECKED = "checked", "已体检"
    UNREADABLE = "unreadable", "读不了"


class CheckFile(models.Model):
    """One file of a visit; `position` counts from 1 in the order given."""

    kept_in_backup = False

    visit = models.ForeignKey(CheckVisit, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=FileState.choices, default=FileState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    infos = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["visit", "position"], name="portal_file_once_per_visit")]

    def __str__(self) -> str:
        return f"{self.visit_id}/{self.position}"

    @property
    def finished(self) -> bool:
        """Whether nothing more will happen to this file."""
        return self.state in (FileState.CHECKED, FileState.UNREADABLE)
