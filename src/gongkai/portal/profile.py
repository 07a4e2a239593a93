"""A county's profile of local demands as a visitor's file: YAML or JSON, a mapping."""

from __future__ import annotations

from typing import Any

import yaml
from django.utils.translation import gettext as _

from gongkai.portal import limits
from gongkai.portal.uploads import Uploaded
from gongkai.records.base.errors import Refused


class _WithoutAliases(yaml.SafeLoader):
    """A profile has no use for aliases; a hostile file makes gigabytes of them."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("alias")
        return super().compose_node(parent, index)


def read(upload: Uploaded) -> dict[str, Any]:
    """The profile in this upload. Raises Refused where it is none."""
    if (upload.size or 0) > limits.PROFILE_BYTES:
        raise Refused(_("“本地要求”文件过大，请确认选对了文件。"))
    upload.seek(0)
    try:
        data = yaml.load(upload.read().decode("utf-8-sig"), Loader=_WithoutAliases)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise Refused(_("“本地要求”文件不是 YAML 或 JSON 文本，请按说明重新填写。")) from error
    if not isinstance(data, dict):
        raise Refused(_("“本地要求”文件的内容不对：应为“名称：值”的清单，请按说明重新填写。"))
    return {str(key): value for key, value in data.items()}
