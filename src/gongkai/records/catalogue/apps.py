"""The catalogue app."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Catalogues, versions, matters."""

    name = "gongkai.records.catalogue"
    label = "catalogue"
    verbose_name = "公开目录"

    def ready(self) -> None:
        from gongkai.records.accounts.decisions import decidable
        from gongkai.records.catalogue import jobs, services  # noqa: F401 jobs registers jobs

        decidable(
            services.VERSION, current_hash=services.current_hash, decided=services.decided, agency=services.agency_of_version
        )
