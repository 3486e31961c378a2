"""Entries: practices, case studies and toolkits, and what hangs on them."""

from practices.models.entry import EntryIndexPage, EntryPage
from practices.models.images import CreditedImage, CreditedRendition
from practices.models.kinds import ENTRY_MODELS, CaseStudy, Practice, Toolkit
from practices.models.links import EntryCity, EntryRelation, EntryTheme
from practices.models.permits import PublicationPermit, PublicationRefused
from practices.models.tags import EntryTag, TaggedEntry

__all__ = [
    "ENTRY_MODELS",
    "CaseStudy",
    "CreditedImage",
    "CreditedRendition",
    "EntryCity",
    "EntryIndexPage",
    "EntryPage",
    "EntryRelation",
    "EntryTag",
    "EntryTheme",
    "Practice",
    "PublicationPermit",
    "PublicationRefused",
    "TaggedEntry",
    "Toolkit",
]
