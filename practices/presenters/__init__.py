"""Entries as pages, cards and answers show them: pure functions of what is already loaded."""

from practices.presenters.cards import card
from practices.presenters.entries import entry_context

__all__ = ["card", "entry_context"]
