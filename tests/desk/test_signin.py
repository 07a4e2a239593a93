"""Signing in, as people do it: password, first password, telephone, passkey, lock-out, what is demanded; and out."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axes.models import AccessAttempt
from django.test import Client
from playwright.sync_api import Page

from gongkai.records.accounts import demands, identities, services, signins
from gongkai.records.accounts.models import Factor, User
from gongkai.records.accounts.roles import Role
from gongkai.records.base.actors import OPERATOR
from tests.desk.conftest import County

Visitor = Callable[..., Page]
FIRST, OWN = "Fa-2026-chushi", "Ziji-2026-mima"


@pytest.fixture
def officer(made: County) -> User:
    """The officer, with a password of their own."""
    return with_password(made.people["officer"])


def with_password(user: User, first: bool = False) -> User:
    services.give_password(user.pk, FIRST if first else OWN, actor=OPERATOR)
    if not first:
        User.objects.filter(pk=user.pk).update(must_change_password=False)
    user.refresh_from_db()
    return user


def acts(user: User) -> list[str]:
    return [entry.act.removeprefix("accounts.") for entry in reversed(signins.entries(user))]


def sign_in(page: Page, site: str, password: str = OWN, username: str = "officer") -> None:
    page.goto(f"{site}/signin/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", password)
    page.click("form.card button[type=submit]")


def code_of(secret: str, ahead: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def post(client: Client, username: str, password: str, **more: Any) -> Any:
    return client.post("/signin/", {"login": username, "password": password}, **more)


@pytest.mark.needs("chromium", "axe")
def test_somebody_signs_in_is_at_work_and_signs_out(
    officer: User, visitor: Visitor, site: str, axe: Callable[[Page], None], shot: Callable[[Page, str], None]
) -> None:
    page = visitor()
    page.goto(f"{site}/desk/tasks/")
    assert "/signin/?next=/desk/tasks/" in page.url
    axe(page)
    shot(page, "signin")
    page.fill("[name=login]", "officer")
    page.fill("[name=password]", OWN)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/signin" not in url)
    before = page.context.cookies()[0]["value"]
    page.goto(f"{site}/me/")
    assert "公开专干（石桥镇人民政府" in page.inner_text("main")
    assert "本次登录" in page.inner_text("main")
    axe(page)
    shot(page, "me")
    page.click("text=全部退出")
    page.wait_for_url("**/signin/")
    assert "已退出登录" in page.inner_text("main")
    assert before
    assert acts(officer) == ["signed_in", "signed_out"]


def test_the_session_is_another_one_after_signing_in(officer: User) -> None:
    client = Client()
    client.get("/signin/")
    client.session["seen"] = "before"
    client.session.save()
    before = client.session.session_key
    assert post(client, "officer", OWN)["Location"] == "/desk/"
    assert client.session.session_key != before


def test_a_wrong_name_a_wrong_password_and_a_closed_account_get_the_same_answer(officer: User, made: County) -> None:
    closed = with_password(made.people["neighbour"])
    services.deactivate(closed.pk, "调离", actor=OPERATOR)
    answers = []
    for username, password in (("officer", "wrong-2026-wrong"), ("niemand", OWN), ("neighbour", OWN)):
        answer = post(Client(REMOTE_ADDR="10.0.0.9"), username, password)
        assert answer.status_code == 422
        text = answer.content.decode().replace(username, "*")
        answers.append(re.sub(r'value="[\w-]{64}"', "", text))
    assert answers[0] == answers[1] == answers[2]
    assert "用户名或密码不正确" in answers[0]


def test_after_five_failures_the_page_says_when_to_try_again_and_the_right_password_waits_too(officer: User) -> None:
    client = Client(REMOTE_ADDR="10.0.0.7")
    for _ in range(4):
        assert post(client, "officer", "wrong-2026-wrong").status_code == 422
    locked = post(client, "officer", "wrong-2026-wrong")
    assert locked.status_code == 429
    assert re.search(r"请在 \d\d:\d\d 之后再试", locked.content.decode())
    again = post(client, "officer", OWN)
    assert (again.status_code, "_auth_user_id" in client.session) == (429, False)
    assert acts(officer) == ["sign_in_failed"] * 4 + ["locked_out"]
    # From elsewhere the same person is let in: nobody locks somebody else out.
    assert post(Client(REMOTE_ADDR="10.0.0.8"), "officer", OWN).status_code == 302
    # Names that are nobody's are locked just the same.
    stranger = Client(REMOTE_ADDR="10.0.0.7")
    assert [post(stranger, "niemand", "x").status_code for _ in range(5)] == [422, 422, 422, 422, 429]


def test_what_the_lock_out_keeps_holds_neither_name_nor_password_nor_address(officer: User) -> None:
    post(Client(REMOTE_ADDR="10.0.0.7"), "geheim-2026-mima", "anderes-2026-mima")
    post(Client(REMOTE_ADDR="10.0.0.7"), "officer", "anderes-2026-mima")
    kept = str(list(AccessAttempt.objects.values()))
    assert AccessAttempt.objects.count() == 2
    for secret in ("geheim", "anderes", "10.0.0.7", "officer"):
        assert secret not in kept
    assert "10.0.0.7" not in str([entry.data for entry in signins.entries(officer)])


def test_after_a_quarter_of_an_hour_the_lock_is_gone(officer: User) -> None:
    from datetime import timedelta

    from django.db.models import F

    client = Client(REMOTE_ADDR="10.0.0.7")
    for _ in range(5):
        post(client, "officer", "wrong-2026-wrong")
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=16))
    assert post(client, "officer", OWN).status_code == 302


@pytest.mark.needs("chromium", "axe")
def test_a_first_password_is_changed_before_anything_else(
    made: County, visitor: Visitor, site: str, axe: Callable[[Page], None], shot: Callable[[Page, str], None]
) -> None:
    user = with_password(made.people["officer"], first=True)
    page = visitor()
    sign_in(page, site, FIRST)
    page.wait_for_url("**/me/password/")
    page.goto(f"{site}/desk/tasks/")
    assert page.url.endswith("/me/password/")
    axe(page)
    shot(page, "first-password")
    for name, value in (("current", FIRST), ("password", "12345678901"), ("again", "12345678901")):
        page.fill(f"[name={name}]", value)
    page.click("form.card button[type=submit]")
    assert "密码不够安全" in page.inner_text(".problem")
    for name, value in (("current", FIRST), ("password", OWN), ("again", OWN)):
        page.fill(f"[name={name}]", value)
    page.click("form.card button[type=submit]")
    page.wait_for_url("**/desk/")
    user.refresh_from_db()
    assert (user.must_change_password, user.check_password(OWN)) == (False, True)


def test_a_change_of_password_ends_the_other_sessions_and_needs_the_old_one(officer: User) -> None:
    here, elsewhere = Client(), Client()
    assert post(here, "officer", OWN).status_code == post(elsewhere, "officer", OWN).status_code == 302
    form = {"current": "falsch-2026-x", "password": "Neu-2026-neu-1", "again": "Neu-2026-neu-1"}
    assert "原密码不正确" in here.post("/me/password/", form).content.decode()
    assert here.post("/me/password/", {**form, "current": OWN}).status_code == 302
    assert here.get("/me/").status_code == 200
    assert elsewhere.get("/me/").status_code == 302


def test_signing_out_everywhere_ends_every_session(officer: User) -> None:
    here, elsewhere = Client(), Client()
    post(here, "officer", OWN)
    post(elsewhere, "officer", OWN)
    here.post("/me/sessions/end/")
    assert (here.get("/me/").status_code, elsewhere.get("/me/").status_code) == (200, 302)


@pytest.mark.needs("chromium", "axe")
def test_a_telephone_is_set_up_and_asked_for_and_its_code_is_good_once(
    officer: User, visitor: Visitor, site: str, axe: Callable[[Page], None], shot: Callable[[Page, str], None]
) -> None:
    page = visitor()
    sign_in(page, site)
    page.wait_for_url("**/desk/")
    page.goto(f"{site}/me/factors/")
    axe(page)
    shot(page, "factors")
    page.click("text=设置动态口令")
    secret = page.inner_text("code").replace(" ", "")
    axe(page)
    shot(page, "code-start")
    page.fill("[name=code]", "000000")
    page.click("text=启用动态口令")
    assert "验证没有通过" in page.inner_text(".problem")
    secret = page.inner_text("code").replace(" ", "")
    page.fill("[name=code]", code_of(secret))
    page.click("text=启用动态口令")
    page.wait_for_url("**/codes/")
    recovery = page.inner_text(".codes code >> nth=0")
    axe(page)
    other = visitor()
    sign_in(other, site)
    other.wait_for_url("**/signin/second/")
    axe(other)
    shot(other, "second")
    code = code_of(secret)
    other.fill("[name=code]", code)
    other.click("text=验证并登录")
    other.wait_for_url("**/desk/")
    third = visitor()
    sign_in(third, site)
    third.fill("[name=code]", code)
    third.click("text=验证并登录")
    assert "已经用过" in third.inner_text(".problem >> visible=true")
    third.fill("[name=code]", recovery)
    third.click("text=验证并登录")
    third.wait_for_url("**/desk/")
    raw = str(list(officer.authenticator_set.values_list("data", flat=True)))  # type: ignore[attr-defined]
    assert secret not in raw


def test_wrong_codes_lock_like_wrong_passwords(officer: User) -> None:
    from allauth.core import context
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.test import RequestFactory

    with context.request_context(RequestFactory().get("/")):
        secret = generate_totp_secret()
        TOTP.activate(officer, secret)
    client = Client()
    assert post(client, "officer", OWN)["Location"] == "/signin/second/"
    statuses = [client.post("/signin/second/", {"code": "000000"}).status_code for _ in range(5)]
    assert statuses == [422, 422, 422, 422, 429]
    assert post(client, "officer", OWN).status_code == 429
    assert client.get("/desk/").status_code == 302


def virtual_key(page: Page) -> None:
    """A key in the machine, with the owner's finger on it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.mark.needs("chromium", "axe")
def test_a_passkey_is_what_the_role_demands_and_signs_in_by_itself(
    officer: User, made: County, visitor: Visitor, site: str, axe: Callable[[Page], None], shot: Callable[[Page, str], None]
) -> None:
    demands.demand(made.county, Factor.PASSKEY, Role.OFFICER, actor=made.people["administrator"])
    page = visitor()
    virtual_key(page)
    sign_in(page, site)
    page.wait_for_url("**/me/factors/")
    assert "请先在本页设置" in page.inner_text("main")
    page.goto(f"{site}/desk/tasks/")
    assert page.url.endswith("/me/factors/")
    page.click("text=添加通行密钥")
    page.fill("[name=name]", "办公室电脑")
    axe(page)
    shot(page, "passkey-add")
    page.click("form.card button[type=submit]")
    page.wait_for_url("**/codes/")
    page.goto(f"{site}/desk/tasks/")
    assert page.url.endswith("/desk/tasks/")
    page.goto(f"{site}/me/")
    page.click("text=全部退出")
    page.wait_for_url("**/signin/")
    page.click("text=用通行密钥登录")
    page.wait_for_url("**/desk/")
    page.goto(f"{site}/me/")
    page.click("text=全部退出")
    sign_in(page, site)
    page.wait_for_url("**/signin/second/")
    page.click("text=使用通行密钥")
    page.wait_for_url("**/desk/")


def test_a_demand_reaches_who_works_there_and_below_and_ends(made: County, desk: Callable[[str], Client]) -> None:
    administrator = made.people["administrator"]
    demands.demand(made.township, Factor.ANY, actor=administrator)
    assert desk("officer").get("/desk/")["Location"] == "/me/factors/"
    assert desk("neighbour").get("/desk/").status_code == 200
    assert desk("officer").get("/check/").status_code == 200
    demands.lift(made.township, actor=administrator)
    assert desk("officer").get("/desk/").status_code == 200


def test_over_a_bare_address_the_page_says_where_passkeys_work(officer: User, made: County, desk: Any) -> None:
    said = "通行密钥只能在 https 网址或 http://localhost 下使用"
    client = desk("officer")
    assert said in client.get("/me/factors/", headers={"Host": "127.0.0.1:8000"}).content.decode()
    assert said not in client.get("/me/factors/", headers={"Host": "localhost:8000"}).content.decode()
    assert said not in client.get("/me/factors/", secure=True, headers={"Host": "localhost"}).content.decode()


def test_where_nobody_has_an_account_the_page_says_how_the_first_is_made_and_then_no_more(
    db: None, request: pytest.FixtureRequest
) -> None:
    assert "运行 gongkai admin create" in Client().get("/signin/").content.decode()
    request.getfixturevalue("officer")
    assert "gongkai admin create" not in Client().get("/signin/").content.decode()


def test_nothing_of_sign_up_or_resetting_by_mail_exists(db: None) -> None:
    for address in ("signup", "password/reset", "email", "inactive", "3rdparty", "social/signup", "login/code"):
        for prefix in ("/accounts/", "/signin/", "/"):
            assert Client().get(f"{prefix}{address}/").status_code == 404


def test_who_is_linked_and_has_left_does_not_get_in(officer: User, made: County, provider: Provider) -> None:
    identities.link(officer.pk, "zhang-1", actor=made.people["administrator"])
    services.deactivate(officer.pk, "调离", actor=OPERATOR)
    client = Client()
    assert through(client, provider)["Location"] == "/signin/"
    assert client.get("/me/").status_code == 302


def test_in_a_demonstration_people_are_listed_and_elsewhere_nobody_is(made: County, settings: Any) -> None:
    from gongkai.desk.signin import demo

    demo.source(lambda: [demo.DemoPerson("officer", "沈知秋", "石桥镇人民政府", "公开专干", OWN)])
    try:
        assert "以沈知秋登录" not in Client().get("/signin/").content.decode()
        settings.DEMO = True
        assert "以沈知秋登录" in Client().get("/signin/").content.decode()
    finally:
        demo._SOURCES.clear()


def test_a_key_for_a_program_is_shown_once_and_ends_within_a_year(officer: User) -> None:
    from gongkai.records.accounts import tokens

    client = Client()
    post(client, "officer", OWN)
    refused = client.post("/me/tokens/new/", {"name": "网站同步", "until": "2027-03-12"})
    assert "最长有效一年" in refused.content.decode()
    answer = client.post("/me/tokens/new/", {"name": "网站同步", "until": "2026-09-01"}).content.decode()
    token = re.search(r"gk_[\w-]{40,}", answer)
    assert token
    assert token[0] not in client.get("/me/").content.decode()
    assert tokens.owner_of(token[0]) == officer
    row = tokens.valid(officer).get()
    client.post(f"/me/tokens/{row.pk}/revoke/")
    assert tokens.owner_of(token[0]) is None


class Provider(ThreadingHTTPServer):
    """A unified sign-in as small as one can be: says who `subject` is to whoever brings its code."""

    subject = "zhang-1"
    daemon_threads = True

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Answers(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def say(self, data: dict[str, Any]) -> None:
        body = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        here = self.server.address
        ends = {
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "userinfo_endpoint": "user",
            "jwks_uri": "keys",
        }
        self.say({"issuer": here, **{name: f"{here}/{path}" for name, path in ends.items()}})

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        now = int(time.time())
        claims = {"iss": self.server.address, "aud": "gongkai", "sub": self.server.subject, "iat": now, "exp": now + 60}
        token = jwt.encode(claims, "x" * 32, algorithm="HS256")
        self.say({"access_token": "a", "token_type": "Bearer", "id_token": token})


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    server = Provider(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    app = {"provider_id": identities.PROVIDER, "name": "统一身份认证", "client_id": "gongkai", "secret": "s"}
    app["settings"] = {"server_url": server.address, "fetch_userinfo": False}  # type: ignore[assignment]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "SCOPE": ["openid"], "APPS": [app]}}
    yield server
    server.shutdown()


def through(client: Client, provider: Provider) -> Any:
    """To the provider and back."""
    gone = client.get("/signin/oidc/gongkai-oidc/")
    assert gone["Location"].startswith(f"{provider.address}/authorize")
    asked = parse_qs(urlsplit(gone["Location"]).query)
    assert asked["scope"] == ["openid"]
    assert asked["code_challenge_method"] == ["S256"]
    return client.get("/signin/oidc/gongkai-oidc/callback/", {"code": "c", "state": asked["state"][0]})


def test_the_way_over_the_unified_sign_in_from_button_to_desk(officer: User, made: County, provider: Provider) -> None:
    client = Client()
    assert "用统一身份认证登录" in client.get("/signin/").content.decode()
    assert through(client, provider)["Location"] == "/signin/"
    assert "尚未关联本系统的人员" in client.get("/signin/").content.decode()
    identities.link(officer.pk, "zhang-1", actor=made.people["administrator"])
    assert through(client, provider)["Location"] == "/desk/"
    assert client.get("/me/").status_code == 200
    other = Client()
    provider.subject = "somebody-else"
    assert through(other, provider)["Location"] == "/signin/"
    forged = other.get("/signin/oidc/gongkai-oidc/callback/", {"code": "c", "state": "made-up"})
    assert forged["Location"] == "/signin/"
    assert User.objects.count() == len(made.people)
