"""The made-up county's reports as files to drop: thirty agencies, and what goes wrong when they hand in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import tests.generator.layouts  # noqa: F401  (fills the register of layouts)
from tests.annual.rollup.county import AGENCIES, DEPARTMENTS, STREETS, TOWNS, YEAR, made
from tests.generator.layouts.base import render
from tests.generator.model import Agency, Report
from tests.generator.reports import pair

LAYOUTS = ("html_cms", "text_tabs")
MISSING, DOUBLED, OLD_FORM = AGENCIES[:3], AGENCIES[7:9], AGENCIES[21]
LISTING = "\n".join(["部门", *DEPARTMENTS, "乡镇、街道", *TOWNS, *STREETS])
"""Who must report, as an office would paste it."""
File = dict[str, Any]


@dataclass
class Parcel:
    """Files as playwright takes them, and the reports that belong into the sums by agency."""

    files: list[File] = field(default_factory=list)
    counted: dict[str, Report] = field(default_factory=dict)

    def add(self, name: str, report: Report, *, counts: bool = True) -> None:
        """One more file; the ending follows from the layout."""
        self.files.append(as_file(name, report))
        if counts:
            self.counted[report.agency.name] = report


def as_file(name: str, report: Report, layout: str | None = None) -> File:
    """A report as a small file."""
    chosen = layout or LAYOUTS[report.seed % len(LAYOUTS)]
    made_file = render(chosen, report, report.seed)
    ending = made_file.name.rpartition(".")[2]
    return {"name": f"{name}.{ending}", "mimeType": "application/octet-stream", "buffer": made_file.data}


def county() -> Parcel:
    """Thirty agencies: three missing; one with two different reports, the later by its mark, one with two that only a person
    can decide between; one of the form of other years."""
    parcel = Parcel()
    for who in AGENCIES:
        name = who.place.removeprefix("云水县")
        if who in MISSING:
            continue
        if who is OLD_FORM:
            old = as_file(name, made(who, year=2020), "html_cms")
            old["buffer"] = old["buffer"].decode().replace("2020年", f"{YEAR}年").encode()
            parcel.files.append(old)
        elif who is DOUBLED[0]:
            parcel.files.append(as_file(name, undated(made(who)), "text_tabs"))
            corrected = undated(made(who, seed=1))
            parcel.files.append(as_file(f"{name}（更正）", corrected, "text_tabs"))
            parcel.counted[who.name] = corrected
        elif who is DOUBLED[1]:
            parcel.files += [as_file(f"{name}{n}", undated(made(who, seed=n)), "text_tabs") for n in (1, 2)]
        else:
            parcel.add(name, made(who))
    return parcel


def undated(report: Report) -> Report:
    """Without a date at the end, so that no date says which version is the later one."""
    report.end = [line for line in report.end if "年" not in line or "月" not in line]
    report.signed_on = None  # type: ignore[assignment]
    return report


def two_years(who: Agency, seed: int = 5) -> tuple[Report, Report]:
    """This year's and last year's report of an agency, tied as the law ties them, but for one carried-over number."""
    this = pair(seed, who=who)
    before = this.previous
    assert before is not None
    return this, before
