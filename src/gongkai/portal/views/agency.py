"""The public pages of an agency: where they begin, and the list of agencies."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.records.agencies.models import Agency
from gongkai.records.agencies.selectors import PARTS, tree_on
from gongkai.records.base import clock
from gongkai.records.library.board import board_on
from gongkai.records.library.selectors import IN_FORCE, guide_of, public_rules


def found(agency: UUID) -> Agency:
    """An agency that publishes: villages and inner units are on the pages of theirs. Http404 otherwise."""
    place = Agency.objects.select_related("parent").filter(pk=agency, ended_on=None).exclude(kind__in=PARTS).first()
    if place is None:
        raise Http404
    return place


def shown(request: HttpRequest, template: str, place: Agency, column: str, context: dict[str, Any]) -> HttpResponse:
    """A page of an agency in one of its columns."""
    return render(request, template, {"agency": place, "column": column, "columns": columns(place), **context})


def columns(place: Agency) -> list[tuple[str, str, str]]:
    """Key, name and address of the agency's columns; the catalogue where its page is installed."""
    address = {"agency": place.pk}
    out = [
        ("guide", _("政府信息公开指南"), reverse("portal:guide", kwargs=address)),
        ("rules", _("政府信息公开制度"), reverse("portal:rules", kwargs=address)),
        ("catalogue", _("公开目录"), _if_there("portal:catalogue", place)),
        ("board", _("工作机构与人员"), reverse("portal:board", kwargs=address)),
    ]
    return [column for column in out if column[2]]


def _if_there(name: str, place: Agency) -> str:
    try:
        return reverse(name, args=[place.pk])
    except NoReverseMatch:
        return ""


@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    """All agencies that publish, as the tree stands today."""
    tree = tree_on(clock.today())
    groups = []
    for root in tree.roots:
        below = [node for node in tree.below(root.id) if node.kind not in PARTS and node.id != root.id]
        groups.append((root, sorted(below, key=lambda node: (node.level != "county", node.kind, node.name))))
    return render(request, "portal/agency/list.html", {"groups": groups})


@require_safe
def home(request: HttpRequest, agency: UUID) -> HttpResponse:
    """Where an agency's pages begin: each column with what it holds and since when."""
    place = found(agency)
    rules = public_rules(place)
    context = {
        "guide": guide_of(place),
        "rules_many": sum(one.state == IN_FORCE for one in rules),
        "rules_latest": max((one.version.effective_on for one in rules if one.state == IN_FORCE), default=None),
        "board": board_on(place),
        "addresses": {key: address for key, _name, address in columns(place)},
    }
    return shown(request, "portal/agency/home.html", place, "", context)
