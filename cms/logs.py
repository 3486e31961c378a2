"""Log lines as JSON, each with the id of the request it belongs to."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="-")
SECRET = re.compile(r"(/review/link/)[^/\s\"?]+")
"""What opens something by being known stands in the address of a reviewer's link."""


class RequestIdFilter(logging.Filter):
    """Gives every record the current request's id."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always keep the record."""
        record.request_id = request_id.get()
        return True


class SecretFilter(logging.Filter):
    """Masks the token of a reviewer's link in every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always keep the record."""
        message = record.getMessage()
        if SECRET.search(message):
            record.msg, record.args = SECRET.sub(r"\1…", message), None
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Time (UTC, ISO 8601), level, logger, request id, message, and the traceback when there is one."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": getattr(record, "request_id", "-"),
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
