"""What the other report is to this one: last year's, another version, a sister agency's."""

from __future__ import annotations

from gongkai.annual.compare.model import KINDS, Kind
from gongkai.annual.report import AnnualReport


def kind_of(report: AnnualReport, other: AnnualReport) -> tuple[Kind, str]:
    """The kind and, in a Chinese sentence, why."""
    same = same_agency(report, other)
    years = (report.year, other.year)
    if same is None:
        return "other", "有一份报告没有读出机关名称，按一般对照处理。"
    if report.year is None or other.year is None:
        return "other", "有一份报告没有读出年份，按一般对照处理。"
    if same and years[0] == years[1]:
        return "corrected", f"机关相同，都是{report.year}年度，按同一份报告的两个版本比较。"
    if same and report.year == other.year + 1:
        return "last_year", f"机关相同，另一份是上一年（{other.year}年度）的，按年度比较。"
    if same and report.year == other.year - 1:
        return "other", f"机关相同，另一份是下一年（{other.year}年度）的：要看逐年变化，请把两份报告的次序对调。"
    if same:
        return "other", f"机关相同，两份相隔{abs(report.year - other.year)}年，按一般对照处理。"
    if years[0] == years[1]:
        return "sister", f"都是{report.year}年度，机关不同，按两个机关比较。"
    return "other", "机关和年份都不同，按一般对照处理。"


def settled(report: AnnualReport, other: AnnualReport, kind: Kind | None) -> tuple[Kind, str]:
    """The kind asked for, else the one the reports tell, and why. Raises ValueError for a kind that is none."""
    told, reason = kind_of(report, other)
    if kind is None:
        return told, reason
    if kind not in KINDS:
        raise ValueError(f"没有“{kind}”这种比较方式，可用的有：{'、'.join(KINDS)}")
    if kind == told:
        return kind, reason
    return kind, f"比较方式是指定的。从两份报告看：{reason}"


def same_agency(report: AnnualReport, other: AnnualReport) -> bool | None:
    """Whether both are one agency's; a shorter wording of the same name counts (甲乡人民政府, 乙县甲乡人民政府). None where a
    report names no agency."""
    from gongkai.annual.agencies import complete, split_places

    if not report.agency or not other.agency:
        return None
    a, b = sorted((complete(report.agency) or report.agency, complete(other.agency) or other.agency), key=len)
    if a == b:
        return True
    if not b.endswith(a):
        return False
    head = b[: -len(a)].removesuffix("人民政府")
    return sum(map(len, split_places(head))) == len(head)


def in_order(report: AnnualReport, other: AnnualReport) -> bool:
    """False where `other` is the same agency's report of a later year: then people mean the two the other way round."""
    return not (same_agency(report, other) and report.year is not None and other.year is not None and report.year < other.year)
