import factory
from factory.django import DjangoModelFactory

from practices.vocabulary.models import City


def city(slug: str) -> City:
    """A city of the starter corpus."""
    return City.objects.get(slug=slug)


class CityFactory(DjangoModelFactory):
    """A city that the corpus does not have."""

    class Meta:
        model = City

    name_en = factory.Sequence(lambda n: f"Testville {n}")
    slug = factory.LazyAttribute(lambda made: made.name_en.lower().replace(" ", "-"))
    country_id = "CO"
    latitude, longitude = 4.6, -74.1
    size = "500k-1m"
