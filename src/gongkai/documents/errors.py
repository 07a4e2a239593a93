"""Why a file could not be read: a stable code for programs, a Chinese sentence for people."""

from __future__ import annotations


class Unreadable(Exception):
    """The file cannot be read. `code` is stable; `message` names the file's trouble and the next step, in Chinese.

    Codes: empty, too_large, too_many_pages, too_slow, too_much_memory, bomb, damaged, encrypted, unknown_format,
    needs_libreoffice, conversion_failed, needs_ocr, crashed.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def __reduce__(self) -> tuple[type[Unreadable], tuple[str, str]]:
        return (type(self), (self.code, self.message))
