from pathlib import Path

import pytest

from practices.members.mailing import message_id

MAILS = Path(__file__).resolve().parents[3] / "templates" / "mail"
ENDING = ".subject.txt"
NAMES = sorted(str(path.relative_to(MAILS)).removesuffix(ENDING) for path in MAILS.rglob(f"*{ENDING}"))


@pytest.mark.parametrize("name", NAMES)
def test_every_mail_has_a_text_and_a_page(name):
    assert (MAILS / f"{name}.txt").is_file()
    assert (MAILS / f"{name}.html").is_file()


@pytest.mark.parametrize("path", sorted(MAILS.rglob("*.html")), ids=lambda path: path.name)
def test_no_mail_loads_anything_from_elsewhere(path):
    for loading in ("<img", "<link", "<script", "@import", "url("):
        assert loading not in path.read_text()


def test_a_message_id_is_that_of_the_key_and_does_not_tell_it():
    key = "team-invitation:17:1"
    assert message_id(key) == message_id(key) != message_id("team-invitation:17:2")
    assert key not in message_id(key)


def test_a_message_id_names_the_site(settings):
    settings.SITE_URL = "https://use.example:8443"
    assert message_id("x").endswith("@use.example>")
