from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "gongkai.records.accounts"
    label = "accounts"
    verbose_name = "人员"
