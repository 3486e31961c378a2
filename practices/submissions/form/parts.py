"""The answer to one question as a part of a form: what was typed, what is wrong with it, and how it is stored."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language

from practices.fields import TermChoices
from practices.models import EntryTheme
from practices.submissions.form.boxes import Box, ColumnForm
from practices.submissions.form.questions import Question
from practices.vocabulary import labels
from practices.vocabulary.models import Theme

Typed = dict[str, list[str]]
"""What was typed, as the browser sends it: name of the input → its values."""
MOST_THEMES, MOST_TOPICS = 3, 5


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that keeps an answer from being stored: where it is, and why."""

    anchor: str
    message: str


class Part(ABC):
    """The answer to one question. `data` is what was sent; without it the answer is that of the draft."""

    template = ""

    def __init__(self, question: Question, subject: Any, data: MultiValueDict | None, language: str = "") -> None:
        self.question, self.subject, self.data, self.language = question, subject, data, language
        self.name = question.field
        self.own_troubles: list[Trouble] = []

    @classmethod
    def owns(cls, key: str, field: str) -> bool:
        """Whether a name in a posted form is of this answer."""
        return key == field

    @abstractmethod
    def troubles(self) -> list[Trouble]:
        """What is wrong with what was typed."""

    @abstractmethod
    def write(self, subject: Any) -> None:
        """Put the answer onto the subject."""

    @abstractmethod
    def value(self) -> Any:
        """The answer as plain data, to compare two of them."""

    def add_error(self, message: str) -> None:
        """Refuse the answer as a whole."""
        self.own_troubles.append(Trouble(f"q-{self.name}", message))

    def has_errors(self) -> bool:
        """Whether the answer cannot be stored as it was typed."""
        return bool(self.troubles())

    def can_be_stored(self) -> bool:
        """Whether the answer, or the sound rows of it, can be stored."""
        return not self.has_errors()

    def typed(self) -> Typed:
        """What was sent for it."""
        sent = self.data.lists() if self.data is not None else ()
        return {key: texts for key, texts in sent if self.owns(key, self.name)}

    def same_as(self, other: Part) -> bool:
        """Whether the other answer to the same question says the same."""
        if self.has_errors() or other.has_errors():
            return self.typed() == other.typed()
        return bool(self.value() == other.value())

    def messages(self) -> list[str]:
        """What is wrong with the answer as a whole."""
        return [trouble.message for trouble in self.own_troubles]


class Plain(Part):
    """One column of a model: a text, a choice, a number, ticks."""

    template = "submissions/parts/plain.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.column = self.subject._meta.get_field(self.name)
        initial = getattr(self.subject, self.name)
        self.form = ColumnForm(self.column, self.question.label, self.data, initial)

    @property
    def box(self) -> Box:
        """Its input."""
        written = isinstance(self.form.fields[self.name].widget, forms.Textarea) or self.name == "title"
        return Box(
            self.form[self.name], self.question.limit, bool(self.question.help), self.language if written else ""
        )

    def troubles(self) -> list[Trouble]:
        """What the column says."""
        errors: Iterable[Any] = self.form.errors.get(self.name, []) if self.data is not None else []
        return [Trouble(self.box.id, str(error)) for error in errors] + self.own_troubles

    def write(self, subject: Any) -> None:
        """Set the column."""
        setattr(subject, self.name, self.value())

    def value(self) -> Any:
        """What the column holds."""
        if self.data is None:
            return getattr(self.subject, self.name)
        self.form.is_valid()
        return self.form.cleaned_data.get(self.name)


@dataclass(frozen=True, slots=True)
class Rank:
    """A list of choices of which some are chosen in order."""

    name: str
    choices: list[Any]
    places: int


class RankForm(forms.Form):
    """One select a place."""

    use_required_attribute = False

    def __init__(
        self, field: str, ranks: Iterable[Rank], data: Any = None, chosen: Mapping[str, list[str]] | None = None
    ) -> None:
        super().__init__(data)
        for rank in ranks:
            stored = (chosen or {}).get(rank.name, [])
            for place in range(max(rank.places, len(stored))):
                name = f"{field}-{rank.name}{place + 1}"
                box = forms.ChoiceField(choices=[("", "—"), *rank.choices], required=False, label=f"{place + 1}")
                box.initial = stored[place] if place < len(stored) else ""
                self.fields[name] = box


class Ranked(Part):
    """Terms of a list in the order of their weight."""

    template = "submissions/parts/ranked.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form = RankForm(self.name, self.ranks(), self.data, self.stored())

    @classmethod
    def owns(cls, key: str, field: str) -> bool:
        """Names of its selects."""
        return key.startswith(f"{field}-")

    def ranks(self) -> list[Rank]:
        """The lists that are ranked."""
        column = self.subject._meta.get_field(self.name)
        return [Rank("", TermChoices(column.kind)(), column.maximum or MOST_THEMES)]

    def stored(self) -> dict[str, list[str]]:
        """What the draft has."""
        return {"": [labels.resolve(self._kind, slug) for slug in getattr(self.subject, self.name)]}

    @property
    def _kind(self) -> str:
        return str(self.subject._meta.get_field(self.name).kind)

    def boxes(self) -> list[Box]:
        """Its selects, in order."""
        return [Box(self.form[name], has_hint=False) for name in self.form.fields]

    def troubles(self) -> list[Trouble]:
        """Choices that are not in the list."""
        if self.data is None:
            return []
        found = [
            Trouble(self.form[name].id_for_label, str(e)) for name, errors in self.form.errors.items() for e in errors
        ]
        return found + self.own_troubles

    def value(self) -> Any:
        """What was chosen, each once, in order."""
        if self.data is None:
            return [slug for slugs in self.stored().values() for slug in slugs]
        self.form.is_valid()
        return list(dict.fromkeys(slug for slug in self.form.cleaned_data.values() if slug))

    def write(self, subject: Any) -> None:
        """Set the list."""
        setattr(subject, self.name, self.value())


class RankedThemes(Ranked):
    """Themes of the first level in order, then topics below them."""

    template = "submissions/parts/themes.html"

    def ranks(self) -> list[Rank]:
        """Two levels."""
        names = labels.theme_labels(get_language() or "en")
        first = [(slug, name) for slug, name in names.items() if labels.parent_theme(slug) is None]
        below = [
            (name, [(slug, label) for slug, label in names.items() if labels.parent_theme(slug) == parent])
            for parent, name in first
        ]
        return [Rank("theme", first, MOST_THEMES), Rank("topic", [group for group in below if group[1]], MOST_TOPICS)]

    def stored(self) -> dict[str, list[str]]:
        """The links of the draft by level."""
        slugs = [link.theme.survivor().slug for link in self.subject.theme_links.all()]
        return {
            "theme": [slug for slug in slugs if labels.parent_theme(slug) is None],
            "topic": [slug for slug in slugs if labels.parent_theme(slug) is not None],
        }

    def themes(self) -> list[Box]:
        """Selects of the first level."""
        return [box for box in self.boxes() if "-theme" in box.bound.name]

    def topics(self) -> list[Box]:
        """Selects of the second level."""
        return [box for box in self.boxes() if "-topic" in box.bound.name]

    def write(self, subject: Any) -> None:
        """Set the links; the order is the rank."""
        chosen = self.value()
        known = {theme.slug: theme for theme in Theme.objects.filter(slug__in=chosen)}
        subject.theme_links = [EntryTheme(theme=known[slug], sort_order=n) for n, slug in enumerate(chosen)]


class Fixed(Part):
    """What the desk shows and does not ask."""

    template = "submissions/parts/fixed.html"

    def troubles(self) -> list[Trouble]:
        """None."""
        return []

    def write(self, subject: Any) -> None:
        """Nothing changes."""

    def value(self) -> str:
        """In words."""
        return str(getattr(self.subject, self.name) or "")
