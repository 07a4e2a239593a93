"""The pages of help."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from gongkai.desk import help as texts
from gongkai.desk.access import staff
from gongkai.desk.here import DeskRequest
from gongkai.desk.pages import page


@require_safe
@staff
def topic(request: DeskRequest, topic: str = "first-day") -> HttpResponse:
    """A page of help, beside the list of all."""
    if topic not in texts.topics():
        raise Http404
    context = {"text": texts.text(topic), "topics": texts.topics().items(), "now": topic}
    return page(request, "desk/help.html", context, title=gettext("帮助"))
