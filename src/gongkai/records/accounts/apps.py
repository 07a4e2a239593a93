from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "gongkai.records.accounts"
    label = "accounts"
    verbose_name = "人员"

    def ready(self) -> None:
        """Sign-ins are noted from here on; a job sweeps what they leave."""
        from gongkai.records.accounts import signins, sweeping  # noqa: F401 registers a job

        signins.connect()
