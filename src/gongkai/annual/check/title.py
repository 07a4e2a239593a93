"""The title: “××（机关）××××年政府信息公开工作年度报告”."""

from __future__ import annotations

import re

from gongkai.annual.check.context import Context
from gongkai.annual.check.findings import Say, Severity, rule
from gongkai.annual.check.official import BASIS_FORMS
from gongkai.annual.forms import form_for_year

_BASIS = f"{BASIS_FORMS} 标题"
_YEAR = re.compile(r"(?:19|20)\d\d|二[〇○零O0][〇○零O0一二三四五六七八九]{2}")
_OFFICIAL = "政府信息公开工作年度报告"
_DOUBLE_YEAR = re.compile(r"(?:19|20)\d\d年度.*(年度)报告")


@rule("title_error", Severity.WARNING, basis=_BASIS)
def title_has_all_its_parts(context: Context, say: Say) -> None:
    """Agency, year, and 政府信息公开工作年度报告. A missing 工作 or 年报 for 年度报告 is a matter of form only."""
    if context.year is not None and form_for_year(context.year) is None:
        return
    title = context.title.text.replace("\n", "")
    if not title:
        if context.form is not None:
            say("title", f"没有找到标题。请在文首写明“××（机关）××××年{_OFFICIAL}”。", expected=_expected(context))
        return
    year = _YEAR.search(title)
    if _OFFICIAL not in title:
        missing = [
            word for word in ("政府信息", "公开", "报告") if word not in title and not (word == "报告" and "年报" in title)
        ]
        if missing:
            words = "、".join(f"“{word}”" for word in missing)
            say("title", f"标题“{title}”缺少{words}。请改为“{_expected(context)}”。", expected=_expected(context), found=title)
        elif not _in_two_parts(title):
            say(
                "title",
                f"标题“{title}”与规定的名称不同。请改为“{_expected(context)}”。",
                expected=_expected(context),
                found=title,
                severity=Severity.INFO,
            )
    if year is None:
        say("title", f"标题“{title}”没有写年份。请改为“{_expected(context)}”。", expected=_expected(context), found=title)
    elif year.start() == 0 and title.find("年") < title.find("政府信息") <= year.end() + 3:
        say(
            "title",
            f"标题“{title}”没有写机关名称。请改为“{_expected(context)}”。",
            expected=_expected(context),
            found=title,
            severity=Severity.INFO,
        )


def _in_two_parts(title: str) -> bool:
    """政府信息公开工作2023年年度报告: all words are there, with the year between them."""
    head, _, tail = title.partition("政府信息公开工作")
    return bool(head is not None and tail and "年度报告" in tail)


def _expected(context: Context) -> str:
    return f"{context.report.agency or '××（机关）'}{context.year or '××××'}年{_OFFICIAL}"


@rule("title_split", Severity.INFO, basis=_BASIS)
def title_is_on_one_line(context: Context, say: Say) -> None:
    """The title is torn inside a word or into too many lines."""
    for note in context.report.notes:
        if note.code == "title_split":
            lines = (note.found or "").replace("\n", "／")
            say("title", f"标题断成几行：{lines}。请排在一行；过长时在机关名称之后换行。", found=note.found)


@rule("duplicated_words", Severity.INFO, basis=_BASIS)
def title_says_year_once(context: Context, say: Say) -> None:
    """2023年度…年度报告: 年度 stands twice."""
    title = context.title.text.replace("\n", "")
    if _DOUBLE_YEAR.search(title):
        say(
            "title",
            f"标题“{title}”里“年度”写了两次。规范的写法是“{_expected(context)}”。",
            expected=_expected(context),
            found=title,
        )
