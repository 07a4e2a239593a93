"""A child of the supervisor does not outlive it, whatever the supervisor died of."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PARENT = "GONGKAI_PARENT"
SLOT = "GONGKAI_SLOT"  # the supervisor's name for a place that one process has at a time
_SET_PARENT_DEATH_SIGNAL = 1  # prctl(2)


def die_with_parent() -> None:
    """SIGTERM for this process when its parent is gone (Linux; elsewhere the children have to be stopped by hand).

    The parent may have died before the signal was asked for: then its number, which it left in the environment, is not
    our parent's any more, and we end at once.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
    expected = os.environ.get(PARENT)
    if expected and os.getppid() != int(expected):
        sys.exit(0)
    os.environ[PARENT] = str(os.getpid())  # for our own children: granian's workers
