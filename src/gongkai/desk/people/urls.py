"""Addresses of the people screens."""

from __future__ import annotations

from django.urls import path

from gongkai.desk.people import lists, remarks, screens, views

app_name = "people"

_ON_PERSON = (
    ("grant", screens.Grant),
    ("rename", screens.Rename),
    ("change-username", screens.ChangeUsername),
    ("transfer", screens.Transfer),
    ("deactivate", screens.Deactivate),
    ("reactivate", screens.Reactivate),
    ("reset-factors", screens.ResetFactors),
    ("link-identity", screens.LinkIdentity),
    ("unlink-identity", screens.UnlinkIdentity),
    ("substitute", screens.Substitute),
    ("hand-over", screens.HandOver),
    ("vouch", screens.Vouch),
)

urlpatterns = [
    path("desk/people/", lists.people_list, name="list"),
    path("desk/people/new/", screens.Enrol.as_view(), name="enrol"),
    path("desk/people/import/", views.import_people, name="import"),
    path("desk/people/import/template.xlsx", views.template, name="template"),
    path("desk/people/import/do/", views.do_import, name="do-import"),
    path("desk/people/demands/", views.demand_list, name="demands"),
    path("desk/people/demands/new/", screens.Demand.as_view(), name="demand"),
    path("desk/people/demands/<uuid:identity>/lift/", screens.LiftDemand.as_view(), name="lift-demand"),
    path("desk/people/roles/<uuid:identity>/end/", screens.EndRole.as_view(), name="end-role"),
    path("desk/people/absences/<uuid:identity>/end/", screens.EndSubstitution.as_view(), name="end-substitution"),
    path("desk/remarks/", remarks.remark_list, name="remarks"),
    path("desk/remarks/on/<str:record_type>/<uuid:identity>/", remarks.Say.as_view(), name="remark"),
    path("desk/remarks/<uuid:identity>/", remarks.Answer.as_view(), name="answer-remark"),
    path("desk/people/<uuid:identity>/", views.person, name="person"),
    path("desk/people/<uuid:identity>/password/", views.first_password, name="password"),
    *(path(f"desk/people/<uuid:identity>/{name}/", screen.as_view(), name=name) for name, screen in _ON_PERSON),
]
