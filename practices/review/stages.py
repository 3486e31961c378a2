"""Where a submission stands. What leads from one stage to another stands in `transitions.py`."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """The stages of a submission, in the order in which they are met."""

    DRAFT = "draft", _("proposal being written")
    PROPOSED = "proposed", _("proposed")
    NOT_PURSUED = "not-pursued", _("not pursued")
    WRITING = "writing", _("being written")
    SUBMITTED = "submitted", _("waits for the city's mandate")
    SCREENING = "screening", _("screening")
    IN_REVIEW = "in-review", _("in review")
    REVISING = "revising", _("back with the city")
    SIGN_OFF = "sign-off", _("accepted, waits for publication")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLISHED = "published", _("published")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


ENDED = frozenset({Stage.NOT_PURSUED, Stage.PUBLISHED, Stage.DECLINED, Stage.WITHDRAWN})
"""Nothing more happens to a submission here; what comes after a publication is a submission of its own."""
WRITABLE = frozenset({Stage.WRITING, Stage.REVISING})
"""The city may change its text."""
WITH_CITY = frozenset({Stage.DRAFT, Stage.WRITING, Stage.SUBMITTED, Stage.REVISING})
"""It is the city's turn."""
WITH_EDITORS = frozenset({Stage.PROPOSED, Stage.SCREENING, Stage.IN_REVIEW, Stage.SIGN_OFF})
"""It is the editors' turn."""

EXPECTED_DAYS: dict[str, int] = {
    Stage.PROPOSED: 7,
    Stage.SUBMITTED: 14,
    Stage.SCREENING: 10,
    Stage.IN_REVIEW: 42,
    Stage.REVISING: 60,
    Stage.SIGN_OFF: 7,
}
"""Days that a stage should take; shown to the city, and the due date of the editors' queue. A proposal is answered
within five working days, which is a week."""
