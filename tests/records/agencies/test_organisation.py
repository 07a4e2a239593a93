"""Contacts, groups, posts and resources: dated, never overwritten, and kept by the agency's own people."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from gongkai.records.accounts.models import User
from gongkai.records.agencies import organisation_services as services
from gongkai.records.agencies.models import Agency, Group, GroupKind, GroupMember, MemberRole, Post, ResourceKind
from gongkai.records.agencies.selectors import contacts_on, name_on
from gongkai.records.base.clock import Frozen
from gongkai.records.base.errors import NotAllowed, Refused
from tests.records.conftest import DAY, SET_UP

JANUARY = date(2026, 1, 5)


def test_contacts_change_from_a_day_and_stay_what_they_were_before(township: UUID, officer: User) -> None:
    services.set_contacts(township, {"phone": "0555-1234567", "address": "老街1号"}, SET_UP, actor=officer)
    services.set_contacts(township, {"address": "新街2号"}, JANUARY, actor=officer)
    agency = Agency.objects.get(pk=township)
    assert (contacts_on(agency).address, contacts_on(agency).phone) == ("新街2号", "0555-1234567")
    assert contacts_on(agency, date(2025, 6, 1)).address == "老街1号"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"division_code": "3417"}, "division_code_invalid"),
        ({"postcode": "24400"}, "postcode_invalid"),
        ({"phone": "请到大厅咨询"}, "phone_invalid"),
        ({"email": "a@"}, "email_invalid"),
        ({"mayor": "某"}, "field_unknown"),
        ({"address": "长" * 201}, "too_long"),
    ],
)
def test_a_contact_that_cannot_be_is_refused(township: UUID, officer: User, values: dict[str, str], code: str) -> None:
    with pytest.raises(Refused) as refused:
        services.set_contacts(township, values, DAY, actor=officer)
    assert refused.value.code == code


@pytest.fixture
def group(township: UUID, officer: User) -> Group:
    done = services.found_group(
        township, GroupKind.LEADING, "政务公开工作领导小组", JANUARY, "关于成立领导小组的通知", "石政〔2026〕1号", actor=officer
    )
    return Group.objects.get(pk=done.result["group"])


def test_a_group_has_one_head_at_a_time_and_its_members_leave_with_a_day(group: Group, officer: User, now: Frozen) -> None:
    first = services.add_member(group.pk, "赵某", MemberRole.HEAD, JANUARY, "镇长", actor=officer).result["member"]
    with pytest.raises(Refused, match="已有组长"):
        services.add_member(group.pk, "钱某", MemberRole.HEAD, DAY, "副镇长", actor=officer)
    services.end_member(UUID(first), DAY, actor=officer)
    now.move(days=1)
    services.add_member(group.pk, "钱某", MemberRole.HEAD, DAY + timedelta(days=1), "副镇长", actor=officer)
    assert [m.name for m in group.members.on(DAY)] == ["赵某"]
    assert [m.name for m in group.members.on(DAY + timedelta(days=1))] == ["钱某"]


def test_the_members_time_ends_with_the_group(group: Group, officer: User) -> None:
    services.add_member(group.pk, "赵某", MemberRole.HEAD, JANUARY, actor=officer)
    services.end_group(group.pk, DAY, "机构调整", actor=officer)
    assert GroupMember.objects.get().until == DAY
    with pytest.raises(Refused, match="已经撤销"):
        services.add_member(group.pk, "孙某", MemberRole.MEMBER, DAY + timedelta(days=1), actor=officer)


def test_a_post_is_handed_over_with_a_list(township: UUID, officer: User) -> None:
    done = services.set_up_post(township, "公开专干", JANUARY, "党政办", full_time=True, actor=officer)
    post = Post.objects.get(pk=done.result["post"])
    services.take_post(post.pk, "周某", JANUARY, actor=officer)
    with pytest.raises(Refused, match="交接事项"):
        services.take_post(post.pk, "吴某", DAY, actor=officer)
    services.take_post(post.pk, "吴某", DAY, handed_over=["网站账号", "依申请台账"], actor=officer)
    before, after = post.holdings.order_by("since")
    assert (before.until, before.handed_over) == (DAY - timedelta(days=1), ["网站账号", "依申请台账"])
    assert (after.name, after.until) == ("吴某", None)


def test_a_resource_has_no_negative_amount(township: UUID, officer: User) -> None:
    services.add_resource(
        township,
        ResourceKind.FUNDS,
        "公开经费",
        date(2026, 1, 1),
        amount=Decimal("20000"),
        until=date(2026, 12, 31),
        actor=officer,
    )
    with pytest.raises(Refused, match="不小于 0"):
        services.add_resource(township, ResourceKind.FUNDS, "经费", JANUARY, amount=Decimal("-1"), actor=officer)


def test_the_officer_of_a_township_keeps_nothing_of_the_county(county: UUID, officer: User) -> None:
    with pytest.raises(NotAllowed):
        services.set_contacts(county, {"phone": "0555-1234567"}, DAY, actor=officer)


def test_what_an_agency_was_called_on_a_day(township: UUID, administrator: User) -> None:
    from gongkai.records.agencies import services as agencies

    agencies.rename(township, "石桥街道办事处", date(2026, 2, 1), actor=administrator)
    agency = Agency.objects.get(pk=township)
    assert name_on(agency, date(2025, 12, 31)) == "石桥镇人民政府"
    assert name_on(agency, DAY) == "石桥街道办事处"
