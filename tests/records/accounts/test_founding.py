"""The first administrator: by the command, or from the environment at the first start; never with a password nobody gave."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from gongkai.records.accounts import founding
from gongkai.records.accounts.founding import Founder
from gongkai.records.accounts.models import User
from gongkai.records.agencies.models import Agency
from gongkai.records.base.clock import Frozen
from gongkai.records.base.errors import Refused
from tests.records.installation import Installation

PASSWORD = "Di-yi-ge-2026"


def environment(**more: str) -> dict[str, str]:
    return {"GONGKAI_ADMIN_USERNAME": "guanli", "GONGKAI_AGENCY": "云水县人民政府", **more}


def test_at_the_first_start_the_environment_founds_the_tree_and_its_administrator(db: None, now: Frozen) -> None:
    said = founding.at_first_start(environment(GONGKAI_ADMIN_PASSWORD=PASSWORD))
    assert "已建立系统管理员“guanli”" in said
    user, top = User.objects.get(), Agency.objects.get()
    assert (top.name, top.kind, top.level) == ("云水县人民政府", "government", "county")
    assert user.check_password(PASSWORD)
    assert user.must_change_password
    assert [grant.role for grant in user.grants.all()] == ["administrator"]
    assert founding.at_first_start(environment(GONGKAI_ADMIN_PASSWORD="Etwas-anderes-1")) == ""
    assert User.objects.count() == 1


def test_the_password_comes_from_a_file(db: None, now: Frozen, tmp_path: Path) -> None:
    path = tmp_path / "password"
    path.write_text(f"{PASSWORD}\n", encoding="utf-8")
    path.chmod(stat.S_IRUSR)
    founding.at_first_start(environment(GONGKAI_ADMIN_PASSWORD_FILE=str(path)))
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, "password_missing"),
        ({"GONGKAI_ADMIN_PASSWORD": PASSWORD, "GONGKAI_ADMIN_PASSWORD_FILE": "/x"}, "password_missing"),
        ({"GONGKAI_ADMIN_PASSWORD_FILE": "/no/such/file"}, "password_unreadable"),
        ({"GONGKAI_ADMIN_PASSWORD_FILE": "/dev/null"}, "password_missing"),
        ({"GONGKAI_ADMIN_PASSWORD": "12345"}, "password_weak"),
        ({"GONGKAI_ADMIN_PASSWORD": PASSWORD, "GONGKAI_AGENCY": ""}, "agency_missing"),
        ({"GONGKAI_ADMIN_PASSWORD": PASSWORD, "GONGKAI_AGENCY": "某某开发区管理委员会"}, "level_unknown"),
    ],
)
def test_without_a_good_password_or_an_agency_nobody_is_founded(db: None, now: Frozen, more: dict[str, str], code: str) -> None:
    with pytest.raises(Refused) as refused:
        founding.at_first_start(environment(**more))
    assert refused.value.code == code
    assert not User.objects.exists()


def test_where_nobody_is_named_the_operator_is_told_what_to_do(db: None, now: Frozen) -> None:
    assert "gongkai admin create" in founding.at_first_start({})
    assert not User.objects.exists()


def test_what_an_interrupted_run_left_is_gone_on_with_and_a_second_run_is_told(db: None, now: Frozen) -> None:
    with pytest.raises(Refused, match="密码不够安全"):
        founding.found(Founder("guanli", "kurz", agency="云水县人民政府"))
    assert Agency.objects.count() == 1
    founding.found(Founder("guanli", PASSWORD))
    with pytest.raises(Refused, match="已经是系统管理员"):
        founding.found(Founder("guanli", PASSWORD))
    founding.found(Founder("guanli2", PASSWORD))
    assert (Agency.objects.count(), User.objects.count()) == (1, 2)


def test_the_command_makes_one_and_tells_why_not(installation: Installation) -> None:
    installation.environment |= environment(GONGKAI_ADMIN_PASSWORD=PASSWORD)  # before the first start
    made = installation.run("admin", "create")
    assert "已建立系统管理员“guanli”" in made.stderr
    again = installation.run("admin", "create", check=False)
    assert (again.returncode, "已经是系统管理员" in again.stderr) == (2, True)
    assert installation.value("SELECT count(*) FROM accounts_user") == 1
