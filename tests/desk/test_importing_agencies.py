"""The administrator brings the tree in from a workbook: bad rows are named, then it is looked at, then done at once."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongkai.records.agencies.models import Agency
from tests.desk.conftest import County

pytestmark = pytest.mark.django_db
HEAD = ("单位名称", "上级单位", "类型", "行政区划代码")


def workbook(*rows: Sequence[str]) -> SimpleUploadedFile:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    for number, row in enumerate((HEAD, *rows)):
        page.write_row(number, 0, row)
    book.close()
    return SimpleUploadedFile("机构.xlsx", out.getvalue())


def sent(client: Client, *rows: Sequence[str]) -> Any:
    given = {"way": "file", "file": workbook(*rows), "set_up_on": "2020-01-01"}
    return client.post(reverse("desk:agency-import"), given)


GOOD = ("云水县水利局", "云水县人民政府", "政府部门", "990101")


def test_three_bad_rows_are_named_and_nothing_is_imported(made: County, desk: Callable[[str], Client]) -> None:
    top = Agency.objects.get(pk=made.county).name
    client, before = desk("administrator"), Agency.objects.count()
    rows = (("某某局", "没有的单位", "政府部门"), ("某县财政局", top, "怪部门"), ("某县教育局", top, "", "12"))
    answer = sent(client, (GOOD[0], top, GOOD[2], GOOD[3]), *rows)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "有 3 处要改正" in text and "没有“没有的单位”这个单位" in text and "确认导入" not in text
    assert Agency.objects.count() == before


def test_what_was_looked_at_is_done_at_once(made: County, desk: Callable[[str], Client]) -> None:
    top = Agency.objects.get(pk=made.county).name
    client, before = desk("administrator"), Agency.objects.count()
    answer = sent(client, (GOOD[0], top, "", ""), ("水管站", GOOD[0], "派出机构", ""))
    assert (answer.status_code, Agency.objects.count()) == (200, before)
    assert "类型、层级没有填，是按名称或上级判断的" in answer.content.decode()
    done = client.post(reverse("desk:agency-import-do"), {"signed": answer.context["signed"]})
    assert (done.status_code, Agency.objects.count()) == (302, before + 2)
    again = client.post(reverse("desk:agency-import-do"), {"signed": answer.context["signed"]})
    assert (again.status_code, "都已登记" in again.content.decode()) == (422, True)


def test_a_county_of_the_region_table_is_listed_for_looking_through(made: County, desk: Callable[[str], Client]) -> None:
    given = {"way": "region", "region-county": "歙县", "region-set_up_on": "2020-01-01"}
    answer = desk("administrator").post(reverse("desk:agency-import"), given)
    assert (answer.status_code, "341021100000" in answer.content.decode()) == (200, True)


@pytest.mark.parametrize("signed", ["", "forged"])
def test_what_nobody_checked_is_not_done(made: County, desk: Callable[[str], Client], signed: str) -> None:
    answer = desk("administrator").post(reverse("desk:agency-import-do"), {"signed": signed})
    assert (answer.status_code, "重新选择文件" in answer.content.decode()) == (422, True)


def test_an_officer_may_export_and_not_import(made: County, desk: Callable[[str], Client]) -> None:
    client = desk("officer")
    assert client.get(reverse("desk:agency-import")).status_code == 403
    assert client.get(reverse("desk:agency-export")).content[:2] == b"PK"
