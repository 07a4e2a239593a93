"""Who is at the desk: user name and password, and nothing about rights."""

from __future__ import annotations

from django.contrib.auth.backends import BaseBackend, ModelBackend


class UsernameAndPassword(ModelBackend):
    """Checks the password as Django does; asks no permission tables, because rights come from role grants."""

    get_user_permissions = BaseBackend.get_user_permissions
    get_group_permissions = BaseBackend.get_group_permissions
    get_all_permissions = BaseBackend.get_all_permissions
    has_perm = BaseBackend.has_perm

    def has_module_perms(self, user_obj: object, app_label: str) -> bool:
        return False
