"""Which boxes of a web page are the article and which are its frame: menus, side columns, footers.

Knows how pages are built, not what they are about. When unsure a box stays: a stray menu line is harmless, a lost
table is not.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from gongkai.documents.model import Block, Grid, Paragraph

if TYPE_CHECKING:
    from gongkai.documents.html_lists import Numbering

_FRAME_NAMES = re.compile(
    r"(?:^|[\s_\-\d])(?:top|main|left|right|page|site|sub|side|global|web|g|m|l|r|u)?[_\-]?"
    r"(?:nav|navs|navbar|navigation|menu|menus|foot|footer|bottom|sidebar|sidenav|aside|crumb|crumbs|breadcrumb|breadcrumbs|"
    r"bread|share|bdsharebuttonbox|toolbar|tools|search|searchbox|login|related|relate|recommend|friendlink|friendlinks|links|"
    r"copyright|qrcode|ewm|erweima|dqwz|position|location|weizhi|daohang|banquan|pager|pagination|contentinfo|complementary)"
    r"(?:$|[\s_\-\d]|bar|box|list|wrap|con|nav|left|right|top)",
    re.I,
)
_HEADER_NAMES = re.compile(r"(?:^|[\s_\-\d])(?:head|header|topbar|banner|logo)(?:$|[\s_\-\d]|er|box|wrap|con)", re.I)
_FRAME_TAGS = {"nav", "footer", "aside"}
_IMPRINT = re.compile(r"ICP备|公安?网安备|公网安备|网站标识码|版权所有|技术支持[:：]|建议使用.{0,20}浏览器|Copyright", re.I)
_IMPRINT_WORDS = ("备", "网站标识码", "版权所有", "技术支持", "建议使用")
"""One of them, or "copyright", stands in every imprint: looking for words costs less than the pattern."""
_COMMON_NAMES = 100
_ARTICLE_SHARE = 0.4
_HINTED_SHARE = 0.25
_IMPRINT_LENGTH = 800


class Region:
    """A box of the page: blocks and boxes in order, with the characters directly in it."""

    __slots__ = ("chars", "items", "links", "names", "numbering", "parent", "rows", "tag", "total", "total_links")

    def __init__(self, tag: str, names: str, parent: Region | None) -> None:
        self.tag = tag
        self.names = names
        self.parent = parent
        self.items: list[Block | Region] = []
        self.chars = 0
        """Characters of the blocks directly in this box, cells included."""
        self.links = 0
        """Those of them that are links."""
        self.numbering: Numbering | None = None
        self.total = self.total_links = self.rows = 0

    @property
    def words(self) -> int:
        """Characters that are no links, boxes inside included."""
        return self.total - self.total_links


def article(root: Region) -> list[Block]:
    """The blocks of the article in reading order: all boxes but those recognised as the page's frame."""
    regions = _measure(root)
    if len(regions) == 1:
        return flatten(root)
    core = _core(root)
    inside_core = _inside(core)
    left_out = {id(r) for r in regions if r is not root and _is_frame(r, root, id(r) in inside_core)}
    # a box that is left out takes its boxes along; the core and everything around it must stay
    around: Region | None = core
    while around is not None:
        left_out.discard(id(around))
        around = around.parent
    return flatten(root, left_out)


def flatten(root: Region, left_out: set[int] | None = None) -> list[Block]:
    """All blocks below a box in order, without the boxes in `left_out` (ids)."""
    out: list[Block] = []
    pending: list[Block | Region] = [root]
    while pending:
        item = pending.pop()
        if isinstance(item, Region):
            if not left_out or id(item) not in left_out:
                pending.extend(reversed(item.items))
        else:
            out.append(item)
    return out


def _measure(root: Region) -> list[Region]:
    """All boxes, parents first, their totals filled in."""
    order = [root]
    for region in order:
        order.extend(item for item in region.items if isinstance(item, Region))
    for region in reversed(order):
        region.total += region.chars
        region.total_links += region.links
        region.rows += sum(item.n_rows for item in region.items if isinstance(item, Grid))
        if region.parent is not None:
            region.parent.total += region.total
            region.parent.total_links += region.total_links
            region.parent.rows += region.rows
    return order


def _core(root: Region) -> Region:
    """The smallest box that still holds most of the page's words."""
    region = root
    need = root.words * 0.6
    while True:
        biggest = max((i for i in region.items if isinstance(i, Region)), key=lambda r: r.words, default=None)
        if biggest is None or biggest.words < need or not biggest.words:
            return region
        region = biggest


def _inside(core: Region) -> set[int]:
    out = {id(core)}
    pending = [core]
    while pending:
        for item in pending.pop().items:
            if isinstance(item, Region):
                out.add(id(item))
                pending.append(item)
    return out


def _is_frame(region: Region, root: Region, in_core: bool) -> bool:
    """Whether a box is part of the page's frame. Inside the core only boxes made of links or named a menu are."""
    if not region.total:
        return False
    share = region.words / max(root.words, 1)
    if share > _ARTICLE_SHARE:
        return False
    density = region.total_links / region.total
    table = region.rows >= 4 and density < 0.5
    if region.total <= _IMPRINT_LENGTH and not region.rows and _is_imprint(region):
        return True
    frame_name, header_name = (_known_hints if len(region.names) < _COMMON_NAMES else _hints)(region.names)
    hinted = region.tag in _FRAME_TAGS or frame_name
    header = region.tag == "header" or (not hinted and header_name)
    if in_core:
        return (hinted or header) and density > 0.5 and not table
    if hinted:
        return share < _HINTED_SHARE and not table
    if header:
        return density > 0.3 and not table
    return density >= 0.6


def _hints(names: str) -> tuple[bool, bool]:
    """Whether the names of a box are those of the page's frame, and of its head."""
    return _FRAME_NAMES.search(names) is not None, _HEADER_NAMES.search(names) is not None


_known_hints = lru_cache(maxsize=4096)(_hints)
"""A site's pages all have the same boxes."""


def _is_imprint(region: Region) -> bool:
    """Who runs the site, its record numbers, its copyright."""
    text = "\n".join([b.text for b in flatten(region) if isinstance(b, Paragraph)])
    if not any(word in text for word in _IMPRINT_WORDS) and "copyright" not in text.lower():
        return False
    found = {m.group(0)[:4].lower() for m in _IMPRINT.finditer(text)}
    return bool(found) and (len(found) >= 2 or len(text) < 200)
