"""The child process: limits first, then one task after the other. Run as `python -m gongkai.documents.sandbox.worker`."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import os
import resource
import signal
import sys
from collections.abc import Callable
from types import FrameType

from gongkai.documents.errors import Unreadable
from gongkai.documents.sandbox import frames

_CLONE_NEWNET = 0x40000000
_RECYCLE_KIB = 900 * 1024


def main() -> None:
    """Serve tasks from stdin to a private copy of stdout until the pool closes the pipe."""
    target, memory, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    out = os.dup(1)
    os.dup2(2, 1)
    _limit(memory)
    module, _, name = target.partition(":")
    function: Callable[..., bytes] = getattr(importlib.import_module(module), name)
    signal.signal(signal.SIGALRM, _too_slow)
    # A file makes many objects and few cycles: collect seldom.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    frames.write(out, b"", frames.DATA)
    while (frame := frames.read(0)) is not None:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            answer, kind = function(*frames.unpack_task(frame[0])), frames.DATA
        except Unreadable as error:
            answer, kind = f"{error.code}\n{error.message}".encode(), frames.ERROR
        except MemoryError:
            answer, kind = "too_much_memory\n文件展开后占用内存过多，无法读取。请拆分或另存后重新提交。".encode(), frames.ERROR
        except RecursionError:
            answer, kind = "bomb\n文件内部嵌套层数异常，拒绝读取。请另存为新文件后重新提交。".encode(), frames.ERROR
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > _RECYCLE_KIB:
            kind |= frames.FULL
        frames.write(out, answer, kind)
        if kind & frames.FULL:
            return


def _limit(memory: int) -> None:
    """Soft limits, so that a converter started from here can be given its own; no network where the system allows it."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (memory if hard == resource.RLIM_INFINITY else min(memory, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    with contextlib.suppress(Exception):
        ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWNET)


def _too_slow(signum: int, frame: FrameType | None) -> None:
    raise Unreadable("too_slow", "读取超时。文件可能过大或有异常，请另存、拆分后重新提交。")


if __name__ == "__main__":
    main()
