"""What the text cites: the regulation in force, the notice that rules its form, and their right names."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from gongkai.annual.check.context import Context
from gongkai.annual.check.findings import Say, Severity, rule
from gongkai.law import parameters

_CHANGE = re.compile(r"修订|修改|修正|废止|原《|原条例|旧《|旧条例|新《|新条例|新修订|替代|取代|施行前|不再|失效|历史|颁布以来")
_ORDER = re.compile(r"(?:国务院令?|国令|总理令|令)[^，。；《》\d]{0,6}?第?(\d{3})号")
_REGULATION = re.compile(r"信息公开条例|条例》|《条例|条例")
_NAMES = re.compile(r"《([^《》]{2,40})》")


@cache
def _orders() -> tuple[int, int, str, str]:
    """(number in force before 2019, number in force now, and both as they are cited)."""
    first = parameters.get("instrument.regulation", on=date(2018, 12, 31))
    now = parameters.get("instrument.regulation", on=date(2019, 12, 31))
    return int(re.sub(r"\D", "", first.number)), int(re.sub(r"\D", "", now.number)), first.number, now.number


@cache
def _notices() -> tuple[re.Pattern[str], re.Pattern[str], str, str, str]:
    """(how the first notice is cited, how the present one is, their numbers, the first one's title)."""
    first = parameters.for_year("annual_report.format_notice", 2020)
    now = parameters.for_year("annual_report.format_notice", 2021)
    return _citation(first.number), _citation(now.number), first.number, now.number, first.title


def _citation(number: str) -> re.Pattern[str]:
    """The pattern of a document number with any kind of brackets: 〔2019〕60号, [2019]60号, （2019）60号."""
    year, serial = re.findall(r"\d+", number)
    return re.compile(rf"[〔\[（【]{year}[〕\]）】]第?{serial}号")


@rule("outdated_law", Severity.ERROR, basis="条例（国务院令第711号）第五十六条：2019年5月15日起施行")
def the_regulation_is_the_one_in_force(context: Context, say: Say) -> None:
    """国务院令第492号 is not cited as the law in force from the report of 2019 on; it is right beside 711号 or where the text
    speaks of the change."""
    old, new, old_name, new_name = _orders()
    if str(old) not in context.text or (context.year is not None and context.year < 2019):
        return
    for sentence in context.sentences:
        match = (
            next((m for m in _ORDER.finditer(sentence.text) if int(m[1]) == old), None) if str(old) in sentence.text else None
        )
        if match is None or str(new) in sentence.text or _CHANGE.search(sentence.text):
            continue
        start = sentence.text.rfind("《", 0, match.start())
        quote = context.quote(sentence, start if 0 <= match.start() - start <= 30 else match.start(), match.end())
        say(
            sentence.where,
            f"“{quote}”引用的是已被修订的{old_name}。"
            f"2019年5月15日起施行的是{new_name}修订的《中华人民共和国政府信息公开条例》，请改为{new_name}。",
            expected=new_name,
            found=old_name,
            severity=Severity.INFO if context.year is None else None,
            quote=quote,
        )


@rule("outdated_notice", Severity.WARNING, basis="国办公开办函〔2021〕30号")
def the_notice_is_the_one_in_force(context: Context, say: Say) -> None:
    """A report of 2021 or later does not name the trial form of 2019 as its basis."""
    if context.year is None or context.year < 2021 or ("2019" not in context.text and "试行" not in context.text):
        return
    first, now, first_number, now_number, first_title = _notices()
    for sentence in context.sentences:
        text = sentence.text
        match = first.search(text) if "60号" in text else None
        if match is None and first_title in text:
            at = text.index(first_title)
            span = (at, at + len(first_title))
        elif match is not None:
            span = (
                max(0, match.start() - 6) if text[max(0, match.start() - 6) : match.start()].endswith("函") else match.start(),
                match.end(),
            )
        else:
            continue
        if now.search(text) or _CHANGE.search(text):
            continue
        quote = context.quote(sentence, *span)
        say(
            sentence.where,
            f"“{quote}”是 2019、2020 年度报告的格式。{context.year} 年度报告应依据{now_number}，请改正引用并核对格式。",
            expected=now_number,
            found=first_number,
            quote=quote,
        )


_PLACE = re.compile(r"^[\u4e00-\u9fff]{1,8}?(?:省|市|县|区|州|自治区|旗|盟)")
_NEAR_REGULATION = re.compile(
    r"^(?:中华人民共和国|国家|国务院)?(?:政府|政务)?信息公开(?:管理|工作|实施)?(?:条例|条列|条理|条侧|例|法|法规)$|"
    r"^(?:中华人民共和国)?政府信息(?:条例|公开条)$|^中华人民共和国政府信息公开(?:办法|规定|制度|管理办法)$"
)  # fmt: skip
_NEAR_FEE_RULE = re.compile(r"信息(?:公开)?[^《》]{0,6}处理费|处理费[^《》]{0,4}(?:办法|规定)")


@cache
def _fee_rule() -> str:
    title: str = parameters.for_year("instrument.fee_rule", 2021).title
    return title


@rule("law_name", Severity.WARNING, basis="国务院令第711号；国办函〔2020〕109号")
def laws_bear_their_names(context: Context, say: Say) -> None:
    """The regulation and the fee rule are called by their names, the regulation's order by its number. 《政府信息公开条例》 and
    《条例》 are good short names."""
    title: str = parameters.for_year("instrument.regulation", 2019).title
    short = title.removeprefix("中华人民共和国")
    old, new, _, new_name = _orders()
    said: set[str] = set()
    for sentence in context.sentences:
        text = sentence.text
        if "《" in text:
            for match in _NAMES.finditer(text):
                name = match[1]
                if name in (title, short, "条例") or name in said or _PLACE.match(name.removeprefix("中华人民共和国")):
                    continue
                if _NEAR_REGULATION.match(name):
                    right = title
                elif _NEAR_FEE_RULE.search(name) and _fee_rule() not in name and "通知" not in name and not _PLACE.match(name):
                    right = _fee_rule()
                else:
                    continue
                said.add(name)
                quote = context.quote(sentence, *match.span())
                say(
                    sentence.where,
                    f"“{quote}”名称有误，应为《{right}》。请改正。",
                    expected=f"《{right}》",
                    found=f"《{name}》",
                    quote=quote,
                )
        if "令" in text and "条例" in text:
            for match in _ORDER.finditer(text):
                number = int(match[1])
                near = text[max(0, match.start() - 16) : match.start()]
                if number in (old, new) or not re.search(r"信息公开条例》?[^《》]{0,6}$", near):
                    continue
                quote = context.quote(sentence, *match.span())
                say(
                    sentence.where,
                    f"“{quote}”文号有误，《{title}》是{new_name}。请改正。",
                    expected=new_name,
                    found=quote,
                    quote=quote,
                )
