"""Addresses of agencies' public pages, and of the page behind a village's QR code."""

from __future__ import annotations

from django.urls import path

from gongkai.portal.views import agency, board, catalogue, guide, rules, village

urlpatterns = [
    path("agencies/", agency.agencies, name="agencies"),
    path("agencies/<uuid:agency>/", agency.home, name="agency"),
    path("agencies/<uuid:agency>/guide/", guide.guide, name="guide"),
    path("agencies/<uuid:agency>/guide.<str:kind>", guide.guide_file, name="guide-file"),
    path("agencies/<uuid:agency>/rules/", rules.rules, name="rules"),
    path("agencies/<uuid:agency>/rules/<uuid:rule>/", rules.rule, name="rule"),
    path("agencies/<uuid:agency>/rules/<uuid:rule>/<int:number>/file", rules.rule_file, name="rule-file"),
    path("agencies/<uuid:agency>/board/", board.board, name="board"),
    path("agencies/<uuid:agency>/catalogue/", catalogue.catalogue, name="catalogue"),
    path("agencies/<uuid:agency>/catalogue.<slug:kind>", catalogue.catalogue_file, name="catalogue-file"),
    path("v/<str:token>/", village.village, name="village"),
    path("v/<str:token>/done/", village.done, name="village-done"),
    path("v/<str:token>/photo/", village.photo_begin, name="village-photo"),
    path("v/<str:token>/photo/<str:identity>/", village.photo_piece, name="village-piece"),
]
