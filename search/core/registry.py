"""Where the domain leaves its schema and its documents, and where pages find the engine."""

from __future__ import annotations

from dataclasses import dataclass

from search.core.schema import DocumentSource, IndexSchema


@dataclass(frozen=True, slots=True)
class Registration:
    """What one call of `register` left behind."""

    schema: IndexSchema
    source: DocumentSource


_registrations: list[Registration] = []


def register(schema: IndexSchema, source: DocumentSource) -> None:
    """Declare what is searched. Raises ValueError when something is registered already."""
    if _registrations:
        raise ValueError("search has a schema already")
    _registrations.append(Registration(schema, source))


def registered() -> Registration:
    """The declaration. Raises LookupError when no app registered one."""
    if not _registrations:
        raise LookupError("no app has registered what is searched")
    return _registrations[0]
