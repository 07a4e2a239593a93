"""Passwords, keys for programs, identities: what people and administrators do with them, and what is kept."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from gongkai.records.accounts import identities, passwords, services, tokens
from gongkai.records.accounts.models import ApiToken, User
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.clock import Frozen
from gongkai.records.base.errors import NotAllowed, Refused
from gongkai.records.base.log import chain
from tests.records.conftest import DAY

OWN, NEW = "Ziji-2026-mima", "Xin-2026-mima-2"


@pytest.fixture
def person(officer: User) -> User:
    services.give_password(officer.pk, OWN, actor=OPERATOR)
    return User.objects.get(pk=officer.pk)


def test_a_person_changes_their_password_with_the_old_one_and_nobody_else_does(person: User, administrator: User) -> None:
    with pytest.raises(Refused, match="原密码不正确"):
        passwords.change_password(person.pk, "falsch", NEW, actor=person)
    with pytest.raises(Refused, match="不能与原密码相同"):
        passwords.change_password(person.pk, OWN, OWN, actor=person)
    with pytest.raises(Refused, match="密码不够安全"):
        passwords.change_password(person.pk, OWN, "1234567890", actor=person)
    with pytest.raises(NotAllowed):
        passwords.change_password(person.pk, OWN, NEW, actor=administrator)
    passwords.change_password(person.pk, OWN, NEW, actor=person)
    person.refresh_from_db()
    assert person.must_change_password is False
    assert authenticate(username="zhuangan", password=NEW) == person
    assert NEW not in str([entry.data for entry in chain.entries(person)])


def test_an_administrator_gives_himself_no_password_and_clears_no_factor_of_his_own(administrator: User) -> None:
    with pytest.raises(NotAllowed):
        services.give_password(administrator.pk, NEW, actor=administrator)
    with pytest.raises(NotAllowed):
        passwords.reset_factors(administrator.pk, "手机遗失", actor=administrator)


def test_first_passwords_are_readable_good_enough_and_never_twice_the_same(person: User, settings: object) -> None:
    made = {passwords.first_password() for _ in range(200)}
    assert len(made) == 200
    assert not set("".join(made)) & set("lo01iI")
    for password in list(made)[:5]:
        services.give_password(person.pk, password, actor=OPERATOR)


def test_a_first_password_is_kept_as_a_hash_that_the_first_sign_in_makes_slow(person: User, settings: object) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]  # type: ignore[attr-defined]
    password = passwords.first_password()
    User.objects.filter(pk=person.pk).update(password=passwords.encoded_first_password(password))
    assert authenticate(username="zhuangan", password=password) == person
    person.refresh_from_db()
    assert int(person.password.split("$")[1]) == PBKDF2PasswordHasher.iterations


def test_a_key_is_ones_own_ends_within_a_year_and_is_good_for_nothing_after_its_end(
    person: User, administrator: User, now: Frozen
) -> None:
    token, hashed = tokens.new_token()
    with pytest.raises(NotAllowed):
        tokens.make_token(person.pk, "同步", hashed, DAY, actor=administrator)
    with pytest.raises(Refused, match="最长有效一年"):
        tokens.make_token(person.pk, "同步", hashed, DAY + timedelta(days=366), actor=person)
    with pytest.raises(Refused, match="不能早于今天"):
        tokens.make_token(person.pk, "同步", hashed, DAY - timedelta(days=1), actor=person)
    tokens.make_token(person.pk, "同步", hashed, DAY + timedelta(days=1), actor=person)
    assert token not in str(list(ApiToken.objects.values()))
    now.move(days=1)
    assert tokens.owner_of(token) == person
    now.move(days=1)
    assert tokens.owner_of(token) is None


def test_a_key_of_somebody_who_left_or_that_was_revoked_opens_nothing(person: User, administrator: User) -> None:
    token, hashed = tokens.new_token()
    done = tokens.make_token(person.pk, "同步", hashed, DAY, actor=person)
    services.deactivate(person.pk, "调离", actor=OPERATOR)
    assert tokens.owner_of(token) is None
    services.reactivate(person.pk, actor=OPERATOR)
    assert tokens.owner_of(token) == person
    tokens.revoke_token(UUID(done.result["token"]), actor=administrator)
    assert tokens.owner_of(token) is None
    with pytest.raises(Refused, match="已经撤销"):
        tokens.revoke_token(UUID(done.result["token"]), actor=person)


def test_an_identity_belongs_to_one_person(person: User, administrator: User) -> None:
    identities.link(person.pk, "shen-01", actor=administrator)
    other = User.objects.get(pk=services.enrol("er", "某二", person.agency_id, actor=OPERATOR).record_id)
    with pytest.raises(Refused, match="已关联到另一人员"):
        identities.link(other.pk, "shen-01", actor=administrator)
    with pytest.raises(NotAllowed):
        identities.link(administrator.pk, "gao-01", actor=administrator)
    identities.link(person.pk, "shen-02", actor=administrator)
    identities.link(other.pk, "shen-01", actor=administrator)
    assert (identities.subject_of(person), identities.subject_of(other)) == ("shen-02", "shen-01")
