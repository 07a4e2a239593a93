"""The processes of `gongkai serve`, each started by the supervisor as `python -m gongkai.config.processes <kind>`.

prepare    migrates the database and collects the assets, then ends
web        granian with its workers
worker     takes jobs from the queue
scheduler  enqueues what is due, gives back what was lost
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Protocol

from gongkai.config.parenthood import SLOT, die_with_parent

QUEUES = ["default", "long"]


def prepare() -> None:
    """Brings database and assets to the state of this version."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    from gongkai.config.assets import collect

    collect()


def web() -> None:
    """Serves until SIGTERM. HOST, PORT and GONGKAI_WEB_WORKERS come from the supervisor's environment."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    # granian talks on stdout by default; stdout is for data, and its lines would not be JSON.
    quiet = {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"personal": {"()": "gongkai.config.logs.WithoutPersonalData"}},
        "formatters": {"lines": {"()": "gongkai.config.logs.JsonLines"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines", "filters": ["personal"]}},
        "loggers": {"_granian": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
    }
    Server(
        "gongkai.config.wsgi:application",
        address=os.environ["HOST"],
        port=int(os.environ["PORT"]),
        interface=Interfaces.WSGI,
        workers=int(os.environ["GONGKAI_WEB_WORKERS"]),
        blocking_threads=4,  # Python runs one at a time anyway; more only wait for the database
        backpressure=64,
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=15,
        log_level=LogLevels.warning,
        log_dictconfig=quiet,
    ).serve()


def worker() -> None:
    """Runs jobs until SIGTERM; ends after the job in hand."""
    import django

    django.setup()
    from gongkai.records.base.jobs.worker import Worker

    _until_stopped(Worker(QUEUES, os.environ.get(SLOT, "")))


def scheduler() -> None:
    """Schedules and reaps until SIGTERM."""
    import django

    django.setup()
    from gongkai.records.base.jobs.scheduler import Scheduler

    _until_stopped(Scheduler(os.environ.get(SLOT, "")))


class Stoppable(Protocol):
    def run(self) -> None: ...

    def stop(self) -> None: ...


def _until_stopped(process: Stoppable) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: process.stop())
    process.run()


KINDS: dict[str, Callable[[], None]] = {"prepare": prepare, "web": web, "worker": worker, "scheduler": scheduler}


def main() -> None:
    """Runs the kind named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    die_with_parent()
    KINDS[sys.argv[1]]()


if __name__ == "__main__":
    main()
