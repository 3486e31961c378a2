"""What can go wrong in the services, said for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from practices.policy import Missing
from practices.review.policy import Conflict, NotAllowed


class WrongStage(Exception):
    """It has moved on meanwhile: somebody was quicker, or the page was old."""

    def __init__(self, stage: str = "") -> None:
        self.stage = stage
        super().__init__(_("This has moved on meanwhile. Nothing was changed; read the page again."))


class Incomplete(Exception):
    """The text lacks something that is needed now."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        self.missing = list(missing)
        super().__init__(_("Some answers are still missing."))


class TopicChanged(Exception):
    """Somebody else, or another tab, saved this topic since it was opened. `current` is their text."""

    def __init__(self, version: int, current: Any) -> None:
        self.version, self.current = version, current
        super().__init__(_("This topic was changed in another window or by a colleague since you opened it."))


class ReasonNeeded(Exception):
    """Something that must be said in words was left empty."""

    def __init__(self, field: str = "reason") -> None:
        self.field = field
        super().__init__(_("Give a reason; it is kept with the decision."))


class ConflictOfInterest(Exception):
    """Somebody may not judge this."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        self.conflicts = list(conflicts)
        super().__init__(_("There is a conflict of interest."))


class RoundClosed(Exception):
    """The round was closed; what was written is kept and can be sent to the editor."""

    def __init__(self) -> None:
        super().__init__(_("This round is closed. Your text is kept, and you can send it to the editor."))


class IncompleteReview(Exception):
    """Criteria without an answer or without a sentence: code → why."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(_("Some criteria are not answered yet."))


class AlreadyInvited(Exception):
    """This person was invited to this round already."""


class ReviewChanged(Exception):
    """The review was saved from another window since this one was opened."""

    def __init__(self, version: int) -> None:
        self.version = version
        super().__init__(_("This review was changed in another window since you opened it."))


class CannotDecide(Exception):
    """The round does not allow this decision yet. The message says what it lacks."""


class BadLink(Exception):
    """A one-time link that opens nothing. `why` is unknown, used, or expired."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


__all__ = [
    "AlreadyInvited",
    "BadLink",
    "CannotDecide",
    "ConflictOfInterest",
    "Incomplete",
    "IncompleteReview",
    "NotAllowed",
    "ReasonNeeded",
    "ReviewChanged",
    "RoundClosed",
    "TopicChanged",
    "WrongStage",
]
