"""Breaking something at each of its fault points, by exception or by kill, and looking at what is left.

for point in points_of(work): ...          the points work passes, in order
broken_at(point, work)                     runs work, which breaks there
killed_at(point, work)                     runs work in a child process, which is killed there
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

from django.db import connections

from gongkai.records.base import faults

Work = Callable[[], object]


class Broken(BaseException):
    """What no handler of the product catches."""


def points_of(work: Work) -> list[str]:
    """The points `work` passes when nothing breaks."""
    passed: list[str] = []
    with faults.injected(passed.append):
        work()
    return passed


def broken_at(index: int, work: Work) -> bool:
    """Runs `work`, broken at the point with this index (from 0) on its way. False if it did not come so far."""
    left = index

    def hook(name: str) -> None:
        nonlocal left
        if left == 0:
            raise Broken(name)
        left -= 1

    with faults.injected(hook):
        try:
            work()
        except Broken:
            return True
    return False


def killed_at(index: int, work: Work) -> bool:
    """The same in a forked child, which gets SIGKILL at the point. False if it came to its end."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        left = index

        def hook(name: str) -> None:
            nonlocal left
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1

        try:
            with faults.injected(hook):
                work()
            connections.close_all()
        except BaseException:
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status) == signal.SIGKILL
    assert os.WEXITSTATUS(status) == 0, "the child broke by itself"
    return False
