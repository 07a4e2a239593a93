"""Addresses of the library's screens."""

from __future__ import annotations

from django.urls import path

from gongkai.desk.library import screens, views

urlpatterns = [
    path("desk/rules/", views.rules, name="rules"),
    path("desk/rules/new/", screens.NewRule.as_view(), name="rule-new"),
    path("desk/rules/<uuid:identity>/", views.rule, name="rule"),
    path("desk/rules/<uuid:identity>/version/", screens.NewVersion.as_view(), name="rule-version"),
    path("desk/rules/<uuid:identity>/repeal/", screens.Repeal.as_view(), name="rule-repeal"),
    path("desk/rules/<uuid:identity>/go-on/", screens.GoOn.as_view(), name="rule-go-on"),
    path("desk/rules/<uuid:identity>/show/", screens.Show.as_view(), name="rule-show"),
    path("desk/rules/<uuid:identity>/<int:number>/file", views.rule_file, name="rule-file"),
    path("desk/guide/", screens.Guide.as_view(), name="guide"),
    path("desk/guide/<uuid:agency>/", screens.Guide.as_view(), name="guide-of"),
]
