"""A draft that names a merged record follows it."""

import pytest

from practices.models import Practice
from practices.publication import publish
from practices.vocabulary.models import City, Theme
from practices.vocabulary.services import merge
from tests.factories import PracticeFactory, city

pytestmark = pytest.mark.django_db


def test_a_draft_does_not_bring_a_merged_city_or_theme_back(library):
    entry = PracticeFactory(city=city("nairobi"), themes=["mobility", "cycling", "walking-road-safety"])
    revision = Practice.objects.get(pk=entry.pk).save_revision()
    merge(absorbed=City.objects.get(slug="nairobi"), kept=City.objects.get(slug="kampala"))
    merge(absorbed=Theme.objects.get(slug="cycling"), kept=Theme.objects.get(slug="walking-road-safety"))
    publish(revision=revision, kind="listed")
    entry = Practice.objects.get(pk=entry.pk)
    assert entry.city.slug == "kampala"
    assert [link.theme.slug for link in entry.theme_links.all()] == ["mobility", "walking-road-safety"]
