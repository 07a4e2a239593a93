"""Who gives out a password could sign in with it: such an account decides nothing until somebody else says whose it is."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from playwright.sync_api import Page

from gongkai.cli import main
from gongkai.records.accounts import decisions, passwords, services, tokens, vouching
from gongkai.records.accounts.models import Decision, DecisionLink, Outcome, User
from gongkai.records.accounts.roles import Role
from gongkai.records.base import clock
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.errors import NotAllowed, Refused
from gongkai.records.base.files import services as files
from gongkai.records.base.files.models import FileClass
from gongkai.records.catalogue.models import VersionState
from tests.desk.conftest import SET_UP, County, enrolled
from tests.desk.test_decisions import address_of, asked, hidden, state, text

__all__ = ["asked"]

pytestmark = pytest.mark.django_db
Desk = Callable[[str], Client]
FIRST, OWN = "zhongxin-7291-kaifang", "benren-5518-xinmima"
PDF = b"%PDF-1.4\n%%EOF\n"


def reset(made: County, username: str = "signer", by: str = "administrator") -> User:
    """The administrator gives somebody a password and, as somebody who has it, changes it."""
    person = made.people[username]
    services.give_password(person.pk, FIRST, actor=made.people[by])
    passwords.change_password(person.pk, FIRST, OWN, actor=person)
    person.refresh_from_db()
    return person


def decided(client: Client, decision: Decision) -> int:
    address = f"/desk/decisions/{decision.pk}/"
    fields = hidden(text(client.get(address)))
    return int(client.post(address, {**fields, "outcome": "approved", "comment": ""}).status_code)


def test_whoever_signs_in_with_a_password_the_administrator_gave_decides_nothing(
    asked: Decision, desk: Desk, made: County
) -> None:
    reset(made)
    client = desk("signer")
    address = f"/desk/decisions/{asked.pk}/"
    fields = hidden(text(client.get(address)))
    answer = client.post(address, {**fields, "outcome": "approved", "comment": ""})
    assert (answer.status_code, state(asked)) == (422, VersionState.WAITING)
    assert "还没有人核实是您本人在用" in text(answer)


def test_a_first_password_is_changed_before_anything_else(desk: Desk, made: County) -> None:
    services.give_password(made.people["signer"].pk, FIRST, actor=made.people["administrator"])
    made.people["signer"].refresh_from_db()
    answer = desk("signer").get("/desk/")
    assert (answer.status_code, "password" in answer["Location"]) == (302, True)


def test_the_person_finds_it_on_the_home_page_and_supervisors_in_the_trail(desk: Desk, made: County) -> None:
    person = reset(made)
    said = "密码由“高行之”于 2026-03-10 12:00 重设或发放"
    client = desk("signer")
    assert said in text(client.get("/desk/"))
    page = text(client.get(f"/desk/people/{person.pk}/"))
    assert "请立即报告本单位负责人和主管部门" in page
    assert f"/desk/people/{person.pk}/vouch/" not in page
    seen = text(desk("supervisor").get(f"/desk/people/{person.pk}/"))
    assert "高行之：发放初始密码" in seen


def test_somebody_from_another_hand_vouches_and_the_account_decides(asked: Decision, desk: Desk, made: County) -> None:
    person = reset(made)
    client, address = desk("officer"), f"/desk/people/{person.pk}/vouch/"
    assert "核实本人" in text(client.get(f"/desk/people/{person.pk}/"))
    assert client.post(address, {**hidden(text(client.get(address))), "how": " "}).status_code == 422
    assert client.post(address, {**hidden(text(client.get(address))), "how": "当面"}).status_code == 302
    assert "核实本人在用账号：当面" in text(desk("supervisor").get(f"/desk/people/{person.pk}/"))
    assert "重设或发放" not in text(desk("signer").get("/desk/"))
    assert (decided(desk("signer"), asked), state(asked)) == (302, VersionState.APPROVED)


def test_a_link_and_paper_need_no_account(asked: Decision, desk: Desk, made: County) -> None:
    path = address_of(asked, desk("officer"))
    reset(made)
    leader = Client()
    fields = hidden(text(leader.get(path)))
    assert leader.post(path, {**fields, "outcome": "approved", "comment": ""}).status_code == 302
    assert state(asked) == VersionState.APPROVED


def test_who_gave_the_officer_a_password_makes_no_link_and_records_no_paper(asked: Decision, desk: Desk, made: County) -> None:
    reset(made, "officer")
    client = desk("officer")
    address = f"/desk/decisions/{asked.pk}/"
    answer = client.post(f"{address}link/")
    assert (answer.status_code, DecisionLink.objects.count()) == (422, 0)
    assert "暂时不能生成签批链接、登记线下签批" in text(answer)
    with pytest.raises(Refused, match="登记线下签批") as refused:
        proof = files.write([PDF], FileClass.INTERNAL)
        decisions.decide(
            asked.pk,
            Outcome.APPROVED,
            "",
            asked.version_hash,
            decided_on=clock.today(),
            proof=proof,
            proof_type="application/pdf",
            actor=User.objects.get(username="officer"),
        )
    assert (refused.value.code, state(asked)) == ("not_vouched_for", VersionState.WAITING)
    vouching.vouch(made.people["officer"].pk, "当面", actor=made.people["supervisor"])
    assert address_of(asked, desk("officer"))


def token_of(person: User) -> str:
    token, hashed = tokens.new_token()
    tokens.make_token(person.pk, "同步", hashed, clock.today(), actor=person)
    return token


def passkey_of(person: User) -> int:
    kind = Authenticator.Type.WEBAUTHN
    return int(Authenticator.objects.create(user_id=person.pk, type=kind, data={}, created_at=clock.now()).pk)


def test_a_token_or_passkey_made_while_the_account_was_in_other_hands_opens_nothing_after_the_vouching(
    asked: Decision, made: County, now: clock.Frozen
) -> None:
    signer = made.people["signer"]
    before, key_before = token_of(signer), passkey_of(signer)
    now.move(minutes=1)
    person = reset(made)
    since, key_since = token_of(person), passkey_of(person)
    now.move(minutes=1)
    services.give_password(person.pk, FIRST, actor=made.people["administrator"])  # and once more, for the person themselves
    vouching.vouch(person.pk, "当面", actor=made.people["officer"])
    assert tokens.owner_of(since) is None
    assert tokens.owner_of(before) == signer, "what the person had before stays"
    assert set(Authenticator.objects.values_list("pk", flat=True)) == {key_before} and key_since != key_before


def test_whoever_is_signed_in_is_signed_out_by_the_vouching(made: County) -> None:
    person, client = reset(made), Client()
    assert client.post("/signin/", {"login": "signer", "password": OWN}).status_code == 302
    assert client.get("/desk/").status_code == 200
    vouching.vouch(person.pk, "当面", actor=made.people["officer"])
    assert client.get("/desk/").status_code == 302


def vouched(person: User, by: User) -> bool:
    try:
        vouching.vouch(person.pk, "电话", actor=by)
    except NotAllowed:
        return False
    return True


def test_neither_the_giver_nor_anybody_whose_account_he_gave_out_vouches(made: County) -> None:
    person, giver = reset(made), made.people["administrator"]
    assert not vouched(person, giver)
    assert not vouched(person, person), "nobody for himself"
    assert not vouched(person, made.people["neighbour"]), "nor who has nothing to do with the agency"
    assert not vouched(person, reset(made, "officer")), "nor whose own account came from the same hand"
    helper = User.objects.get(pk=_helper(made, giver))
    assert not vouched(person, helper)
    services.give_password(person.pk, FIRST, actor=helper)
    assert not vouched(person, giver), "nor who made the giver"
    assert vouched(person, made.people["supervisor"])


def _helper(made: County, giver: User) -> UUID:
    """A second administrator whom the first one made."""
    user = services.enrol("helper", "助手", made.county, FIRST, actor=giver).record_id
    services.grant(user, Role.ADMINISTRATOR, made.county, SET_UP, actor=giver)
    return user


def test_whoever_is_enrolled_with_a_password_is_marked_and_the_operator_vouches_for_the_first(made: County) -> None:
    keeper = made.people["administrator"]
    first = User.objects.get(pk=services.enrol("first", "起头人", made.county, FIRST, actor=keeper).record_id)
    services.grant(first.pk, Role.SUPERVISOR, made.county, SET_UP, actor=keeper)
    assert not vouching.may_decide_here(first)
    person = reset(made)
    assert not vouched(person, first)
    vouching.vouch(first.pk, "当面", actor=OPERATOR)
    assert vouched(person, User.objects.get(pk=first.pk))


def test_cleared_second_factors_and_a_linked_identity_mark_as_well(made: County) -> None:
    from gongkai.records.accounts import identities

    person = made.people["signer"]
    identities.link(person.pk, "sub-1", actor=made.people["administrator"])
    person.refresh_from_db()
    assert "统一身份认证由“高行之”" in vouching.said(person, "统一身份认证")
    assert not vouching.may_decide_here(person)


def test_who_linked_an_identity_does_not_vouch_after_another_gave_a_password(made: County) -> None:
    from gongkai.records.accounts import identities

    person, first = made.people["signer"], made.people["administrator"]
    second = enrolled("second", "另一位管理员", made.county, Role.ADMINISTRATOR)
    identities.link(person.pk, "sub-of-the-first", actor=first)
    services.give_password(person.pk, FIRST, actor=second)
    person.refresh_from_db()
    assert not vouched(person, first)
    assert not vouched(person, second)
    assert vouched(person, made.people["officer"])


def test_a_substitute_with_such_an_account_decides_nothing_either(asked: Decision, desk: Desk, made: County) -> None:
    from gongkai.records.accounts import substitution

    signer, deputy = made.people["signer"], enrolled("deputy", "代办人", made.township)
    made.people["deputy"] = deputy
    substitution.arrange(signer.pk, deputy.pk, SET_UP.replace(year=2026), SET_UP.replace(year=2027), "学习", actor=signer)
    reset(made, "deputy")
    assert (decided(desk("deputy"), asked), state(asked)) == (422, VersionState.WAITING)


@pytest.mark.needs("chromium", "axe")
def test_the_screen_of_vouching(
    asked: Decision, made: County, seat: Callable[..., Page], site: str, axe: Callable[[Page], None], shot: Callable[..., None]
) -> None:
    person = reset(made)
    page = seat("officer")
    page.goto(f"{site}/desk/people/{person.pk}/")
    axe(page)
    shot(page, "person-given")
    page.click("text=核实本人")
    page.fill("[name=how]", "当面")
    axe(page)
    page.click("form.act button[type=submit]")
    page.wait_for_selector("text=该账号可以签批")
    home = seat("signer")
    assert "重设或发放" not in home.inner_text("main")


def test_the_operator_vouches_at_the_terminal(made: County, capsys: pytest.CaptureFixture[str]) -> None:
    person = reset(made)

    def run(*words: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main(["admin", "vouch", *words])
        return int(ended.value.code or 0), capsys.readouterr().err

    assert run("nobody-at-all", "--how", "当面") == (2, "出错：没有用户名是“nobody-at-all”的人员，请核对。\n")
    assert run("signer", "--how", "当面") == (0, "已记录核实：“周望山”在使用自己的账号。\n")
    assert vouching.may_decide_here(person)
    assert run("signer", "--how", "当面")[0] == 2, "there is nothing left to vouch for"
