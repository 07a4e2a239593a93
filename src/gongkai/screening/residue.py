"""Residue of editing: what Word, Markdown, templates and unfilled blanks leave in a text.

Each kind has literal marks, looked for first: on a clean text the patterns themselves hardly ever run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.screening.spans import Span


@dataclass(frozen=True, slots=True)
class _Residue:
    kind: str
    marks: tuple[str, ...]
    pattern: re.Pattern[str]


_WORD = _Residue(
    "word_residue",
    (
        "[bookmark", "_GoBack", "_Toc", "_Ref", "错误!", "错误！", "Error!", "HYPERLINK", "MERGEFORMAT", "PAGEREF",
        "MERGEFIELD", "FORMTEXT", "EMBED", "[if", "[endif", "mso-", "Normal ", "\x13", "\x14", "\x15", "[pic", "[image",
        "[embedded", "<", "&",
    ),
    re.compile(
        r"\[bookmark:[^\]\n]{0,60}\]|_GoBack\b|_Toc\d{3,}|_Ref\d{3,}|"
        r"错误[!！]\s?(?:未找到引用源|未定义书签|超链接引用无效|文档中没有指定样式的文字|不能识别的开关参数)[。.]?|"
        r"Error! (?:Reference source not found|Bookmark not defined|Hyperlink reference not valid)\.?|"
        r"HYPERLINK\s*(?:\\l\s*)?[\"“][^\"”\n]{0,200}[\"”]?|\\\*\s*MERGEFORMAT|PAGEREF\s+_\w+|MERGEFIELD\s+\w+|FORMTEXT\b|"
        r"EMBED\s+\w+\.\w+(?:\.\d+)?|<!--\[if[^\]\n]{0,40}\]|<!\[endif\]-->|\[endif\]|mso-[a-z-]{1,60}\s{0,9}:|Normal\s+0\s+(?:false|7\.8)|"
        r"[\x13\x14\x15]|\[(?:pic|image|embedded)[^\]\n]{0,40}\]|"
        r"</?(?:p|br|span|div|strong|font|td|tr|table|o:p)(?:\s[^>\n]{0,200})?/?>|"
        r"&(?:nbsp|ldquo|rdquo|lsquo|rsquo|mdash|hellip|amp|lt|gt|#\d{2,5});"
    ),
)  # fmt: skip
_MARKDOWN = _Residue(
    "markdown_residue",
    ("**", "#", "```", "](", "---", "~~", "__"),
    re.compile(
        # Two asterisks also mask names (张**、李**): a bold run begins before a word and ends after one.
        r"(?<!\*)\*\*(?![\s*、，。；：,;:）)])[^*\n]{1,300}?(?<![\s、])\*\*(?!\*)|"
        r"^[ \t]{0,3}#{1,6}[ \t]+(?=\S)|^[ \t]{0,3}#{2,6}(?=[^\s#\d])|^[ \t]*```\w*|"
        r"!?\[[^\]\n]{1,80}\]\((?:https?:|/|#)[^)\s]{0,300}\)|"
        r"^[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+[ \t]*(?::?-{3,}:?)?[ \t]*$|"
        r"(?<!~)~~[^~\n]{1,80}~~(?!~)|(?<!_)__[一-鿿][^_\n]{0,80}__(?!_)",
        re.MULTILINE,
    ),
)
_TEMPLATE = _Residue(
    "template_residue",
    ("{{", "{%", "${", "报模板", "报范文", "报样表", "报告模板", "报告范文"),
    re.compile(r"\{\{[^}\n]{0,60}\}\}|\{%[^%\n]{0,60}%\}|\$\{[^}\n]{0,60}\}|年(?:度报告|报)(?:模板|范文|样表)"),
)
_BLANK = _Residue(
    "placeholder",
    (
        "×",
        "╳",
        "✕",
        "✖",
        "XX",
        "xx",
        "ＸＸ",
        "ｘｘ",
        "○",
        "◯",
        "●●",
        "□□",
        "■■",
        "△",
        "▲",
        "___",
        "＿＿",
        "???",
        "？？？",
        "TODO",
        "TBD",
    ),
    re.compile(
        r"[×╳✕✖]{2,}|[×╳✕✖](?=[年月日乡镇县市区村局条件])|(?<![0-9A-Za-zＸｘ])(?:[XＸ]{2,}|[xｘ]{2,})(?![0-9A-Za-zＸｘ])|"
        r"[○◯●□■△▲]{2,}|_{3,}|＿{2,}|(?<=[一-鿿\d])[?？]{3,}|(?<![A-Za-z])(?:TODO|TBD)(?![A-Za-z])"
    ),
)
_EMPTY_DATE = _Residue("placeholder", ("年  ", "月  ", "年　　", "月　　"), re.compile(r"[年月][ 　]{2,}(?=[月日])"))
_BRACKETS = re.compile(r"[（(【\[〔]([^（(【\[〔）)】\]〕\n]{1,80})[）)】\]〕]")
_TO_FILL = re.compile(
    r"(?:此处|在此|请在此|请|由?各单位)(?:填写|填入|填报|填列|输入|插入|补充|写明|简述|概述).*|填写|填入|待补充?|待填写?|待定|待核实?|待完善|待更新|"
    r"(?:行政机关名称|单位名称|机关名称|本?单位全称|部门名称|机构名称|单位|年份|年度|数字|数量|日期|姓名|联系电话|某某)"
)
_GUIDANCE = re.compile(
    r"(?:此处|由?各?单位)?(?:文字描述|文字说明|具体描述|具体说明|简要描述|填报说明|填写说明|示例|样例|范例|模板|样表).*|"
    r".*(?:请自行|请根据实际|请据实|如有请|没有请填|如无请填|不少于\d+字|不超过\d+字|\d+字以内|字数控制|仅供参考|删除此|此段可删|可删除).*"
)
_MASKED_NAME = re.compile(r"(?:申请人|当事人|原告|上诉人|第三人)[一-鿿]?$")
_MASKED_LOOK_BACK = 5


def find_residue(text: str) -> list[Span]:
    """Residue in a text, in order. Kinds: word_residue, markdown_residue, template_residue, placeholder."""
    found: list[Span] = []
    for residue in (_WORD, _MARKDOWN, _TEMPLATE, _BLANK, _EMPTY_DATE):
        if any(mark in text for mark in residue.marks):
            found += [Span(m.start(), m.end(), residue.kind, m.group(), "") for m in residue.pattern.finditer(text)]
    for match in _BRACKETS.finditer(text):
        words = match[1].strip()
        kind = "template_residue" if _GUIDANCE.fullmatch(words) else "placeholder" if _TO_FILL.fullmatch(words) else None
        if kind:
            found.append(Span(match.start(), match.end(), kind, match.group(), ""))
    if not found:
        return found
    found = [s for s in found if s.kind != "placeholder" or not _is_masked_name(text, s.start)]
    found.sort(key=lambda s: s.start)
    return found


def _is_masked_name(text: str, start: int) -> bool:
    """申请人张××: the crosses hide a name, as they should."""
    return _MASKED_NAME.search(text[max(0, start - _MASKED_LOOK_BACK) : start]) is not None
