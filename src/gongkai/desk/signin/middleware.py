"""What a person must do before anything else: change a first password, set up the second factor that is demanded."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from gongkai.desk.signin.registering import FREE, SETTING_UP
from gongkai.records.accounts.demands import demanded_of, factors_of, missing
from gongkai.records.accounts.models import Factor, User


class FirstThingsFirst:
    """Leads there from every address but those that are needed for it. Public pages stay open to everybody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponseBase | None:
        """None: go on."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in FREE or name.startswith("portal:"):
            return None
        user = request.user
        if not isinstance(user, User):
            return None
        if user.must_change_password and user.has_usable_password():
            return HttpResponseRedirect(reverse("me-password"))
        if name in SETTING_UP:
            return None
        demanded = demanded_of(user)
        if not demanded:
            return None
        factor = missing(demanded, factors_of(user))
        if factor is None:
            return None
        messages.warning(
            request,
            gettext("您所在单位或担任的角色要求登录时使用%(factor)s，请先在本页设置，设置后即可开始工作。")
            % {"factor": Factor(factor).label},
        )
        return HttpResponseRedirect(reverse("mfa_index"))
