"""What a comparison says in words: the names of the two sides, how numbers changed, what stands in the summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from gongkai.annual.check.official import row_name
from gongkai.annual.compare.model import CellPair, Comparison, FigurePair, ParagraphPair, Side, State, TablePair
from gongkai.annual.forms import FORMS, form
from gongkai.annual.report import ABSENT_MARK, Number
from gongkai.annual.write.plan import printed_number

CHANGES = {
    "same": "相同",
    "marks": "只改标点、空格",
    "numbers": "只改年份、数字",
    "changed": "改写",
    "new": "新增",
    "gone": "删去",
}
"""What became of a paragraph."""
_BESIDE = {
    "same": "相同",
    "marks": "只有标点、空格不同",
    "numbers": "只有数字不同",
    "changed": "措辞不同",
    "new": "本机关独有",
    "gone": "对方独有",
}
"""The same between two agencies, where nothing became of anything."""
MOVED = "移动"
KINDS = {"last_year": "与上年比较", "corrected": "两个版本比较", "sister": "与其他机关比较", "other": "两份报告对照"}
BLANK = "空白"
MINUS = "−"


@dataclass(frozen=True, slots=True)
class Names:
    """What the two reports are called: short, for table heads."""

    this: str
    other: str


@dataclass(slots=True)
class Story:
    """The summary: sentences, and the main cells by what became of them."""

    sentences: list[str]
    grew: list[CellPair] = field(default_factory=list)
    fell: list[CellPair] = field(default_factory=list)
    appeared: list[CellPair] = field(default_factory=list)
    vanished: list[CellPair] = field(default_factory=list)


def names(comparison: Comparison) -> Names:
    """By year where the years differ, by agency where the agencies do, else by version."""
    a, b = comparison.this, comparison.other
    if comparison.kind == "corrected":
        return Names("本版", "另一版")
    if a.year and b.year and a.year != b.year and (a.agency == b.agency or comparison.kind == "last_year"):
        return Names(f"{a.year}年", f"{b.year}年")
    if a.agency and b.agency and a.agency != b.agency:
        one, two = _short(a.agency), _short(b.agency)
        if one == two:
            one, two = a.agency, b.agency
        return Names(one, two) if a.year == b.year else Names(f"{one}{_year(a)}", f"{two}{_year(b)}")
    return Names("本报告", "另一份")


def _short(agency: str) -> str:
    """The innermost place, or the agency without its places."""
    from gongkai.annual.agencies import split_places

    places = split_places(agency)
    rest = agency[sum(map(len, places)) :]
    return places[-1] if places and rest in ("", "人民政府", "办事处") else rest or agency


def _year(side: Side) -> str:
    return f"{side.year}年" if side.year else ""


def title_of(side: Side) -> str:
    """The title as printed on one line; the file's name where there is none."""
    return (side.title or "").replace("\n", "") or side.agency or side.file or "未读出标题的报告"


def shown(value: Number | None, state: State) -> str:
    """A value as the outputs print it: the number, “空白”, or the mark of a cell that is not there."""
    return ABSENT_MARK if state == "absent" else BLANK if value is None else printed_number(value)


def beside(pair: CellPair, value: Number | None, state: State) -> str:
    """The same in a list of what only one form has: the other form's side is a dash, nothing is missing there."""
    return "—" if state == "absent" and pair.change == "not_comparable" else shown(value, state)


def signed(value: Number | None) -> str:
    """A difference with its sign: +3, −3; 0 without."""
    if value is None:
        return ""
    return f"{'+' if value > 0 else MINUS if value < 0 else ''}{printed_number(abs(value))}"


def percent(value: float | None) -> str:
    """A growth: +3.7%, −12%."""
    return "" if value is None else f"{signed(value)}%"


def share(value: float | None) -> str:
    """A share of words: 13%; less than one half of a percent but not nothing is told so."""
    if value is None:
        return "—"
    return "不足1%" if 0 < value < 0.005 else f"{round(value * 100)}%"


def steps(pair: CellPair | FigurePair) -> list[str]:
    """How a number changed, piece by piece: “+3”, “+3.7%”; 持平 where it did not."""
    if pair.difference is None:
        return []
    return list(filter(None, [signed(pair.difference), percent(pair.growth)])) if pair.difference else ["持平"]


def became(pair: CellPair | FigurePair) -> str:
    """How a number changed, in a few characters: “+3（+3.7%）”."""
    first, *more = steps(pair) or [""]
    return first + (f"（{more[0]}）" if more else "")


def remark(pair: CellPair) -> str:
    """What must be said of a cell besides its numbers."""
    words = {
        "filled": "另一份是空白",
        "emptied": "本报告是空白",
        "new": "另一份没有这一格",
        "gone": "本报告没有这一格",
    }.get(pair.change, "")
    return "；".join(filter(None, [words, (pair.note or "").rstrip("。")]))


def now(pair: CellPair) -> str:
    """The report's value with the unit of its money."""
    return shown(pair.value, pair.state) + (pair.unit or "" if pair.value is not None else "")


def then(pair: CellPair) -> str:
    """The other's value, in the report's unit where it was converted."""
    own = pair.other_unit if pair.other_converted is None else pair.unit
    return shown(pair.comparable, pair.other_state) + (own or "" if pair.other_value is not None else "")


def is_money(pair: CellPair) -> bool:
    """Whether the cell is an amount of money in either form."""
    table, row, column = pair.where.partition("+")[0].split(".")
    found = (form(name).tables[table].row(row) for name in FORMS)
    return any(known and (cell := known.column(column)) and cell.value == "money" for known in found)


def sum_column(table: str) -> str | None:
    """The column of a table that is the sum of the others in its row; None where it has none."""
    for identity in form(FORMS[-1]).tables[table].identities:
        if identity.scope == "row" and len(identity.right) == 1 and len(identity.left) > 1 and not identity.rows:
            return identity.right[0]
    return None


def main_cells(table: TablePair, every: bool = False) -> Iterator[CellPair]:
    """The cells people compare first: of tables 三 and 四 the totals, of 表二 all; every cell if asked for."""
    total = None if every else sum_column(table.key)
    for cell in table.cells:
        if total is None or cell.where.rpartition(".")[2] == total:
            yield cell


def short_path(cell: CellPair) -> str:
    """A main cell's name without what all of its table share: “（一）予以公开”, “行政许可·本年处理决定数量”."""
    table, row, column = cell.where.rpartition("+")[2].split(".")
    parts = cell.path.split("·")[1:]
    if column == sum_column(table) and "+" not in cell.where:
        return row_name(table, row)
    return "·".join(parts[:-1] if column == sum_column(table) else parts)


def story(comparison: Comparison) -> Story:
    """The summary of a comparison. Of two versions every cell counts, of other reports the main ones."""
    told = Story(list(_sentences(comparison)))
    for table in comparison.tables:
        for cell in main_cells(table, comparison.kind == "corrected"):
            if cell.change == "not_comparable":
                continue
            now, then = cell.value or 0, cell.comparable or 0
            if cell.difference is None and cell.state != cell.other_state and (now or then):
                (told.appeared if now else told.vanished).append(cell)
            elif cell.difference and cell.growth is None and not then:
                told.appeared.append(cell)
            elif cell.difference and not now and cell.growth is not None:
                told.vanished.append(cell)
            elif cell.difference:
                (told.grew if cell.difference > 0 else told.fell).append(cell)
    return told


def _sentences(comparison: Comparison) -> Iterator[str]:
    if comparison.equal:
        yield "两份报告的数据和文字完全相同。"
        return
    yield from _about_cells(comparison)
    if comparison.checks:
        yield _about_years(comparison)
    yield from _about_text(comparison)


def groups(comparison: Comparison) -> list[tuple[str, list[CellPair]]]:
    """The main cells that differ, under their headings; headings without cells are left out."""
    found = story(comparison)
    name = names(comparison)
    titles = ("增加", "减少", "从无到有", "不再有")
    if comparison.kind == "sister":
        titles = (f"多于{name.other}", f"少于{name.other}", f"只有{name.this}有", f"只有{name.other}有")
    lists = (found.grew, found.fell, found.appeared, found.vanished)
    return [(title, cells) for title, cells in zip(titles, lists, strict=True) if cells]


def _about_cells(comparison: Comparison) -> Iterator[str]:
    cells = [cell for table in comparison.tables for cell in table.cells]
    if not cells:
        return
    count = Counter(cell.change for cell in cells)
    other = names(comparison).other
    sister = comparison.kind == "sister"
    told = (
        (sum((cell.difference or 0) > 0 for cell in cells), f"多于{other}" if sister else "增加"),
        (sum((cell.difference or 0) < 0 for cell in cells), f"少于{other}" if sister else "减少"),
        (count["filled"], f"{other}是空白" if sister else "由空白填为数字"),
        (count["emptied"], "本报告是空白" if sister else "由数字变为空白"),
        (count["new"], "是另一份没有的"),
        (count["gone"], "是本报告没有的"),
    )
    found = "，".join(f"{number}格{words}" for number, words in told if number)
    comparable = len(cells) - count["not_comparable"]
    yield f"三张表共{comparable}格可以比较，" + (f"其中{found}。" if found else "全部相同。")
    if count["not_comparable"]:
        yield f"另有{count['not_comparable']}格只在一份报告的格式里有，不比较。"


def _about_years(comparison: Comparison) -> str:
    wrong = [check for check in comparison.checks if check.holds is False]
    open_ = [check for check in comparison.checks if check.holds is None]
    held = len(comparison.checks) - len(wrong) - len(open_)
    parts = [
        f"{held}项相符" if held else "",
        f"{len(wrong)}项不符" if wrong else "",
        f"{len(open_)}项无法核对" if open_ else "",
    ]
    return f"与上年的衔接核对{len(comparison.checks)}项：{'，'.join(filter(None, parts))}。"


def _about_text(comparison: Comparison) -> Iterator[str]:
    if comparison.share is not None:
        left_out = "（地名和机关名称不计）" if comparison.left_out else ""
        alike = "，已达到雷同的程度，请按本年本机关的实际工作重写" if comparison.alike else ""
        yield f"第一至第六部分的文字{left_out}有{share(comparison.share)}与{names(comparison).other}的相同{alike}。"
    paragraphs = [p for section in comparison.sections for p in section.paragraphs]
    count = Counter(p.change for p in paragraphs)
    moved = sum(p.moved for p in paragraphs)
    words = _BESIDE if comparison.kind == "sister" else CHANGES
    parts = [f"{name}{count[key]}段" for key, name in words.items() if count[key]]  # type: ignore[index]
    if parts:
        yield f"逐段看：{'，'.join(parts)}" + (f"（其中{moved}段换了位置）" if moved else "") + "。"


def paragraph_words(pair: ParagraphPair, comparison: Comparison) -> str:
    """What became of a paragraph: “改写”, “相同，移动（原在第五部分）”."""
    words = (_BESIDE if comparison.kind == "sister" else CHANGES)[pair.change]
    if not pair.moved:
        return words
    from gongkai.annual.check.output import place

    where = pair.other_section
    name = place(where if where in ("intro", "end") else f"section{where}") if where else ""
    return f"{words}，{'位置不同' if comparison.kind == 'sister' else MOVED}" + (f"（原在{name}）" if name else "")
