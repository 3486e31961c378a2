"""The filters of the queue."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from practices.members.models import User
from practices.review.selectors.queue import Row
from practices.review.stages import Stage

STAGES = [("", _("all that are open")), *((stage.value, stage.label) for stage in Stage if stage != Stage.DRAFT)]


class QueueFilter(forms.Form):
    """What of the queue is shown; the choices of themes are those that occur."""

    stage = forms.ChoiceField(label=_("Stage"), choices=STAGES, required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("all languages")), *settings.LANGUAGES], required=False
    )
    mine = forms.BooleanField(label=_("only mine"), required=False)
    late = forms.BooleanField(label=_("only late ones"), required=False)

    def offer(self, rows: Iterable[Row]) -> None:
        """Offer the themes of these rows."""
        found = {row.theme.slug: row.theme.label() for row in rows if row.theme}
        choices = [("", _("all themes")), *sorted(found.items(), key=lambda pair: pair[1])]
        self.fields["theme"].choices = choices  # type: ignore[attr-defined]

    def chosen_stage(self) -> str:
        """The stage that was asked for; "" for every open one, or for what is no stage."""
        asked = self.data.get("stage", "")
        return asked if asked in dict(STAGES) else ""

    def applied(self, rows: Iterable[Row], person: User) -> list[Row]:
        """The rows that pass; what is not a choice filters nothing."""
        self.is_valid()
        wanted = self.cleaned_data
        return [
            row
            for row in rows
            if (not wanted.get("theme") or (row.theme and row.theme.slug == wanted["theme"]))
            and (not wanted.get("language") or row.language == wanted["language"])
            and (not wanted.get("mine") or row.editor == person)
            and (not wanted.get("late") or row.is_late)
        ]
