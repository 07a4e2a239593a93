"""Log records as JSON lines, and without personal data.

An address, a body or a query string never gets into a record by us; what other people's exceptions carry is masked here.
"""

from __future__ import annotations

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime

from gongkai.records.base.masking import masked

request_id: ContextVar[str] = ContextVar("request_id", default="")

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


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
