"""A form that does an act: shown, kept as a draft while it is typed, sent once, answered at the form or done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.db import models
from django.http import HttpResponseBase, HttpResponseRedirect
from django.utils.crypto import get_random_string
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from gongkai.desk.access import View, must, staff
from gongkai.desk.forms import drafts
from gongkai.desk.forms.uploads import UploadField
from gongkai.desk.here import DeskRequest, Here
from gongkai.desk.pages import page
from gongkai.records.base import clock
from gongkai.records.base.acts import Done
from gongkai.records.base.errors import Conflict, KeyReused, NotAllowed, Refused
from gongkai.records.base.log import chain


class ActScreen:
    """Subclass it; `as_view()` goes into urls.py. What may differ stands below; the rest is the same for every act.

    The form carries an idempotency key (a double click is one act) and the version of the record as it was shown (who comes
    second is told so). A refusal stands above the form, with everything that was typed.
    """

    name: ClassVar[str]
    """Names the form's draft, with the subject's id: "agencies.rename"."""
    title: ClassVar[str | Promise]
    form: ClassVar[type[forms.Form]]
    submit: ClassVar[str | Promise] = gettext_lazy("提交")
    done: ClassVar[str | Promise] = gettext_lazy("已办理。")
    why: ClassVar[str | Promise] = ""
    """What the act does, by when and why: shown above the form."""
    help_topic: ClassVar[str] = ""
    keeps_draft: ClassVar[bool] = True
    """False where secrets are typed."""
    danger: ClassVar[bool] = False
    """True where the act cannot be taken back."""
    versioned: ClassVar[bool] = True
    """False where the subject is not the act's record (something new is made under it)."""

    def load(self, here: Here, **address: Any) -> models.Model | None:
        """What the form is about, through a selector; raises NotFound. None: a new record without a subject."""
        return None

    def may(self, here: Here, subject: Any) -> bool:
        """Whether the person may open the form; the act asks again."""
        return True

    def initial(self, here: Here, subject: Any) -> dict[str, Any]:
        """What stands in the form at first."""
        return {}

    def build(self, here: Here, subject: Any, form: forms.Form) -> None:
        """Gives the form what depends on the person or the subject (choices)."""

    def act(self, here: Here, subject: Any, data: dict[str, Any], **call: Any) -> Done:
        """Does it. `call`: actor, key, expected_version; hand it on to the act."""
        raise NotImplementedError

    def next(self, here: Here, subject: Any, done: Done) -> str:
        """Where to go then."""
        raise NotImplementedError

    def crumbs(self, here: Here, subject: Any) -> Sequence[tuple[str, str]]:
        """The way here."""
        return ()

    def context(self, here: Here, subject: Any) -> dict[str, Any]:
        """More for the template."""
        return {}

    template: ClassVar[str] = "desk/form.html"

    # the same for all

    @classmethod
    def as_view(cls) -> View:
        """The view."""

        @require_http_methods(["GET", "HEAD", "POST"])
        @csrf_protect
        @staff
        def view(request: DeskRequest, **address: Any) -> HttpResponseBase:
            screen = cls()
            subject = screen.load(request.here, **address)
            must(screen.may(request.here, subject))
            return screen._post(request, subject) if request.method == "POST" else screen._get(request, subject)

        return view

    def _draft_name(self, subject: Any) -> str:
        return f"{self.name}:{subject.pk if subject is not None else '-'}"

    def _get(self, request: DeskRequest, subject: Any) -> HttpResponseBase:
        initial = self.initial(request.here, subject)
        draft = drafts.of_form(request.here.user, self._draft_name(subject)) if self.keeps_draft else None
        form = self._form(request.here, subject, initial=initial | (_from_draft(self.form, draft.data) if draft else {}))
        version = chain.version(subject) if subject is not None and self.versioned else ""
        return self._page(request, subject, form, get_random_string(32), str(version), draft=draft)

    def _post(self, request: DeskRequest, subject: Any) -> HttpResponseBase:
        here = request.here
        if "drop-draft" in request.POST:
            drafts.drop(here.user, self._draft_name(subject))
            return HttpResponseRedirect(request.get_full_path())
        form = self._form(here, subject, request.POST, request.FILES)
        key = request.POST.get("key", "")[:64] or get_random_string(32)
        version = request.POST.get("version", "")
        if not form.is_valid():
            return self._page(request, subject, form, key, version, status=422)
        call = {
            "actor": here.user,
            "key": key,
            "expected_version": int(version) if version.isdigit() and len(version) < 10 else None,
        }
        try:
            done = self.act(here, subject, form.cleaned_data, **call)
        except NotAllowed:
            raise
        except Refused as refused:
            # After a conflict the version must be looked at anew; a key that was used up needs a new one.
            if isinstance(refused, KeyReused):
                key = get_random_string(32)
            status = 409 if isinstance(refused, Conflict | KeyReused) else 422
            if isinstance(refused, Conflict):
                version = str(chain.version(subject)) if subject is not None and self.versioned else ""
            return self._page(request, subject, form, key, version, refused=refused.message, status=status)
        drafts.drop(here.user, self._draft_name(subject))
        messages.success(request, str(self.done))
        return HttpResponseRedirect(self.next(here, subject, done))

    def _form(self, here: Here, subject: Any, *given: Any, **more: Any) -> forms.Form:
        form = self.form(*given, **more)
        for field in form.fields.values():
            if isinstance(field, UploadField):
                field.user = here.user
            if isinstance(field, forms.ModelChoiceField) and field.empty_label is not None:
                field.empty_label = gettext("请选择") if field.required else gettext("不选")
        self.build(here, subject, form)
        return form

    def _page(
        self,
        request: DeskRequest,
        subject: Any,
        form: forms.Form,
        key: str,
        version: str,
        *,
        refused: str = "",
        draft: Any = None,
        status: int = 200,
    ) -> HttpResponseBase:
        context = {
            "form": form,
            "screen": self,
            "key": key,
            "version": version,
            "refused": refused,
            "subject": subject,
            "draft_name": self._draft_name(subject) if self.keeps_draft else "",
            "draft_at": clock.local(draft.saved_at) if draft else None,
            "back": (self.crumbs(request.here, subject) or [("", "")])[-1][1],
            "multipart": form.is_multipart(),
            **self.context(request.here, subject),
        }
        return page(
            request,
            self.template,
            context,
            title=str(self.title),
            crumbs=self.crumbs(request.here, subject),
            help_topic=self.help_topic,
            status=status,
        )


def _from_draft(form: type[forms.Form], data: dict[str, list[str]]) -> dict[str, Any]:
    """A draft as initial values: several for a field of several, one for the others."""
    several = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)
    initial: dict[str, Any] = {}
    for name, field in form.base_fields.items():
        if isinstance(field, UploadField):
            initial[name] = (data.get(f"{name}_upload") or [""])[0]
        elif isinstance(field, several):
            initial[name] = data.get(name, [])
        elif isinstance(field, forms.BooleanField):
            initial[name] = bool(data.get(name))
        elif data.get(name):
            initial[name] = data[name][0]
    return initial
