"""A county brings its tree of agencies in from a workbook: all of it, or nothing, and each bad row is named."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from uuid import UUID

import pytest
import xlsxwriter
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.records.accounts.models import User
from gongkai.records.agencies import organisation_services, services
from gongkai.records.agencies.importing import acting, exporting, planning, regions
from gongkai.records.agencies.models import Agency, AgencyContacts, Kind, Level
from gongkai.records.agencies.selectors import projection, tree_on
from gongkai.records.base import faults
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.clock import Frozen
from gongkai.records.base.errors import NotAllowed, Refused
from gongkai.records.base.log import chain
from gongkai.records.base.sheets import Line
from tests.records.conftest import SET_UP

HEAD = ("单位名称", "上级单位", "类型", "层级", "垂直管理", "统一社会信用代码", "行政区划代码", "成立日期", "联系电话")
CODE, OTHER_CODE = "11990101MB00000019", "11990101MB0000002C"
DAY = date(2020, 1, 1)


def sheet(*rows: Sequence[object], head: Sequence[str] = HEAD, above: int = 0) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("单位")
    for number, row in enumerate((head, *rows), above):
        page.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def planned(*rows: Sequence[object], head: Sequence[str] = HEAD, above: int = 0) -> planning.Plan:
    return planning.plan(sheet(*rows, head=head, above=above), "机构.xlsx", DAY)


def said(plan: planning.Plan) -> list[tuple[int, str, str]]:
    return [(p.row, p.column, p.code) for p in plan.problems]


def done(plan: planning.Plan, actor: object = OPERATOR) -> dict[str, object]:
    return acting.import_tree(acting.as_rows(plan), plan.set_up_on, actor=actor, file="机构.xlsx").result  # type: ignore[arg-type]


COUNTY = (
    ("云水县人民政府", "", "", "", "", "", "990101", "2019-01-01"),
    ("白石镇人民政府", "云水县人民政府", "", "", "", "", "990101100000"),
    ("云水县水利局", "云水县人民政府", "县直部门", "", "", CODE),
    ("国家税务总局云水县税务局", "云水县人民政府"),
    ("清溪村村民委员会", "白石镇人民政府", "村", "", "", "", "990101100201"),
)


def test_a_county_is_brought_in_whole_with_kinds_and_levels_told_by_the_names(db: None, now: Frozen) -> None:
    plan = planned(*COUNTY)
    assert (said(plan), plan.counts()["new"]) == ([], 5)
    assert plan.new[1].guessed == ("类型", "层级")
    assert done(plan)["made"] == 5
    tree = tree_on(date(2026, 3, 10))
    shape = {n.name: (n.kind, n.level, n.vertical, tree.nodes[n.parent].name if n.parent else "") for n in tree.nodes.values()}
    assert shape == {
        "云水县人民政府": ("government", "county", False, ""),
        "白石镇人民政府": ("government", "township", False, "云水县人民政府"),
        "云水县水利局": ("department", "county", False, "云水县人民政府"),
        "国家税务总局云水县税务局": ("department", "county", True, "云水县人民政府"),
        "清溪村村民委员会": ("village", "village", False, "白石镇人民政府"),
    }
    assert AgencyContacts.objects.get(agency__name="白石镇人民政府").division_code == "990101100000"
    for agency in Agency.objects.all():
        assert projection()[agency.pk] == (agency.name, agency.kind, agency.level, agency.vertical, agency.parent_id)
        assert chain.verify(agency) == []
        assert [entry.act for entry in chain.entries(agency)] == ["agencies.import_tree"]


BAD: list[tuple[str, Sequence[object], str, str]] = [
    ("unknown parent", ("某所", "没有的局", "派出机构", "县级"), "上级单位", "parent_unknown"),
    ("no parent though there is a root", ("云水县财政局", ""), "上级单位", "parent_missing"),
    ("unknown kind", ("云水县财政局", "青禾县人民政府", "神秘部门"), "类型", "kind_unknown"),
    ("a name that tells no kind", ("云水县某某中心", "青禾县人民政府"), "类型", "kind_missing"),
    ("unknown level", ("云水县财政局", "青禾县人民政府", "", "副处"), "层级", "level_unknown"),
    ("neither yes nor no", ("云水县财政局", "青禾县人民政府", "", "", "大概"), "垂直管理", "vertical_unknown"),
    (
        "bad checksum",
        ("云水县财政局", "青禾县人民政府", "", "", "", CODE[:-1] + "8"),
        "统一社会信用代码",
        "credit_code_invalid",
    ),
    ("code used", ("青禾县财政局", "青禾县人民政府", "", "", "", OTHER_CODE), "单位名称", "differs_name"),
    ("bad division", ("青禾县财政局", "青禾县人民政府", "", "", "", "", "9901"), "行政区划代码", "division_code_invalid"),
    ("no date", ("青禾县财政局", "青禾县人民政府", "", "", "", "", "", "去年"), "成立日期", "set_up_on_unknown"),
    ("a date to come", ("青禾县财政局", "青禾县人民政府", "", "", "", "", "", "2026-03-11"), "成立日期", "since_in_future"),
    (
        "before its superior",
        ("青禾县财政局", "青禾县人民政府", "", "", "", "", "", "2019.12.31"),
        "成立日期",
        "before_superior",
    ),
    ("no phone", ("青禾县财政局", "青禾县人民政府", "", "", "", "", "", "", "请来人"), "联系电话", "phone_invalid"),
    ("no name", ("", "青禾县人民政府", "政府部门"), "单位名称", "name_invalid"),
    ("moved", ("青禾县水利局", "石桥镇人民政府"), "上级单位", "differs_parent"),
    ("another kind", ("青禾县水利局", "青禾县人民政府", "派出机构"), "类型", "differs_kind"),
    ("another code", ("青禾县水利局", "青禾县人民政府", "", "", "", CODE), "统一社会信用代码", "differs_credit_code"),
    (
        "another phone",
        ("青禾县水利局", "青禾县人民政府", "", "", "", "", "", "", "0999-1111111"),
        "联系电话",
        "differs_contacts",
    ),
]


@pytest.mark.parametrize(("row", "column", "code"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_a_bad_row_is_named_with_its_number_and_column_and_nothing_is_imported(
    township: UUID, county: UUID, row: Sequence[object], column: str, code: str
) -> None:
    water = services.register(
        "青禾县水利局", Kind.DEPARTMENT, Level.COUNTY, county, SET_UP, OTHER_CODE, actor=OPERATOR
    ).record_id
    organisation_services.set_contacts(water, {"phone": "0999-2222222"}, SET_UP, actor=OPERATOR)
    before = Agency.objects.count()
    plan = planned(("青禾县教育局", "青禾县人民政府"), row, above=2)
    assert said(plan) == [(5, column, code)]
    assert plan.problems[0].message.endswith(("。", "。）"))
    with pytest.raises(Refused) as refused:
        done(plan)
    assert (refused.value.code, "第 5 行" in refused.value.message) == ("rows_bad", True)
    assert Agency.objects.count() == before


def test_rows_that_contradict_each_other_are_all_named(county: UUID) -> None:
    plan = planned(
        ("青禾县甲局", "青禾县乙局", "政府部门", "县级"),
        ("青禾县乙局", "青禾县甲局", "政府部门", "县级"),
        ("青禾县丙局", "青禾县人民政府", "", "", "", CODE),
        ("青禾县丁局", "青禾县人民政府", "", "", "", CODE),
        ("青禾县丁局", "青禾县人民政府"),
        ("红星村村民委员会", "青禾县人民政府", "", "", "", "", "990101100201"),
        ("红旗村村民委员会", "青禾县人民政府", "", "", "", "", "990101100201"),
    )
    assert said(plan) == [
        (2, "上级单位", "circle"),
        (3, "上级单位", "circle"),
        (5, "统一社会信用代码", "credit_code_twice"),
        (6, "单位名称", "name_twice"),
        (8, "行政区划代码", "division_code_twice"),
    ]


def test_two_villages_of_one_name_stand_under_their_own_townships(county: UUID, township: UUID) -> None:
    rows = (
        ("城东街道办事处", "青禾县人民政府"),
        ("城东社区居民委员会", "石桥镇人民政府"),
        ("城东社区居民委员会", "城东街道办事处"),
    )
    plan = planned(*rows, ("一组", "城东社区居民委员会", "内设机构"))
    assert said(plan) == [(5, "上级单位", "parent_ambiguous")]
    plan = planned(*rows, ("一组", "城东街道办事处/城东社区居民委员会", "内设机构"))
    assert said(plan) == []
    done(plan)
    group = Agency.objects.get(name="一组")
    assert (group.parent.parent.name, group.level) == ("城东街道办事处", "village")  # type: ignore[union-attr]


def test_the_second_import_of_a_file_skips_and_counts_what_is_there(db: None, now: Frozen) -> None:
    done(planned(*COUNTY))
    again = planned(*COUNTY)
    assert (len(again.equal), again.new, again.problems) == (5, [], [])
    with pytest.raises(Refused) as refused:
        done(again)
    assert refused.value.code == "nothing_new"
    more = planned(*COUNTY, ("云水县财政局", "云水县人民政府"))
    assert done(more) == {"made": 1, "equal": 5, "root": None}


def test_columns_are_found_by_label_wherever_they_stand_and_whatever_they_are_called(county: UUID) -> None:
    plan = planned(
        ("甲", "青禾县人民政府", "青禾县医保局", "2019年5月", "备"),
        head=("序号", "隶属单位", "* 机构名称（全称）", "设立时间", "备注"),
        above=3,
    )
    assert (said(plan), plan.ignored) == ([(5, "成立日期", "before_superior")], ["序号", "备注"])


def test_a_file_without_the_columns_or_not_a_table_at_all_is_refused_in_words(county: UUID) -> None:
    for data, name, code in (
        (sheet(("a",), head=("姓名",)), "人.xlsx", "heading_missing"),
        (sheet(), "空.xlsx", "nothing_in_it"),
        (b"\x00\x01\x02", "坏.xlsx", "file_unreadable"),
        (b"PK\x03\x04 not a zip", "坏.xlsx", "file_unreadable"),
    ):
        with pytest.raises(Refused) as refused:
            planning.plan(data, name, DAY)
        assert refused.value.code == code


def test_who_manages_a_township_imports_its_villages_and_nothing_beside(
    county: UUID, township: UUID, officer: User, administrator: User
) -> None:
    from gongkai.records.accounts import services as accounts
    from gongkai.records.accounts.roles import Role

    accounts.grant(officer.pk, Role.ADMINISTRATOR, township, SET_UP, actor=OPERATOR)
    done(planned(("清溪村村民委员会", "石桥镇人民政府")), officer)
    with pytest.raises(NotAllowed):
        done(planned(("青禾县财政局", "青禾县人民政府")), officer)
    done(planned(("青禾县财政局", "青禾县人民政府")), administrator)
    assert {a.name for a in Agency.objects.all()} >= {"清溪村村民委员会", "青禾县财政局"}


def test_a_row_that_became_bad_after_the_preview_refuses_the_whole(county: UUID, administrator: User) -> None:
    plan = planned(("青禾县财政局", "青禾县人民政府", "", "", "", CODE), ("青禾县教育局", "青禾县人民政府"))
    assert plan.ok
    services.register("青禾县审计局", Kind.DEPARTMENT, Level.COUNTY, county, SET_UP, CODE, actor=OPERATOR)
    with pytest.raises(Refused, match="第 2 行"):
        done(plan, administrator)
    assert not Agency.objects.filter(name="青禾县教育局").exists()


def test_an_import_that_breaks_anywhere_leaves_nothing(county: UUID) -> None:
    plan = planned(
        ("青禾县财政局", "青禾县人民政府"), ("财政所", "青禾县财政局", "派出机构", "", "", "", "", "", "0999-1234567")
    )
    before = Agency.objects.count()

    def stop_at(number: int) -> None:
        seen: list[str] = []

        def hook(name: str) -> None:
            seen.append(name)
            if len(seen) == number:
                raise KeyboardInterrupt

        with faults.injected(hook), pytest.raises(KeyboardInterrupt):
            done(plan)

    for number in range(1, 11):
        stop_at(number)
        assert (Agency.objects.count(), AgencyContacts.objects.count()) == (before, 0)
    assert done(plan)["made"] == 2


def towns(first: int, many: int) -> list[Sequence[object]]:
    """So many townships of 云水县 from this number on, each with 49 villages."""
    rows: list[Sequence[object]] = []
    for t in range(first, first + many):
        town = f"云水县第{t}镇人民政府"
        rows.append((town, "云水县人民政府", "人民政府", "乡镇级", "", "", f"990101{100 + t}000"))
        rows += [(f"第{t}镇{v}村村民委员会", town, "", "", "", "", f"990101{100 + t}{200 + v}") for v in range(49)]
    return rows


def asked(rows: list[Sequence[object]]) -> int:
    """How often the database is asked for these rows to be planned and made."""
    with CaptureQueriesContext(connection) as queries:
        plan = planned(*rows)
        assert plan.problems == []
        assert done(plan)["made"] == len(rows)

    return len(queries)


def test_a_thousand_rows_go_in_in_batches_not_one_by_one(db: None, now: Frozen) -> None:
    few, more = [COUNTY[0], *towns(0, 1)], towns(1, 20)
    asked_for_few = asked(few)
    assert asked(more) - asked_for_few < (len(more) - len(few)) / 10


def test_the_export_of_a_day_is_read_again_as_what_is_there(db: None, now: Frozen) -> None:
    done(planned(*COUNTY))
    again = planning.plan(exporting.export(date(2026, 3, 10)), "机构.xlsx", DAY)
    assert (len(again.equal), again.problems, again.new) == (5, [], [])
    with pytest.raises(Refused) as refused:
        planning.plan(exporting.template(), "模板.xlsx", DAY)
    assert refused.value.code == "nothing_in_it"


def test_a_county_of_the_region_table_is_proposed_with_codes_and_its_villages_from_a_csv(db: None, now: Frozen) -> None:
    code = regions.counties("歙县")[0][0]
    townships = regions.proposal(code, "歙县人民政府")
    assert len(townships) > 20
    assert townships[0].values["division_code"] == "341021100000"
    csv = "代码,名称\n341021100201,河西村委会\n341021100001,城东社区\n990101100201,别县村\n".encode("gb18030")
    villages = regions.villages_in(csv, "村.csv", code)
    lines = [
        Line(0, {"name": "歙县人民政府", "division_code": code}),
        *regions.proposal(code, "歙县人民政府", villages),
    ]
    plan = planning.plan_lines(lines, DAY)
    assert (plan.problems, len(plan.new)) == ([], len(townships) + 3)
    assert [row.name for row in plan.new if row.kind == Kind.VILLAGE] == ["城东社区居民委员会", "河西村民委员会"]
    with pytest.raises(Refused, match="区划表"):
        regions.proposal("990101", "云水县人民政府")


def test_an_agency_gets_its_credit_code_later_and_no_other_has_it(county: UUID, township: UUID, administrator: User) -> None:
    services.give_credit_code(township, CODE.lower(), actor=administrator)
    assert Agency.objects.get(pk=township).credit_code == CODE
    with pytest.raises(Refused) as refused:
        services.give_credit_code(county, CODE, actor=administrator)
    assert refused.value.code == "credit_code_used"
