"""Makes what tests need, saying only what matters."""

from tests.factories.entries import (
    CaseStudyFactory,
    PracticeFactory,
    TagFactory,
    ToolkitFactory,
    full_practice,
    publish,
)
from tests.factories.images import ImageFactory
from tests.factories.people import PASSWORD, MembershipFactory, PersonFactory
from tests.factories.places import CityFactory, city

__all__ = [
    "PASSWORD",
    "CaseStudyFactory",
    "CityFactory",
    "ImageFactory",
    "MembershipFactory",
    "PersonFactory",
    "PracticeFactory",
    "TagFactory",
    "ToolkitFactory",
    "city",
    "full_practice",
    "publish",
]
