"""A county's own demands as a visitor's file: read by `annual.profiles`, after what a stranger's YAML may hide is ruled out."""

from __future__ import annotations

from typing import Any

import yaml
from django.utils.translation import gettext as _

from gongkai.annual.profiles import ProfileError, parse_profile
from gongkai.portal import limits
from gongkai.portal.uploads import Uploaded, clean_name
from gongkai.records.base.errors import Refused


def read(upload: Uploaded) -> dict[str, Any]:
    """The profile in this upload. Raises Refused where it is none."""
    if (upload.size or 0) > limits.PROFILE_BYTES:
        raise Refused(_("“本地要求”文件过大，请确认选对了文件。"))
    upload.seek(0)
    try:
        text = upload.read().decode("utf-8-sig")
        # A list of demands has no use for aliases; a hostile file makes gigabytes of them.
        aliases = any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise Refused(_("“本地要求”文件不是正确的 YAML 文本（UTF-8 编码），请对照范例检查缩进和引号。")) from error
    if aliases:
        raise Refused(_("“本地要求”文件里有 YAML 引用（*），请改为直接写出内容。"))
    try:
        return parse_profile(text, clean_name(upload.name or ""))
    except ProfileError as error:
        raise Refused(str(error)) from error
