"""Possible reviewers in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices.review.presenters.conflicts import conflict_words
from practices.review.ranking import Wanted, is_from_elsewhere
from practices.review.selectors.candidates import Suggested


@dataclass(frozen=True, slots=True)
class Row:
    """One possible reviewer. `why_not` says why they cannot be asked; without one there is a form."""

    name: str
    where: str
    facts: Sequence[str]
    load: str
    soft: Sequence[str]
    why_not: Sequence[str]
    form: forms.Form | None


def row(suggested: Suggested, wanted: Wanted, form_of: Callable[[Suggested], forms.Form]) -> Row:
    """What the editor sees of a person, with the form to invite them where that is possible."""
    prospect, reviewer = suggested.prospect, suggested.reviewer
    why_not = [conflict_words(conflict) for conflict in prospect.conflicts if conflict.hard]
    country = reviewer.country.name() if reviewer.country else ""
    return Row(
        name=prospect.name,
        where=", ".join(filter(None, [reviewer.organisation, country])),
        facts=_facts(suggested, wanted),
        load=_load(prospect.open_reviews, prospect.most_at_once),
        soft=[conflict_words(conflict) for conflict in prospect.conflicts if not conflict.hard],
        why_not=why_not,
        form=None if why_not else form_of(suggested),
    )


def _facts(suggested: Suggested, wanted: Wanted) -> list[str]:
    prospect = suggested.prospect
    themes: list[Any] = [
        theme.label()
        for theme in suggested.reviewer.themes.all()
        if theme.pk in wanted.themes or theme.parent_id in wanted.themes
    ]
    found = [_("Reviewed an earlier round")] if prospect.reviewed_before else []
    found += [_("Knows: %(themes)s") % {"themes": ", ".join(themes)}] if themes else []
    found += [_("Reads the language")] if wanted.language in prospect.languages else []
    found += [_("From another region of the world")] if is_from_elsewhere(prospect, wanted) else []
    return found


def _load(now: int, most: int) -> str:
    said = ngettext("%(now)d of %(most)d review", "%(now)d of %(most)d reviews", most) % {"now": now, "most": most}
    return _("%(said)s: has enough to do") % {"said": said} if now >= most else said
