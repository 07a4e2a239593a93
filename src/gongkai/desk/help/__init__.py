"""Help in the product: one page a topic, written in Markdown beside this file, shown next to the screen it is about."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(__file__).resolve().parent
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LINK = re.compile(r"\[([^\]]+)\]\((/[^)\s]*)\)")


@cache
def topics() -> dict[str, str]:
    """Topic → its title, in the order of the files' names without their leading number."""
    found = {}
    for path in sorted(FOLDER.glob("*.md")):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        found[_topic(path)] = first.lstrip("# ").strip()
    return found


@cache
def text(topic: str) -> SafeString:
    """The page of a topic as HTML. KeyError for a topic that is none."""
    path = next((path for path in FOLDER.glob("*.md") if _topic(path) == topic), None)
    if path is None:
        raise KeyError(topic)
    return as_html(path.read_text(encoding="utf-8"))


def as_html(markdown: str) -> SafeString:
    """Headings, paragraphs, lists, bold and links within the site; everything else is text."""
    out: list[str] = []
    open_list = ""
    for block in re.split(r"\n\s*\n", markdown.strip()):
        lines = block.splitlines()
        marker = "ol" if re.match(r"\d+\. ", lines[0]) else "ul" if lines[0].startswith("- ") else ""
        if heading := re.match(r"(#{1,3}) (.+)", lines[0]):
            out.append(f"<h{len(heading[1])}>{_inline(heading[2])}</h{len(heading[1])}>")
            lines = lines[1:]
            if lines:
                out.append(f"<p>{_inline(' '.join(lines))}</p>")
            continue
        if marker:
            open_list = marker
            items = re.split(r"^(?:- |\d+\. )", block, flags=re.M)[1:]
            out.append(f"<{open_list}>" + "".join(f"<li>{_inline(item.strip())}</li>" for item in items) + f"</{open_list}>")
            continue
        out.append(f"<p>{_inline(''.join(line.strip() for line in lines))}</p>")
    return mark_safe("\n".join(out))


def _inline(words: str) -> str:
    return _LINK.sub(r'<a href="\2">\1</a>', _BOLD.sub(r"<strong>\1</strong>", escape(words)))


def _topic(path: Path) -> str:
    return re.sub(r"^\d+_", "", path.stem)
