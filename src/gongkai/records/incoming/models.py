"""Doors (the address behind a village's QR code) and the items that come in through them."""

from __future__ import annotations

from django.db import models

from gongkai.records.agencies.models import Agency, Held
from gongkai.records.base.files.models import StoredFile
from gongkai.records.base.record import Record


class Door(Record, Held):
    """The address a village or inner unit sends through. Its token hangs on a wall and opens nothing but the way in; a new
    door closes the old one."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="doors", verbose_name="单位")
    token = models.CharField(max_length=43, unique=True)

    class Meta:
        verbose_name = "扫码入口"
        ordering = ["since", "id"]


class IncomingState(models.TextChoices):
    """What became of an item."""

    NEW = "new", "待处理"
    TAKEN = "taken", "已采用"
    DECLINED = "declined", "未采用"


class IncomingItem(Record):
    """Something a village sent: what it is about, where it was put up, photos. Internal until an officer uses it."""

    door = models.ForeignKey(Door, on_delete=models.PROTECT, related_name="items")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="incoming", verbose_name="来自")
    about = models.CharField("公开内容", max_length=200)
    place = models.CharField("公开地点或说明", max_length=200, blank=True)
    received_at = models.DateTimeField("收到时间")
    state = models.CharField("状态", max_length=10, choices=IncomingState.choices, default=IncomingState.NEW)
    answer = models.CharField("处理意见", max_length=200, blank=True)

    class Meta:
        verbose_name = "来件"
        ordering = ["-received_at", "id"]
        indexes = [models.Index(fields=["agency", "state"], name="incoming_of_agency")]

    def __str__(self) -> str:
        return self.about


class IncomingPhoto(models.Model):
    """A photo of an item, in the order sent."""

    item = models.ForeignKey(IncomingItem, on_delete=models.PROTECT, related_name="photos")
    position = models.PositiveIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "照片"
        ordering = ["item", "position"]
        constraints = [models.UniqueConstraint(fields=["item", "position"], name="incoming_one_photo_a_position")]
