"""What the database counts is what a plain count over the same matters says: versions by date, 不涉及, limits, publications."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, models

from gongkai.law import standard
from gongkai.records.agencies import services as agencies
from gongkai.records.agencies.models import Agency, Kind, Level
from gongkai.records.base import clock
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.ids import uuid7
from gongkai.records.catalogue import calendar, selectors, standing
from gongkai.records.catalogue.models import Catalogue, CatalogueVersion, DomainAbsent, Matter, VersionState
from tests.records.conftest import SET_UP

DAYS = [date(2026, 1, 31), date(2026, 3, 10), date(2026, 4, 1), date(2026, 12, 31), date(2028, 2, 29)]
"""What is asked about: ends and beginnings of months and years, and a year whose calendar is not announced."""
LIMITS = [
    ("working_days", 20),
    ("working_days", 1),
    ("working_days", 45),
    ("calendar_days", 15),
    ("calendar_days", 100),
    ("at_once", None),
    ("", None),
    ("", 7),
]
STATES = ("overdue", "due", "never", "current")


class Published(models.Model):
    """A publication, as far as coverage asks about it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    agency = models.UUIDField()
    matter = models.UUIDField()
    published_on = models.DateField()

    class Meta:
        app_label = "tests_of_standing"


@pytest.fixture
def publications(db: None) -> Iterator[type[Published]]:
    """A table of publications, for this test, that the catalogue asks."""
    quoted = connection.ops.quote_name(Published._meta.db_table)
    columns = [f"{connection.ops.quote_name(f.column)} {f.db_type(connection)}" for f in Published._meta.local_fields]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {quoted} ({', '.join(columns)})")
    standing.publications_come_from(lambda: Published.objects.all())
    yield Published
    standing.publications_come_from(None)  # the table goes with the test's transaction


def made_up(chance: random.Random, version: CatalogueVersion, keys: list[UUID]) -> list[Matter]:
    """A matter a key, of any kind there is; some do not concern the agency."""
    out = []
    for position, key in enumerate(keys, 1):
        frequency = chance.choice(["periodic", "periodic", "at_once", "staged", "long_term"])
        unit, days = chance.choice(LIMITS)
        out.append(
            Matter(
                version=version,
                key=key,
                inherited_key=chance.choice([None, uuid7()]),
                position=position,
                domain=chance.choice(["", "D05", "D08", "D19"]),
                level1=f"事项{position}",
                frequency=frequency,
                # Other matters may have a period that means nothing.
                period=chance.choice(["month", "quarter", "half_year", "year", *([""] if frequency != "periodic" else [])]),
                limit_unit=unit,
                limit_days=days,
                reason=chance.choice(["", "调整"]),
                not_applicable=chance.choice(["", "", "", "本单位没有"]),
                demanded_from=chance.choice([None, None, date(2025, 5, 1), date(2025, 12, 10), date(2026, 3, 5)]),
            )
        )
    return out


def fill(chance: random.Random, agency: UUID) -> None:
    """A catalogue with versions in every state, in force on different days, one matter being the same in all."""
    catalogue = Catalogue.objects.create(agency_id=agency, title="目录")
    keys = [uuid7() for _ in range(24)]
    states = [VersionState.APPROVED] * chance.randint(0, 3) + [VersionState.DROPPED, chance.choice(["draft", "waiting"])]
    chance.shuffle(states)
    for number, state in enumerate(states, 1):
        version = CatalogueVersion.objects.create(
            catalogue=catalogue,
            number=number,
            state=state,
            effective_on=chance.choice([date(2025, 5, 1), date(2026, 3, 10), date(2026, 3, 11), date(2027, 1, 1)]),
            made_at=clock.now(),
        )
        Matter.objects.bulk_create(made_up(chance, version, keys))
        for domain in chance.sample(["D05", "D08", "D19"], chance.randint(0, 2)):
            DomainAbsent.objects.create(version=version, domain=domain, explanation="没有")


def publish(chance: random.Random, publications: type[Published]) -> None:
    """Some matters were published on some days, also by agencies whose matter it is not."""
    others = list(Agency.objects.values_list("pk", flat=True))
    made = []
    pairs = list(Matter.objects.values_list("version__catalogue__agency", "key").distinct().order_by("key"))
    for agency, key in pairs:
        for _ in range(chance.choice([0, 0, 1, 2, 5, 80])):  # 80: always in time, nearly
            day = date(2024, 11, 1) + timedelta(days=chance.randint(0, 1250))
            if chance.random() < 0.3:  # around the ends of months
                day = day.replace(day=1) - timedelta(days=chance.randint(0, 1))
            whose = agency if chance.random() < 0.9 else chance.choice(others)
            made.append(publications(agency=whose, matter=key, published_on=day))
    publications.objects.bulk_create(made)


def plainly(
    version: CatalogueVersion, day: date, published: Mapping[tuple[UUID, UUID], list[date]], recorded: bool = True
) -> list[tuple[Any, ...]]:
    """Domain, state, due date, whether it passed, last publication of each matter that counts: one after another, as one would
    on paper."""
    law, window = standard(), (date(day.year - 1, 1, 1), date(day.year + 1, 12, 31))
    absent = {row.domain for row in version.absent_domains.all()}
    whose = version.catalogue.agency_id
    out = []
    for matter in version.matters.order_by("position"):
        if matter.not_applicable or matter.domain in absent:
            continue
        days = sorted(done for done in published.get((whose, matter.key), ()) if window[0] <= done <= day)
        last = days[-1] if days else None
        if matter.frequency != "periodic":
            out.append((matter.domain, "current" if days else "never", None, False, last))
            continue
        turns = [(o.last, o.due) for o in calendar.occurrences([matter], *window, law)]
        not_covered = [(ends, due) for ends, due in turns if ends < day and not any(ends < done for done in days)]
        missed = [due for _, due in not_covered if due < day]
        soonest = day if recorded else day.replace(day=1)
        coming = [due for _, due in not_covered if due >= soonest] + [due for ends, due in turns if ends >= day]
        due = coming[0] if coming else None
        if missed and recorded:
            out.append((matter.domain, "overdue" if days else "never", missed[0], True, last))
        elif not days:
            out.append((matter.domain, "never", due, False, last))
        else:
            soon = due is not None and f"{due:%Y%m}" == f"{day:%Y%m}"
            out.append((matter.domain, "due" if soon else "current", due, False, last))
    return out


def worst_first(line: tuple[Any, ...]) -> tuple[int, date, int]:
    """Overdue first, then by the day, then what was published before; a sort leaves the others as in the catalogue."""
    _, state, due, passed, _ = line
    return 0 if passed else STATES.index(state), due or date.max, STATES.index(state)


def in_force_plainly(agency: UUID, day: date) -> CatalogueVersion | None:
    versions = CatalogueVersion.objects.filter(catalogue__agency=agency, state="approved")
    held = [(v.effective_on, v.number, v) for v in versions if v.effective_on is not None and v.effective_on <= day]
    return max(held, key=lambda one: one[:2])[2] if held else None


@pytest.fixture
def places(county: UUID, township: UUID) -> list[UUID]:
    some = [
        agencies.register(f"第{n}局", Kind.DEPARTMENT, Level.COUNTY, county, SET_UP, actor=OPERATOR).record_id for n in range(3)
    ]
    return [county, township, *some]


@pytest.mark.parametrize("seed", [0, 2, 3, 4, 5])  # in these, matters stand in all four ways
@pytest.mark.parametrize("with_publications", [True, False])
def test_the_database_counts_what_a_plain_count_says(
    places: list[UUID], publications: type[Published], seed: int, with_publications: bool
) -> None:
    chance = random.Random(seed)
    for place in places:
        fill(chance, place)
    if with_publications:
        publish(chance, publications)
    else:
        standing.publications_come_from(None)
    published: dict[tuple[UUID, UUID], list[date]] = {}
    for agency, matter, done in publications.objects.values_list("agency", "matter", "published_on"):
        published.setdefault((agency, matter), []).append(done)
    seen: Counter[str] = Counter()
    for day in DAYS:
        current = selectors.catalogues_in_force(places, day)
        by_hand = {place: version for place in places if (version := in_force_plainly(place, day)) is not None}
        assert current == {place: version.pk for place, version in by_hand.items()}
        expected = {version.pk: plainly(version, day, published, with_publications) for version in by_hand.values()}
        matters = selectors.applicable_of(selectors.versions_in_force(day).filter(catalogue__agency__in=places))
        found = standing.standings(matters, day, standard(), "version", "domain")
        counted: Counter[Any] = Counter()
        for version, domain, stand, many in found.lines:
            counted[version, domain, *stand] += many
        plain = Counter((v, *line[:4]) for v, lines in expected.items() for line in lines)
        assert counted == plain
        for pk, lines in expected.items():
            of_one = standing.standings(selectors.applicable_of([pk]), day, standard())
            rows, stands = of_one.ordered()
            shown = [(row.domain, *stands[row.rank], row.last_published) for row in rows]
            assert shown == sorted(lines, key=worst_first)
            for state in STATES:
                rows, stands = of_one.counted_as(state)
                never = [line for line in lines if line[1] == "never"]
                missed = [line for line in never if line[3]]
                this_month = [line for line in never if not line[3] and f"{line[2] or ''}"[:7] == f"{day:%Y-%m}"]
                also = {"due": this_month, "overdue": missed}.get(state, [])
                assert len(rows) == sum(line[1] == state for line in lines) + len(also)
        seen.update(line[1] for lines in expected.values() for line in lines)
    assert set(seen) == ({"never", "current", "overdue", "due"} if with_publications else {"never"})


@pytest.mark.parametrize("seed", range(3))
def test_what_coverage_counts_as_overdue_is_what_the_calendar_shows_as_overdue(
    places: list[UUID], publications: type[Published], seed: int
) -> None:
    chance = random.Random(seed)
    for place in places:
        fill(chance, place)
    publish(chance, publications)
    some = 0
    for day in DAYS:
        for version in selectors.catalogues_in_force(places, day).values():
            matters = selectors.applicable_of([version])
            last = standing.last_published(matters, day)
            assert last is not None
            shown = {
                one.key
                for one in calendar.occurrences(matters, *calendar.window(day), standard())
                if calendar.is_late(one.last, one.due, last.get(one.key), day)
            }
            counted = standing.standings(matters, day, standard()).counted_as("overdue")[0]
            assert {row.key for row in counted} == shown
            some += len(shown)
    assert some


@pytest.mark.parametrize("seed", range(4))
def test_what_is_due_in_a_month_is_what_the_calendar_lists(places: list[UUID], seed: int) -> None:
    from gongkai.records.catalogue import reminding

    chance = random.Random(seed)
    for place in places:
        fill(chance, place)
    for day in DAYS:
        first, last = reminding.month_of(day)
        plain = {}
        for place in places:
            version = in_force_plainly(place, day)
            rows = selectors.applicable(version) if version else []
            if found := Counter(o.due for o in calendar.occurrences(rows, first, last, standard())):
                plain[Catalogue.objects.get(agency=place).pk] = found
        assert reminding.due_in_month(day, standard()) == plain


def test_how_a_county_stands_costs_one_query(
    places: list[UUID], publications: type[Published], django_assert_num_queries: Any
) -> None:
    matters = selectors.applicable_of(selectors.versions_in_force())

    def ask() -> int:
        with django_assert_num_queries(1):
            found = standing.standings(matters, date(2026, 3, 10), standard(), "version", "domain")
        with django_assert_num_queries(1):
            return len(found.ordered()[0])

    few = ask()
    chance = random.Random(1)
    for place in places:
        fill(chance, place)
    publish(chance, publications)
    assert ask() > few
