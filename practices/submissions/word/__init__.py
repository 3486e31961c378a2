"""The form as a Word file, for drafting off line, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from practices.exchange.errors import Problem
from practices.submissions.form.topics import Topic, text_topics
from practices.submissions.word.reading import read_form
from practices.submissions.word.writing import write_form

__all__ = ["read_docx", "write_docx"]


def write_docx(*, record: Mapping[str, Any], kind: str, language: str, topics: Sequence[Topic] | None = None) -> bytes:
    """The form of that kind of entry with the answers of a record, questions in that language, as DOCX.

    Without `topics` it asks what the desk asks. What the record holds and no topic asks is written after them.
    """
    return write_form(
        record=record, kind=kind, language=language, topics=text_topics(kind) if topics is None else topics
    )


def read_docx(data: bytes) -> tuple[dict[str, Any], list[Problem]]:
    """The record of a form that was written with `write_docx`, and what could not be read, in plain words.

    A form of any language is read; texts come as they stand (see `loading.apply_record` for cleaning). Raises
    FileUnusable for what is not such a form.
    """
    return read_form(data)
