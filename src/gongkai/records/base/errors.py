"""Why an act did not happen: a stable code for programs, a Chinese sentence for people."""

from __future__ import annotations


class Refused(Exception):
    """The act was not done and nothing was changed. `code` is stable; `message` says what to do next, in Chinese."""

    code = "refused"

    def __init__(self, message: str, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code:
            self.code = code


class NotAllowed(Refused):
    """This person may not do this."""

    code = "not_allowed"


class Conflict(Refused):
    """Somebody else changed the record since it was looked at."""

    code = "conflict"


class NotFound(Refused):
    """There is no such record (or none that may be seen)."""

    code = "not_found"


class KeyReused(Refused):
    """An idempotency key came back with other content."""

    code = "key_reused"


class ContractBroken(RuntimeError):
    """A service does not keep the contract of acts: a mistake in the program, never of a person."""
