"""Scripts and styles run in Chromium 86, and the linters that say so refuse what does not."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests import tools

pytestmark = pytest.mark.needs("linters")
MODULES = tools.REPOSITORY / "node_modules/.bin"
BAD_SCRIPTS = {
    "a ??= 1;": "Parsing error",
    "window.structuredClone({});": "structuredClone",
    "[1].at(-1);": "no such method",
    "document.querySelector('dialog').showModal();": "no such method",
    "await fetch('/');": "Parsing error",
}
BAD_STYLES = (
    "a:has(b) { color: red; }",
    "a { color: color-mix(in srgb, red, blue); }",
    "@layer base { a { color: red; } }",
    "@container (min-width: 1px) { a { color: red; } }",
    "a { b { color: red; } }",
    "a { height: 100dvh; }",
    "a:not(.b, .c) { color: red; }",
    "a { inset: 0; }",
)


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=tools.REPOSITORY, check=False)


def test_our_scripts_and_styles_pass() -> None:
    for command in (
        (MODULES / "eslint", "src/gongkai"),
        (MODULES / "stylelint", "src/gongkai/**/static/**/*.css"),
    ):
        done = run(*command)
        assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_newer_than_chromium_86_is_refused(tmp_path: Path) -> None:
    config = tools.REPOSITORY / "eslint.config.mjs"
    folder = tools.REPOSITORY / "src/gongkai/desk/static/desk"
    for source, said in BAD_SCRIPTS.items():
        done = subprocess.run(
            [str(MODULES / "eslint"), "--stdin", "--stdin-filename", str(folder / "bad.js"), "-c", str(config)],
            input=source,
            capture_output=True,
            text=True,
            cwd=tools.REPOSITORY,
            check=False,
        )
        assert done.returncode == 1, source
        assert said in done.stdout, (source, done.stdout)
    for n, source in enumerate(BAD_STYLES):
        (tmp_path / f"{n}.css").write_text(source, encoding="utf-8")
    done = run(MODULES / "stylelint", "-c", tools.REPOSITORY / "stylelint.config.mjs", "-f", "unix", f"{tmp_path}/*.css")
    for n, source in enumerate(BAD_STYLES):
        assert f"/{n}.css:" in done.stdout + done.stderr, (source, done.stdout + done.stderr)
