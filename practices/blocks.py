"""The parts of an entry that repeat, one block a part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from practices.fields import TermChoices
from practices.validators import refuse_placeholder
from practices.vocabulary import labels

FIRST_YEAR, LAST_YEAR = 1800, 2100


class TermBlock(blocks.ChoiceBlock):
    """One term of a vocabulary list."""

    def __init__(self, kind: str = "", **kwargs: Any) -> None:
        super().__init__(choices=TermChoices(kind), **kwargs)
        self._constructor_kwargs = {**self._constructor_kwargs, "choices": TermChoices(kind)}


class TextBlock(blocks.TextBlock):
    """Plain text that refuses placeholders."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validators=[refuse_placeholder], **kwargs)


class LineBlock(blocks.CharBlock):
    """One line of plain text that refuses placeholders."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 255)
        super().__init__(validators=[refuse_placeholder], **kwargs)


def year_block(**kwargs: Any) -> blocks.IntegerBlock:
    """A year, or nothing."""
    return blocks.IntegerBlock(required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR, label=_("Year"), **kwargs)


def source_block() -> blocks.IntegerBlock:
    """The number of the source that says so."""
    return blocks.IntegerBlock(
        required=False, min_value=1, max_value=99, label=_("Source"), help_text=_("Its number in the list of sources.")
    )


def goal_choices() -> list[tuple[str, str]]:
    """The 17 goals as choices."""
    titles = labels.goal_labels(get_language() or "en")
    return [(number, f"{number} · {title}") for number, title in titles.items()]


def award_choices() -> list[tuple[str, str]]:
    """The awards as choices."""
    return list(labels.award_labels("en").items())


class GoalBlock(blocks.StructBlock):
    """A goal, and one sentence on how the practice serves it."""

    goal = blocks.ChoiceBlock(choices=goal_choices, label=_("Goal"))
    how = TextBlock(label=_("How"), rows=2, help_text=_("One sentence: how does it serve this goal?"))

    class Meta:
        icon = "site"
        label = _("Goal")


class StepBlock(blocks.StructBlock):
    """Something that was done."""

    when = LineBlock(label=_("When"), required=False, max_length=60)
    what = TextBlock(label=_("What"), rows=2)
    who = LineBlock(label=_("Who"), required=False)

    class Meta:
        icon = "date"
        label = _("Step")


class ComponentBlock(blocks.StructBlock):
    """A building block that could travel alone."""

    what = TextBlock(label=_("What"), rows=2)
    kind = blocks.ChoiceBlock(choices=[("core", _("core")), ("adaptable", _("adaptable"))], label=_("Kind"))
    enabling_factor = LineBlock(label=_("What made it possible"), required=False)

    class Meta:
        icon = "cogs"
        label = _("Component")


class ActorBlock(blocks.StructBlock):
    """Who leads or takes part."""

    name = LineBlock(label=_("Name"))
    kind = TermBlock(kind="actor", label=_("Kind"))
    role = LineBlock(label=_("Role"), required=False, max_length=120)
    kind_in_words = LineBlock(
        label=_("Kind, in words"), required=False, help_text=_("Needed where the kind is “other”.")
    )

    class Meta:
        icon = "group"
        label = _("Actor")

    def clean(self, value: Any) -> Any:
        """ "Other" asks for words."""
        cleaned = super().clean(value)
        if cleaned.get("kind") == "other" and not cleaned.get("kind_in_words"):
            raise blocks.StructBlockValidationError(
                block_errors={"kind_in_words": ValidationError(_("Say in words what kind of actor this is."))}
            )
        return cleaned


class CostBlock(blocks.StructBlock):
    """What it cost: amount in the currency and year of the source."""

    phase = blocks.ChoiceBlock(choices=[("setup", _("set-up")), ("yearly", _("each year"))], label=_("Phase"))
    amount = blocks.DecimalBlock(min_value=0, label=_("Amount"))
    currency = blocks.RegexBlock(r"^[A-Z]{3}$", label=_("Currency"), help_text=_("ISO 4217, three capitals: EUR."))
    year = year_block()
    confidence = TermBlock(kind="cost_confidence", label=_("Confidence"))
    what = LineBlock(label=_("What it covers"), required=False)
    src = source_block()

    class Meta:
        icon = "form"
        label = _("Cost")


class FundingBlock(blocks.StructBlock):
    """Who paid, and which part."""

    source = LineBlock(label=_("Who paid"))
    share = LineBlock(label=_("Share"), required=False, max_length=120)
    src = source_block()

    class Meta:
        icon = "form"
        label = _("Funding")


class ResultBlock(blocks.StructBlock):
    """One measured result."""

    indicator = LineBlock(label=_("Indicator"))
    baseline = LineBlock(label=_("Baseline"), required=False, max_length=60)
    value = LineBlock(label=_("Value"), max_length=60)
    unit = LineBlock(label=_("Unit"), required=False, max_length=60)
    year = year_block()
    method = TermBlock(kind="result_method", label=_("How it is known"))
    src = source_block()

    class Meta:
        icon = "success"
        label = _("Result")


class ConditionBlock(blocks.StructBlock):
    """What another city must have."""

    dimension = TermBlock(kind="condition", label=_("Kind"))
    what = TextBlock(label=_("What"), rows=2)

    class Meta:
        icon = "key"
        label = _("Condition")


class InspirationBlock(blocks.StructBlock):
    """What this was modelled on."""

    city = LineBlock(label=_("City"), max_length=120)
    country = blocks.RegexBlock(r"^[A-Z]{2}$", label=_("Country"), help_text=_("ISO 3166, two capitals."))
    what = LineBlock(label=_("What"), required=False)

    class Meta:
        icon = "pick"
        label = _("Inspiration")


class ReplicationBlock(blocks.StructBlock):
    """A city that took it up."""

    city = LineBlock(label=_("City"), max_length=120)
    country = blocks.RegexBlock(r"^[A-Z]{2}$", label=_("Country"), help_text=_("ISO 3166, two capitals."))
    year = year_block()
    src = source_block()

    class Meta:
        icon = "repeat"
        label = _("Taken up by")


class SourceBlock(blocks.StructBlock):
    """Where a fact stands."""

    n = blocks.IntegerBlock(min_value=1, max_value=99, label=_("Number"))
    title = blocks.CharBlock(label=_("Title"), max_length=400)
    publisher = LineBlock(label=_("Publisher"), required=False)
    url = blocks.URLBlock(label=_("Address"), required=False, max_length=1000)
    kind = TermBlock(kind="source_kind", label=_("Kind"))
    year = year_block()
    checked_on = blocks.DateBlock(label=_("Checked on"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Source")


class AwardBlock(blocks.StructBlock):
    """An award that it won, by edition, category and level."""

    award = blocks.ChoiceBlock(choices=award_choices, label=_("Award"))
    edition = year_block()
    category = LineBlock(label=_("Category"), required=False)
    level = LineBlock(label=_("Level"), required=False, max_length=60)
    src = source_block()

    class Meta:
        icon = "pick"
        label = _("Award")


class DocumentBlock(blocks.StructBlock):
    """A by-law, tender, budget, evaluation or manual."""

    kind = TermBlock(kind="document_kind", label=_("Kind"))
    document = DocumentChooserBlock(label=_("File"))

    class Meta:
        icon = "doc-full"
        label = _("Document")


class PictureBlock(blocks.StructBlock):
    """A picture; credit, licence and alt text belong to the image itself."""

    image = ImageChooserBlock(label=_("Image"))
    caption = LineBlock(label=_("Caption"), required=False)

    class Meta:
        icon = "image"
        label = _("Picture")


class SectionBlock(blocks.StructBlock):
    """A part of a story."""

    heading = LineBlock(label=_("Heading"), max_length=120)
    text = TextBlock(label=_("Text"))

    class Meta:
        icon = "title"
        label = _("Section")


class ToolkitStepBlock(blocks.StructBlock):
    """One step of a toolkit."""

    title = LineBlock(label=_("Title"), max_length=160)
    what = TextBlock(label=_("What to do"))
    who = LineBlock(label=_("Who"), required=False, max_length=400)
    how_long = LineBlock(label=_("How long"), required=False)
    pitfalls = blocks.ListBlock(TextBlock(rows=2), label=_("Pitfalls"), required=False, default=[])
    examples = blocks.ListBlock(
        blocks.RegexBlock(r"^[a-z0-9]+(-[a-z0-9]+)*$", label=_("Entry")),
        label=_("Examples"),
        required=False,
        default=[],
        help_text=_("Slugs of entries that show this step."),
    )

    class Meta:
        icon = "list-ol"
        label = _("Step")


class TemplateBlock(blocks.StructBlock):
    """A document worth starting from, with what it must hold."""

    title = LineBlock(label=_("Title"), max_length=160)
    kind = LineBlock(label=_("Kind"), max_length=60)
    contents = blocks.ListBlock(LineBlock(), label=_("Contents"))
    document = DocumentChooserBlock(label=_("File"), required=False)

    class Meta:
        icon = "doc-empty"
        label = _("Template")


def row(name: str, block: Callable[[], blocks.StructBlock]) -> list[tuple[str, blocks.StructBlock]]:
    """The block list of a stream that repeats one part."""
    return [(name, block())]
