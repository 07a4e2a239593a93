"""Log records as JSON lines, and without personal data.

An address, a body or a query string never gets into a record by us; what other people's exceptions carry is masked here.
"""

from __future__ import annotations

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="")

# Longest first: a bank card may begin with what looks like an identity number, and a mobile number hides in both.
_MASKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[0-9A-Za-z._%+-]{1,64}@[0-9A-Za-z-]{1,63}(?:\.[0-9A-Za-z-]{1,63}){1,8}"), "[邮箱]"),
    (re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{5}(?:18|19|20)[0-9]{9}[0-9Xx](?![0-9A-Za-z])"), "[身份证件号]"),
    (re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{5}[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}(?![0-9A-Za-z])"), "[身份证件号]"),
    (re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{3}(?:[ -]?[0-9]{4}){2,3}(?:[ -]?[0-9]{1,4})(?![0-9A-Za-z])"), "[银行卡号]"),
    (re.compile(r"(?<![0-9A-Za-z])(?:\+?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9A-Za-z])"), "[手机号]"),
)
_MAY_HOLD = re.compile(r"@|[0-9](?:[ -]?[0-9]){10}")
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def masked(text: str) -> str:
    """`text` with identity, card and mobile numbers and e-mail addresses replaced by what they were."""
    if not _MAY_HOLD.search(text):
        return text
    for pattern, word in _MASKS:
        text = pattern.sub(word, text)
    return text


class WithoutPersonalData(logging.Filter):
    """Masks the finished message, the extras and the traceback of every record; drops request objects."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(_message(record)), None
        if record.exc_info:
            # The last line of a traceback repeats the value that was wrong; that is where personal data gets in.
            record.exc_text = masked(logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        if record.stack_info:
            record.stack_info = masked(record.stack_info)
        for name in [name for name in vars(record) if name not in _STANDARD]:
            value = getattr(record, name)
            if isinstance(value, bool | int | float) or value is None:
                continue
            setattr(record, name, masked(value) if isinstance(value, str) else masked(type(value).__name__))
        return True


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        return str(record.msg)


class JsonLines(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, request, extras, error."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if identity := request_id.get():
            line["request"] = identity
        line.update({name: value for name, value in vars(record).items() if name not in _STANDARD})
        if record.exc_text:
            line["error"] = record.exc_text
        elif record.exc_info:
            line["error"] = masked(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)
