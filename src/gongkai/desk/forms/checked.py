"""What was checked on one page and is confirmed on the next: carried by the page, signed, for one person and a while."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.utils.translation import gettext

from gongkai.desk.here import DeskRequest
from gongkai.records.base.errors import Refused

SECONDS = 3600


def seal(request: DeskRequest, what: str, found: dict[str, Any]) -> str:
    """`found` (plain JSON) as text for a hidden field of the page. `what` names the act it is for."""
    return signing.dumps({"user": str(request.here.user.pk), "found": found}, salt=f"gongkai.desk.{what}", compress=True)


def unseal(request: DeskRequest, what: str, text: str, seconds: int = SECONDS) -> dict[str, Any]:
    """What `seal` was given. Refused(plan_expired) when it is too old, damaged or for another act, Refused(plan_of_another)
    when somebody else checked it."""
    try:
        sealed = signing.loads(text, salt=f"gongkai.desk.{what}", max_age=seconds)
    except signing.BadSignature:
        raise Refused(gettext("检查结果已过期或不完整，请重新选择文件。"), "plan_expired") from None
    if sealed["user"] != str(request.here.user.pk):
        raise Refused(gettext("这是别人检查的文件，请重新选择文件。"), "plan_of_another")
    found: dict[str, Any] = sealed["found"]
    return found
