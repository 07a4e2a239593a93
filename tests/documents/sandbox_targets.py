"""What the sandbox tests let a worker do: answer, hang, die, eat memory, reach for the network."""

from __future__ import annotations

import os
import signal
import socket
import time

from gongkai.documents.errors import Unreadable


def act(what: str, number: int, payload: bytes = b"") -> bytes:
    """Do what is asked; the number comes back so that order can be seen."""
    if what == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "hang":
        while True:
            pass
    if what == "hang in C":
        signal.signal(signal.SIGALRM, signal.SIG_IGN)
        while True:
            time.sleep(1)
    if what == "eat":
        return b"%d" % len(bytearray(8 * 1024**3))
    if what == "refuse":
        raise Unreadable("damaged", "文件坏了，请另存。")
    if what == "recurse":
        return act(what, number)
    if what == "network":
        with socket.socket() as s:
            s.settimeout(2)
            return b"%d" % s.connect_ex(("127.0.0.1", number))
    if what == "large":
        return payload + b"x" * 300_000
    return b"%d" % number
