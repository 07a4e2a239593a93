"""Addresses for people outside: on the public site of the nearest agency above that has one, else where this desk is."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from gongkai.records.agencies.models import Agency, Site
from gongkai.records.agencies.selectors import place_of


def outside(request: HttpRequest, agency: Agency, path: str) -> str:
    """The whole address of a path, for a code on paper or a message to a telephone."""
    place = place_of(agency)
    order = {identity: number for number, identity in enumerate((*place.own, *place.above))}
    sites = sorted(Site.objects.filter(root__in=order), key=lambda site: order[site.root_id])
    if not sites or settings.DEMO:  # the made-up county's host exists nowhere
        return request.build_absolute_uri(path)
    scheme = "https" if settings.HTTPS else request.scheme
    return f"{scheme}://{sites[0].host}{path}"
