"""Rules for text that people write."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

PLACEHOLDER = re.compile(
    r"\b(lorem ipsum|dolor sit amet|example of|to be completed|tbd|tbc|todo|xxx+"
    r"|insert text|text here|à compléter|por completar|por definir)\b",
    re.IGNORECASE,
)


def refuse_placeholder(value: str) -> None:
    """Raise ValidationError when a text still holds words that were meant to be replaced."""
    found = PLACEHOLDER.search(value or "")
    if found:
        raise ValidationError(
            _("“%(words)s” looks like placeholder text. Write the real text, or leave the field empty."),
            code="placeholder",
            params={"words": Truncator(found[0]).chars(40)},
        )
