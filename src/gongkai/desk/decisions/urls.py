"""Addresses of decisions."""

from __future__ import annotations

from django.urls import path

from gongkai.desk.decisions import link, lists, screens

urlpatterns = [
    path("desk/decisions/", lists.decisions, name="decisions"),
    path("desk/decisions/<uuid:identity>/", screens.Decide.as_view(), name="decision"),
    path("desk/decisions/<uuid:identity>/paper/", screens.Paper.as_view(), name="decision-paper"),
    path("desk/decisions/<uuid:identity>/link/", screens.make_link, name="decision-link"),
    path("desk/decisions/<uuid:identity>/proof/", screens.proof, name="decision-proof"),
    path("d/<str:token>/", link.link, name="link"),
]
