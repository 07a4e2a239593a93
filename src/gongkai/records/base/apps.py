from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "gongkai.records.base"
    label = "base"
    verbose_name = "基础"
