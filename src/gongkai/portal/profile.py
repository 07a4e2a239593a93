"""A county's own demands as a visitor's file: read by `annual.profiles`, after what a stranger's YAML may hide is ruled out."""

from __future__ import annotations

from collections.abc import Iterator
from re import _constants as codes  # type: ignore[attr-defined]  # the only parser of Python's own patterns
from re import _parser as patterns  # type: ignore[attr-defined]
from typing import Any

import yaml
from django.utils.translation import gettext as _

from gongkai.annual.profiles import ProfileError, parse_profile
from gongkai.portal import limits
from gongkai.portal.uploads import Uploaded, clean_name
from gongkai.records.base.errors import Refused

_LONGEST_PATTERN = 200
_CHOICES = 4
"""Repeats and alternatives in one pattern: each may double the work, so a stranger gets a few of them …"""
_ENDLESS = 1
"""… and one that runs on: two of them are slow on a long line, nested ones never end."""
_LONG_REPEAT = 20
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
_REFUSED = (codes.GROUPREF, codes.GROUPREF_EXISTS, codes.ASSERT, codes.ASSERT_NOT)


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
        found = parse_profile(text, clean_name(upload.name or ""))
    except ProfileError as error:
        raise Refused(_("“本地要求”没有读进去，还没有开始体检。%(why)s") % {"why": error}) from error
    for pattern in _patterns(found):
        if not _quick(pattern):
            raise Refused(
                _("“本地要求”里的正则表达式“%(pattern)s”太复杂，可能要算很久。请改为直接列出词语，或拆成几条简单的。")
                % {"pattern": f"/{pattern[:40]}/"}
            )
    return found


def _patterns(profile: dict[str, Any]) -> Iterator[str]:
    """The regular expressions of a profile: words between slashes."""
    for demand in profile["demands"]:
        for word in (*demand.get("any", ()), *demand.get("all", ())):
            if len(word) > 2 and word[0] == word[-1] == "/":
                yield word[1:-1]


def _quick(pattern: str) -> bool:
    """Whether the pattern is short of the shapes that take Python's matcher more than quadratic time."""
    if len(pattern) > _LONGEST_PATTERN:
        return False
    choices = endless = 0
    todo = [(patterns.parse(pattern), False)]
    while todo:
        part, repeated = todo.pop()
        for code, argument in part:
            if code in _REFUSED or (repeated and (code in _REPEATS or code is codes.BRANCH)):
                return False
            choices += code in _REPEATS or code is codes.BRANCH
            if code in _REPEATS:
                endless += argument[1] > _LONG_REPEAT
                todo.append((argument[2], True))
            elif code is codes.BRANCH:
                todo += [(branch, repeated) for branch in argument[1]]
            elif code is codes.SUBPATTERN:
                todo.append((argument[3], repeated))
            elif code is codes.ATOMIC_GROUP:
                todo.append((argument, repeated))
    return choices <= _CHOICES and endless <= _ENDLESS
