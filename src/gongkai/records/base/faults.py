"""Places where a test lets the process break: between any two steps of an act, a file write, a job.

In production `point` is one comparison with None. A test installs a hook that raises, or that kills the process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Hook = Callable[[str], None]
_hook: Hook | None = None


def point(name: str) -> None:
    """Here the process may break. `name` is "subject/step", and stable: tests list them."""
    if _hook is not None:
        _hook(name)


@contextmanager
def injected(hook: Hook) -> Iterator[None]:
    """While this lasts, every point calls `hook(name)`."""
    global _hook
    before, _hook = _hook, hook
    try:
        yield
    finally:
        _hook = before
