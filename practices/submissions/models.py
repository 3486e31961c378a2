"""What the desk remembers beside the draft itself."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from practices.members.models import User
from practices.review.models import Submission


class WrittenTopic(models.Model):
    """Who wrote a topic last, and when. `unsaved` is what was typed and cannot be stored on the entry as it stands:
    a text that is too long, a row that lacks something. It is shown again in the form, with what is wrong.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="written_topics")
    topic = models.SlugField(_("topic"), max_length=40)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    unsaved = models.JSONField(_("typed and not stored"), default=dict, blank=True)

    class Meta:
        verbose_name = _("written topic")
        verbose_name_plural = _("written topics")
        constraints = [models.UniqueConstraint(fields=["submission", "topic"], name="one_record_a_topic")]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.topic}"
