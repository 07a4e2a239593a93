"""The processes of `gongkai serve`, each started by the supervisor as `python -m gongkai.config.processes <kind>`.

prepare    migrates the database and collects the assets, then ends
web        granian with its workers
worker     takes jobs from the queue
scheduler  enqueues what is due, gives back what was lost
"""

from __future__ import annotations

import errno
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
    from django.db import DatabaseError

    from gongkai.config.assets import collect

    django.setup()
    try:
        call_command("migrate", interactive=False, verbosity=0)
        collect()
        _load_demo()
        _found_administrator()
    except DatabaseError as error:
        sys.exit(_database_trouble(str(error)))
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        sys.exit("数据目录所在的磁盘已满，无法启动。请腾出空间后重新启动。")


def _load_demo() -> None:
    """The made-up county, where the service is a demonstration and nothing is there yet, nor is anybody named to begin."""
    from django.conf import settings

    from gongkai.demo import county
    from gongkai.records.accounts.founding import USERNAME

    if settings.DEMO and not os.environ.get(USERNAME) and county.is_empty():
        sys.stderr.write("首次启动：正在装入虚构的云水县演示数据，约需几秒（GONGKAI_DEMO=0 可不装）……\n")
        made = county.build(progress=lambda line: print(line, file=sys.stderr, flush=True))
        sys.stderr.write(f"演示数据已装入：{made.agencies} 个单位、{made.people} 人；登录页列出演示人员。\n")


def _found_administrator() -> None:
    """The first administrator, where the environment names one; a hint to the operator where nobody does."""
    from gongkai.records.accounts.founding import at_first_start
    from gongkai.records.base.errors import Refused

    try:
        said = at_first_start()
    except Refused as refused:
        sys.exit(refused.message)
    if said:
        sys.stderr.write(f"{said}\n")


def _database_trouble(words: str) -> str:
    """What the operator does about a database that will not open; `words` are the driver's own."""
    from django.conf import settings
    from django.db import connection

    if connection.vendor != "sqlite":
        return f"连不上数据库或不能建表（{words.strip()}）。请核对 GONGKAI_DATABASE 和数据库服务。"
    path = settings.DATABASES["default"]["NAME"]
    if "full" in words:
        return f"数据库 {path} 所在的磁盘已满，无法启动。请腾出空间后重新启动。"
    if "not a database" in words or "malformed" in words:
        return (
            f"数据库文件 {path} 已损坏，无法启动。请先把它移到别处保存，再用 gongkai restore 从最近的备份恢复；"
            "没有备份时移走它，重新启动会建立空的数据库。"
        )
    return f"打不开数据库文件 {path}（{words.strip()}）。请核对文件权限和磁盘空间。"


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
