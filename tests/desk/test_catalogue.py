"""The catalogue at the desk: taken over, edited, imported with bad rows named, submitted, compared, exported; coverage."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from gongkai.desk.catalogue.registered import content
from gongkai.records.accounts import decisions
from gongkai.records.accounts import services as accounts
from gongkai.records.accounts.models import Decision, Outcome, User
from gongkai.records.accounts.roles import Role
from gongkai.records.base import clock
from gongkai.records.base.actors import OPERATOR
from gongkai.records.catalogue import bringing, selectors, services
from gongkai.records.catalogue.exchange.workbook import write_workbook
from gongkai.records.catalogue.jobs import remind
from gongkai.records.catalogue.models import Catalogue, CatalogueVersion, Matter
from tests.desk.conftest import DAY, SET_UP, County
from tests.records.catalogue.exchange import generator

pytestmark = pytest.mark.django_db
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draft_of(agency: Any) -> CatalogueVersion:
    found = selectors.in_hand(Catalogue.objects.get(agency=agency))
    assert found is not None
    return found


@pytest.fixture
def in_force(made: County) -> Catalogue:
    """The county's catalogue in force: the samples."""
    signer = accounts.enrol("magistrate", "江南秋", made.county, post="副县长", actor=OPERATOR).record_id
    accounts.grant(signer, Role.SIGNER, made.county, SET_UP, actor=OPERATOR)
    supervisor, leader = made.people["supervisor"], User.objects.get(pk=signer)
    services.open_catalogue(made.county, "云水县基层政务公开标准目录", actor=supervisor)
    bringing.add_samples(draft_of(made.county).pk, actor=supervisor)
    done = services.submit(draft_of(made.county).pk, leader.pk, DAY, actor=supervisor)
    decision = Decision.objects.get(pk=done.result["decision"])
    decisions.decide(decision.pk, Outcome.APPROVED, "", decision.version_hash, actor=leader)
    return Catalogue.objects.get(agency=made.county)


@pytest.fixture
def taken_over(made: County, in_force: Catalogue) -> CatalogueVersion:
    services.open_catalogue(made.township, "石桥镇基层政务公开标准目录", True, actor=made.people["officer"])
    return draft_of(made.township)


def send(client: Client, url: str, **data: Any) -> Any:
    """What the form at this address answers."""
    html = client.get(url).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(key|version)" value="([^"]*)"', html))
    return client.post(url, {**hidden, **data})


def test_a_township_takes_over_marks_a_domain_and_submits(
    made: County, in_force: Catalogue, desk: Callable[[str], Client]
) -> None:
    officer = desk("officer")
    county = desk("supervisor").get(reverse("desk:home")).content.decode()
    assert "还没有公开过" in county and "施行中的目录" not in county
    assert "承接《云水县基层政务公开标准目录》" in officer.get(reverse("desk:catalogue")).content.decode()
    opened = send(officer, reverse("desk:catalogue-open", args=[made.township]), title="石桥镇目录", take_over="on")
    version = draft_of(made.township)
    assert opened.status_code == 302 and opened.url == reverse("desk:catalogue-version", args=[version.pk])
    marked = send(officer, reverse("desk:catalogue-absent", args=[version.pk]), domain="D19", explanation="本镇没有耕地")
    assert marked.status_code == 302
    assert selectors.absent_of(version) == {"D19": "本镇没有耕地"}
    signer = made.people["signer"]
    asked = send(
        officer, reverse("desk:catalogue-submit", args=[version.pk]), decider=str(signer.pk), effective_on=DAY.isoformat()
    )
    assert asked.status_code == 302
    home = officer.get(reverse("desk:catalogue")).content.decode()
    assert "已报送周望山审定" in home
    shown = content(version.pk)
    assert shown.context["many"] == version.matters.count()
    assert ("涉农补贴", "本镇没有耕地") in shown.context["absent"]
    assert "本镇没有耕地" in render_to_string(shown.template, dict(shown.context))
    withdrawn = send(officer, reverse("desk:catalogue-withdraw", args=[version.pk]))
    assert withdrawn.status_code == 302 and draft_of(made.township).state == "draft"


def test_where_no_superior_has_a_catalogue_nothing_is_offered_to_take_over(made: County, desk: Callable[[str], Client]) -> None:
    officer, address = desk("officer"), reverse("desk:catalogue-open", args=[made.township])
    overview = officer.get(reverse("desk:catalogue")).content.decode()
    assert "上级单位还没有施行的目录" in overview and "建立公开目录" in overview
    assert "施行中的目录" in officer.get(reverse("desk:home")).content.decode(), "home says that it is missing"
    page = officer.get(address).content.decode()
    assert "没有可以承接的上级目录" in page and 'name="take_over"' not in page
    assert send(officer, address, title="石桥镇目录").status_code == 302
    assert draft_of(made.township).matters.count() == 0


def test_samples_nobody_looked_at_are_counted_before_the_leader_gets_them(
    taken_over: CatalogueVersion, desk: Callable[[str], Client]
) -> None:
    officer, address = desk("officer"), reverse("desk:catalogue-submit", args=[taken_over.pk])
    many = taken_over.matters.count()
    assert f"还有 {many} 项的备注是“样例，须按本地实际调整”" in officer.get(address).content.decode()
    taken_over.matters.update(note="")
    assert "样例" not in officer.get(address).content.decode()


def test_a_matter_is_edited_with_a_reason_moved_marked_and_removed(
    taken_over: CatalogueVersion, desk: Callable[[str], Client]
) -> None:
    officer = desk("officer")
    matter = taken_over.matters.order_by("position")[0]
    page = officer.get(reverse("desk:catalogue-change", args=[matter.pk]))
    values = {**page.context["form"].initial, "subject": "石桥镇党政办"}
    values = {name: value for name, value in values.items() if value is not None}
    refused = send(officer, reverse("desk:catalogue-change", args=[matter.pk]), **values)
    assert refused.status_code == 422 and "须写明理由" in refused.content.decode()
    assert send(officer, reverse("desk:catalogue-change", args=[matter.pk]), **{**values, "reason": "分工"}).status_code == 302
    shown = officer.get(reverse("desk:catalogue-matter", args=[matter.pk])).content.decode()
    assert "石桥镇党政办" in shown and "云水县人民政府" in shown
    second = taken_over.matters.order_by("position")[1]
    assert send(officer, reverse("desk:catalogue-move", args=[second.pk]), after="").status_code == 302
    assert send(officer, reverse("desk:catalogue-mark", args=[second.pk]), explanation="没有").status_code == 302
    assert Matter.objects.get(pk=second.pk).not_applicable == "没有"
    added = send(
        officer,
        reverse("desk:catalogue-add", args=[taken_over.pk]),
        level1="村务",
        limit_text="每季度终了后15日内",
        audience="public",
        manner="proactive",
    )
    assert added.status_code == 302
    own = taken_over.matters.get(level1="村务")
    assert (own.frequency, own.period, own.limit_days, own.limit_unit) == ("periodic", "quarter", 15, "calendar_days")
    assert send(officer, reverse("desk:catalogue-remove", args=[second.pk])).status_code == 422
    assert send(officer, reverse("desk:catalogue-remove", args=[own.pk])).status_code == 302
    listed = officer.get(reverse("desk:catalogue-version", args=[taken_over.pk]), {"state": "adapted"}).content.decode()
    assert "石桥镇党政办" in listed


def test_samples_and_matters_of_others_come_in_and_a_draft_is_given_up(
    taken_over: CatalogueVersion, in_force: Catalogue, desk: Callable[[str], Client]
) -> None:
    officer = desk("officer")
    copied = send(officer, reverse("desk:catalogue-copy", args=[taken_over.pk]), other=str(in_force.pk), domains=["D25", "D14"])
    assert copied.status_code == 302 and taken_over.matters.filter(domain="D14").count() == 2
    assert send(officer, reverse("desk:catalogue-samples", args=[taken_over.pk]), domains=["D25"]).status_code == 422
    assert send(officer, reverse("desk:catalogue-drop", args=[taken_over.pk]), reason="").status_code == 422
    assert send(officer, reverse("desk:catalogue-drop", args=[taken_over.pk]), reason="重来").status_code == 302
    assert CatalogueVersion.objects.get(pk=taken_over.pk).state == "dropped"


def test_the_month_is_looked_through_and_its_task_done(
    in_force: Catalogue, desk: Callable[[str], Client], made: County, now: clock.Frozen
) -> None:
    keeper = accounts.enrol("keeper", "县专干", made.county, actor=OPERATOR).record_id
    accounts.grant(keeper, Role.OFFICER, made.county, SET_UP, actor=OPERATOR)
    assert remind.call() == 1
    supervisor = desk("supervisor")
    calendar = supervisor.get(reverse("desk:catalogue-calendar-of", args=[made.county]))
    confirm = reverse("desk:catalogue-confirm", args=[in_force.pk, "2026-03"])
    assert confirm in calendar.content.decode()
    assert send(supervisor, confirm, month="2026-03-01").status_code == 302
    assert send(supervisor, confirm, month="2026-03-01").status_code == 422
    assert confirm not in supervisor.get(reverse("desk:catalogue-calendar-of", args=[made.county])).content.decode()


def preview(client: Client, version: CatalogueVersion, data: bytes, replace: str = "") -> Any:
    upload = SimpleUploadedFile("目录.xlsx", data, content_type=XLSX)
    return client.post(reverse("desk:catalogue-import", args=[version.pk]), {"file": upload, "replace": replace})


def test_an_import_is_shown_first_and_bad_rows_are_named(taken_over: CatalogueVersion, desk: Callable[[str], Client]) -> None:
    officer = desk("officer")
    rows = generator.rows(1)
    book = load_workbook(io.BytesIO(generator.sheets_xlsx(rows)))
    sheet = book.worksheets[0]
    sheet.cell(5, 7).value = "同上"
    sheet.cell(6, 8).value = "■村口大树"
    sheet.cell(7, 9).value = "大概"
    out = io.BytesIO()
    book.save(out)
    before = taken_over.matters.count()
    bad = preview(officer, taken_over, out.getvalue())
    html = bad.content.decode()
    assert bad.status_code == 422 and "有 3 处须先改正" in html and "confirmed" not in html
    assert all(f"第 {line} 行" in html for line in (5, 6, 7))
    assert taken_over.matters.count() == before
    good = preview(officer, taken_over, generator.sheets_xlsx(rows))
    html = good.content.decode()
    assert f"新增 {len(rows)} 项" in html
    token, key = (re.search(rf'name="{name}" value="([^"]*)"', html)[1] for name in ("token", "key"))  # type: ignore[index]
    address = reverse("desk:catalogue-import", args=[taken_over.pk])
    for _ in range(2):  # a double click is one import
        assert officer.post(address, {"token": token, "key": key, "confirmed": "1"}).status_code == 302
    assert taken_over.matters.count() == before + len(rows)
    assert CatalogueVersion.objects.get(pk=taken_over.pk).source is not None
    assert officer.post(address, {"token": "x", "confirmed": "1"}).status_code == 422


def test_no_file_but_a_workbook_or_document_is_read(taken_over: CatalogueVersion, desk: Callable[[str], Client]) -> None:
    answer = preview(desk("officer"), taken_over, b"hello")
    assert answer.status_code == 422 and "不是这里能用的文件" in answer.content.decode()
    answer = preview(desk("officer"), taken_over, b"PK\x03\x04broken")
    assert answer.status_code == 422


@pytest.mark.parametrize("kind", ["docx", "pdf", "xlsx", "csv", "json"])
def test_a_version_is_exported(taken_over: CatalogueVersion, desk: Callable[[str], Client], kind: str) -> None:
    answer = desk("officer").get(reverse("desk:catalogue-export", args=[taken_over.pk, kind]))
    assert answer.status_code == 200 and len(b"".join(answer)) > 100


def test_a_neighbour_sees_no_draft_and_changes_nothing(taken_over: CatalogueVersion, desk: Callable[[str], Client]) -> None:
    neighbour = desk("neighbour")
    matter = taken_over.matters.first()
    for name, identity in (
        ("catalogue-version", taken_over.pk),
        ("catalogue-add", taken_over.pk),
        ("catalogue-import", taken_over.pk),
        ("catalogue-submit", taken_over.pk),
        ("catalogue-difference", taken_over.pk),
        ("catalogue-matter", matter.pk),  # type: ignore[union-attr]
        ("catalogue-change", matter.pk),  # type: ignore[union-attr]
        ("catalogue-of", taken_over.catalogue.agency_id),
    ):
        assert neighbour.get(reverse(f"desk:{name}", args=[identity])).status_code == 404, name
    assert desk("signer").get(reverse("desk:catalogue-add", args=[taken_over.pk])).status_code == 403
    assert desk("signer").get(reverse("desk:catalogue-version", args=[taken_over.pk])).status_code == 200


def test_coverage_calendar_and_the_county_show_numbers_that_open(
    taken_over: CatalogueVersion, in_force: Catalogue, desk: Callable[[str], Client], made: County
) -> None:
    supervisor = desk("supervisor")
    county = supervisor.get(reverse("desk:catalogue-county")).content.decode()
    assert "云水县人民政府" in county and "石桥镇人民政府" in county and "税收管理" in county
    board = supervisor.get(reverse("desk:catalogue-coverage-of", args=[made.county]), {"domain": "D25", "state": "never"})
    assert [row.domain for row, *_ in board.context["lines"]] == ["D25", "D25"]
    due = supervisor.get(reverse("desk:catalogue-coverage-of", args=[made.county]), {"state": "due"}).context["lines"]
    assert due and all(stand.due.month == 3 for _, stand, *_ in due)
    month = supervisor.get(reverse("desk:catalogue-calendar-of", args=[made.county]), {"month": "2026-04"})
    assert month.context["found"] and all(one.due.month == 4 for one in month.context["found"])
    provisional = supervisor.get(reverse("desk:catalogue-calendar-of", args=[made.county]), {"month": "2027-04"})
    assert "暂定" in provisional.content.decode()
    assert supervisor.get(reverse("desk:catalogue-calendar"), {"month": "9999-99"}).status_code == 200


def test_a_catalogue_in_force_since_today_asks_for_nothing_that_was_due_before_on_both_screens(
    in_force: Catalogue, desk: Callable[[str], Client], made: County
) -> None:
    supervisor = desk("supervisor")
    month = supervisor.get(reverse("desk:catalogue-calendar-of", args=[made.county]), {"month": "2026-03"})
    assert month.context["found"] and all(one.due >= clock.today() for one in month.context["found"])
    before = supervisor.get(reverse("desk:catalogue-calendar-of", args=[made.county]), {"month": "2026-02"})
    assert not before.context["found"] and "本月没有到期的定期事项" in before.content.decode()
    board = supervisor.get(reverse("desk:catalogue-coverage-of", args=[made.county]))
    counts = {key: many for key, _, many in board.context["cards"]}
    assert (counts["overdue"], counts["due"]) == (0, len({one.key for one in month.context["found"]}))


def test_the_difference_and_the_refresh_say_what_changes(
    taken_over: CatalogueVersion, in_force: Catalogue, desk: Callable[[str], Client], made: County
) -> None:
    supervisor, officer = desk("supervisor"), desk("officer")
    assert send(supervisor, reverse("desk:catalogue-draft", args=[in_force.pk])).status_code == 302
    draft = draft_of(made.county)
    key = selectors.rows_of(draft)[0].key
    services.change_matter(draft.pk, key, {"subject": "云水县政务公开办"}, actor=made.people["supervisor"])
    shown = supervisor.get(reverse("desk:catalogue-difference", args=[draft.pk])).content.decode()
    assert "<del>云水县人民政府</del>" in shown and "<ins>云水县政务公开办</ins>" in shown
    leader = User.objects.get(username="magistrate")
    done = services.submit(draft.pk, leader.pk, clock.today(), actor=made.people["supervisor"])
    decision = Decision.objects.get(pk=done.result["decision"])
    decisions.decide(decision.pk, Outcome.APPROVED, "", decision.version_hash, actor=leader)
    assert "上级目录第 2 版" in officer.get(reverse("desk:catalogue")).content.decode()
    refresh = reverse("desk:catalogue-refresh", args=[taken_over.pk])
    assert "随上级修改 1 项" in officer.get(refresh).content.decode()
    assert send(officer, refresh).status_code == 302
    assert selectors.rows_of(taken_over)[0].subject == "云水县政务公开办"


def test_the_public_page_searches_and_filters(in_force: Catalogue, client: Client, made: County) -> None:
    address = reverse("portal:catalogue", args=[made.county])
    assert client.get(address).context["many"] == selectors.applicable(selectors.in_force(in_force)).count()
    assert client.get(address, {"q": "临时救助 审核"}).context["many"] == 1
    assert client.get(address, {"domain": "D25"}).context["many"] == 2
    assert client.get(address, {"q": "没有这个词"}).context["many"] == 0
    assert "还没有公布目录" in client.get(reverse("portal:catalogue", args=[made.township])).content.decode()
    assert client.get(reverse("portal:catalogue-file", args=[made.county, "json"])).status_code == 200
    assert client.get(reverse("portal:catalogue-file", args=[made.township, "json"])).status_code == 404


def put_in_force(agency: Any, number: int, rows: list[dict[str, Any]]) -> None:
    """A version in force today with these matters."""
    catalogue, _ = Catalogue.objects.get_or_create(agency_id=agency, defaults={"title": "目录"})
    version = CatalogueVersion.objects.create(
        catalogue=catalogue, number=number, state="approved", effective_on=clock.today(), made_at=clock.now()
    )
    Matter.objects.bulk_create([Matter(version=version, position=n, **row) for n, row in enumerate(rows, 1)])


def some_rows(many: int) -> list[dict[str, Any]]:
    """Matters of several domains and kinds."""
    periodic = {"frequency": "periodic", "period": "month", "limit_unit": "working_days"}
    return [
        {"level1": f"事项{n}", "domain": ("D05", "D19", "")[n % 3], **({**periodic, "limit_days": n % 20 + 1} if n % 2 else {})}
        for n in range(many)
    ]


def test_screens_of_thousands_cost_as_many_queries_as_small_ones(
    taken_over: CatalogueVersion, desk: Callable[[str], Client], made: County
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from gongkai.records.agencies import services as agencies
    from gongkai.records.agencies.models import Kind, Level

    supervisor = desk("supervisor")
    put_in_force(made.township, 7, some_rows(15))
    county = reverse("desk:catalogue-county")
    board = reverse("desk:catalogue-coverage-of", args=[made.township])
    calendar = reverse("desk:catalogue-calendar-of", args=[made.township])
    addresses = [
        reverse("desk:catalogue-version", args=[taken_over.pk]),
        reverse("desk:catalogue"),
        reverse("desk:home"),
        county,
        *(f"{county}?state={state}" for state in ("overdue", "due", "never", "current")),
        board,
        *(f"{board}?state={state}" for state in ("due", "never")),
        f"{board}?domain=-&state=never",
        calendar,
        f"{calendar}?month=2026-02",
    ]

    def counts() -> dict[str, int]:
        out = {}
        for url in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert supervisor.get(url).status_code == 200
            out[url] = len(queries)
        return out

    counts()
    few = counts()
    bringing.import_rows(
        taken_over.pk,
        [{"level1": f"事项{n}", "elements": "x"} for n in range(1500)],
        False,
        actor=made.people["officer"],
    )
    put_in_force(made.township, 8, some_rows(1500))
    for n in range(60):
        place = agencies.register(f"第{n}局", Kind.DEPARTMENT, Level.COUNTY, made.county, SET_UP, actor=OPERATOR).record_id
        put_in_force(place, 1, some_rows(20))
    assert counts() == few
    shown = supervisor.get(board, {"state": "never", "page": "30"})
    assert (len(shown.context["lines"]), shown.context["turned"].many) == (50, 1500)
    assert "?state=never&amp;page=29" in shown.content.decode() and "下一页" not in shown.content.decode()
    table = supervisor.get(county)
    assert (len(table.context["rows"]), table.context["turned"].many) == (50, 62)
    samples = taken_over.catalogue.above.versions.get(state="approved").matters.count()  # type: ignore[union-attr]
    assert table.context["total"] == samples + 1500 + 60 * 20
    second = supervisor.get(county, {"page": "2"})
    assert len(second.context["rows"]) == 12 and second.context["total"] == table.context["total"]


def test_the_screens_look_right_and_pass_axe(
    taken_over: CatalogueVersion,
    in_force: Catalogue,
    seat: Callable[..., Page],
    axe: Callable[[Page], None],
    shot: Callable[[Page, str], None],
    site: str,
    made: County,
) -> None:
    matter = taken_over.matters.order_by("position").first()
    officer, supervisor = seat("officer"), seat("supervisor")
    for name, page, url in (
        ("overview", officer, reverse("desk:catalogue")),
        ("version", officer, reverse("desk:catalogue-version", args=[taken_over.pk])),
        ("matter", officer, reverse("desk:catalogue-matter", args=[matter.pk])),  # type: ignore[union-attr]
        ("change", officer, reverse("desk:catalogue-change", args=[matter.pk])),  # type: ignore[union-attr]
        ("import", officer, reverse("desk:catalogue-import", args=[taken_over.pk])),
        ("county", supervisor, reverse("desk:catalogue-county")),
        ("coverage", supervisor, reverse("desk:catalogue-coverage")),
        ("calendar", supervisor, reverse("desk:catalogue-calendar") + "?month=2026-04"),
        ("public", supervisor, reverse("portal:catalogue", args=[made.county])),
    ):
        page.goto(site + url)
        axe(page)
        shot(page, f"catalogue-{name}")


def test_what_will_change_looks_right_and_passes_axe_before_it_is_done(
    taken_over: CatalogueVersion,
    in_force: Catalogue,
    seat: Callable[..., Page],
    axe: Callable[[Page], None],
    shot: Callable[[Page, str], None],
    site: str,
    made: County,
    tmp_path: Path,
) -> None:
    supervisor, leader = made.people["supervisor"], User.objects.get(username="magistrate")
    services.start_draft(in_force.pk, actor=supervisor)
    draft = draft_of(made.county)
    first, second = (row.key for row in selectors.rows_of(draft)[:2])
    services.change_matter(draft.pk, first, {"subject": "云水县政务公开办", "limit_days": 7}, actor=supervisor)
    services.remove_matter(draft.pk, second, actor=supervisor)
    services.mark_not_applicable(draft.pk, "本县没有", domain="D14", actor=supervisor)
    own = {"level1": "新增事项", "elements": "内容", "basis": "依据", "limit_text": "20个工作日", "subject": "县政府"}
    services.add_matter(draft.pk, {**own, "channels": ["website"], "levels": ["township"]}, actor=supervisor)
    done = services.submit(draft.pk, leader.pk, clock.today(), actor=supervisor)
    decision = Decision.objects.get(pk=done.result["decision"])
    decisions.decide(decision.pk, Outcome.APPROVED, "", decision.version_hash, actor=leader)
    page = seat("officer")
    for name, address, words in (
        ("difference", reverse("desk:catalogue-difference", args=[draft.pk]), "云水县政务公开办"),
        ("refresh", reverse("desk:catalogue-refresh", args=[taken_over.pk]), "新增事项"),
    ):
        page.goto(site + address)
        expect(page.locator("main")).to_contain_text(words)
        axe(page)
        shot(page, f"catalogue-{name}")
    rows = generator.rows(1)
    good, bad = tmp_path / "目录.xlsx", tmp_path / "有错.xlsx"
    good.write_bytes(generator.sheets_xlsx(rows))
    book = load_workbook(good)
    book.worksheets[0].cell(6, 8).value = "■村口大树"
    book.save(bad)
    for name, file, words in (("import-preview", good, f"新增 {len(rows)} 项"), ("import-refused", bad, "须先改正")):
        page.goto(site + reverse("desk:catalogue-import", args=[taken_over.pk]))
        page.locator("input[type=file]").set_input_files(file)
        expect(page.locator("main form [role=status]")).to_contain_text("已上传")
        page.locator("main form button[type=submit]").last.click()
        expect(page.locator("main")).to_contain_text(words)
        axe(page)
        shot(page, f"catalogue-{name}")


def test_our_workbook_goes_round(taken_over: CatalogueVersion, desk: Callable[[str], Client]) -> None:
    rows = selectors.rows_of(taken_over)
    answer = preview(desk("officer"), taken_over, write_workbook("目录", rows))
    assert f"新增 0 项，更新 0 项，删除 0 项，{len(rows)} 项不变" in answer.content.decode()
