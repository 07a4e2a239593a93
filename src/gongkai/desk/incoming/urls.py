"""Addresses of the screens of items and doors."""

from __future__ import annotations

from django.urls import path

from gongkai.desk.incoming import screens, views

urlpatterns = [
    path("desk/incoming/", views.items, name="incoming"),
    path("desk/incoming/<uuid:identity>/", views.item, name="incoming-item"),
    path("desk/incoming/<uuid:identity>/photos/<int:position>.jpg", views.photo, name="incoming-photo"),
    path("desk/incoming/<uuid:identity>/take/", screens.Take.as_view(), name="incoming-take"),
    path("desk/incoming/<uuid:identity>/decline/", screens.Decline.as_view(), name="incoming-decline"),
    path("desk/doors/", views.doors, name="doors"),
    path("desk/doors/<uuid:agency>/", views.door, name="door"),
    path("desk/doors/<uuid:agency>/poster/", views.poster, name="door-poster"),
    path("desk/doors/<uuid:agency>/open/", screens.Open.as_view(), name="door-open"),
    path("desk/doors/<uuid:agency>/close/", screens.Close.as_view(), name="door-close"),
]
