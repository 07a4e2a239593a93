"""`gongkai serve`: one installation, one service, everything in one command."""

from __future__ import annotations

import errno
import fcntl
import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from typing import IO

from gongkai.config.data import data_directory
from gongkai.config.parenthood import PARENT
from gongkai.config.supervisor import Child, Supervisor

_WHY_NOT = {
    errno.EADDRINUSE: "端口已被别的程序占用",
    errno.EACCES: "1024 以下的端口要有系统管理员权限",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
}
SERVED = {"GONGKAI_SERVED": "1"}
WAIT_FOR_ANSWER = 60.0  # seconds


class CannotServe(Exception):
    """The service cannot start; `message` says why, in Chinese."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def serve(host: str, port: int, web_workers: int, job_workers: int) -> None:
    """Prepares, then runs web, workers and scheduler until SIGTERM. CannotServe if something stands in the way."""
    lock = hold_installation()
    try:
        _check_port(host, port)
        environment = {**SERVED, "HOST": host, "PORT": str(port), "GONGKAI_WEB_WORKERS": str(web_workers)}
        command = [sys.executable, "-m", "gongkai.config.processes", "prepare"]
        prepared = subprocess.run(command, env={**os.environ, **environment, PARENT: str(os.getpid())}, check=False)
        if prepared.returncode:
            raise CannotServe("准备数据库或网页资源时出错，原因见上面的日志；改正后重新启动。")
        children = [Child("web", ["web"], environment=environment), Child("scheduler", ["scheduler"], environment=environment)]
        children += [Child(f"worker {number}", ["worker"], environment=environment) for number in range(1, job_workers + 1)]
        threading.Thread(target=_announce, args=(host, port), daemon=True).start()
        Supervisor(children).run()
    finally:
        lock.close()


def hold_installation() -> IO[str]:
    """The lock on the data directory: one service, or one restore, at a time. CannotServe if it is held."""
    lock = (data_directory() / "serve.lock").open("a", encoding="ascii")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise CannotServe(f"数据目录 {data_directory()} 正由另一个 gongkai serve 使用，请先停止它。") from error
    return lock


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why = _WHY_NOT.get(error.errno or 0, "系统不允许使用")
            other = port + 1 if 1024 <= port < 65535 else 8001
            raise CannotServe(
                f"地址 {host}:{port} 不能使用：{why}。请换一个端口再启动，例如在命令前加 PORT={other}。"
            ) from error


def _announce(host: str, port: int) -> None:
    """Says where the site is, as soon as it answers."""
    asked = "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host
    end = time.monotonic() + WAIT_FOR_ANSWER
    while time.monotonic() < end:
        try:
            connection = http.client.HTTPConnection(asked, port, timeout=2)
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            if connection.getresponse().status == 200:
                shown = f"[{asked}]" if ":" in asked else asked
                sys.stderr.write(f"公开已启动：http://{shown}:{port}（按 Ctrl+C 停止）\n")
                sys.stderr.flush()
                return
        except OSError:
            pass
        time.sleep(0.2)
    sys.stderr.write("网站在一分钟内没有应答，请查看上面的日志。\n")
