"""The interface speaks French and Spanish throughout."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[2] / "locale"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


@pytest.mark.parametrize("language", ["fr", "es"])
def test_every_text_is_translated_with_its_placeholders(language):
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    for message in catalogue:
        if not message.id:
            continue
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        originals = message.id if isinstance(message.id, tuple) else (message.id,)
        assert not message.fuzzy, message.id
        assert all(texts), message.id
        assert set(PLACEHOLDER.findall(texts[-1])) == set(PLACEHOLDER.findall(originals[-1])), message.id
