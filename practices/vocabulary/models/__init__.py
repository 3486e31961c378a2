"""What practices are tagged by."""

from practices.vocabulary.models.awards import Award
from practices.vocabulary.models.base import LANGUAGES, Mergeable
from practices.vocabulary.models.members import MemberGovernment, MembershipPeriod
from practices.vocabulary.models.places import City, CityFact, Country
from practices.vocabulary.models.terms import Goal, Term, Theme

__all__ = [
    "LANGUAGES",
    "Award",
    "City",
    "CityFact",
    "Country",
    "Goal",
    "MemberGovernment",
    "MembershipPeriod",
    "Mergeable",
    "Term",
    "Theme",
]
