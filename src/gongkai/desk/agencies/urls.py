"""Addresses of the screens of agencies."""

from __future__ import annotations

from django.urls import path

from gongkai.desk.agencies import acts, importing, pages, tree

_ON_AGENCY = {
    "register": acts.Register,
    "rename": acts.Rename,
    "reclassify": acts.Reclassify,
    "credit-code": acts.CreditCode,
    "move": acts.Move,
    "merge": acts.Merge,
    "contacts": acts.Contacts,
}

urlpatterns = [
    path("desk/agencies/", tree.tree, name="agencies"),
    path("desk/agencies/list/", tree.listing, name="agency-list"),
    path("desk/posts/", tree.posts, name="posts"),
    path("desk/agencies/import/", importing.bring_in, name="agency-import"),
    path("desk/agencies/import/do/", importing.do_import, name="agency-import-do"),
    path("desk/agencies/import/template.xlsx", importing.template, name="agency-template"),
    path("desk/agencies/export.xlsx", importing.export, name="agency-export"),
    path("desk/agencies/<uuid:identity>/", pages.agency, name="agency"),
    *(
        path(f"desk/agencies/<uuid:identity>/{name}/", screen.as_view(), name=f"agency-{name}")
        for name, screen in _ON_AGENCY.items()
    ),
    path("desk/agencies/<uuid:identity>/groups/", acts.FoundGroup.as_view(), name="group-found"),
    path("desk/agencies/<uuid:identity>/posts/", acts.SetUpPost.as_view(), name="post-set-up"),
    path("desk/agencies/<uuid:identity>/resources/", acts.AddResource.as_view(), name="resource-add"),
    path("desk/groups/<uuid:identity>/document/", pages.group_document, name="group-document"),
    path("desk/groups/<uuid:identity>/members/", acts.AddMember.as_view(), name="member-add"),
    path("desk/groups/<uuid:identity>/show/", acts.ShowGroup.as_view(), name="group-show"),
    path("desk/groups/<uuid:identity>/end/", acts.EndGroup.as_view(), name="group-end"),
    path("desk/members/<uuid:identity>/end/", acts.EndMember.as_view(), name="member-end"),
    path("desk/posts/<uuid:identity>/take/", acts.TakePost.as_view(), name="post-take"),
    path("desk/posts/<uuid:identity>/end/", acts.EndPost.as_view(), name="post-end"),
    path("desk/holdings/<uuid:identity>/proof/", pages.handover_proof, name="handover-proof"),
    path("desk/resources/<uuid:identity>/end/", acts.EndResource.as_view(), name="resource-end"),
]
