import factory
from factory.django import DjangoModelFactory
from wagtail_factories import PageFactory

from practices.exchange.services import library_of
from practices.models import CaseStudy, EntryPage, EntryTag, EntryTheme, Practice, PublicationPermit, Toolkit
from practices.publication import publish as publish_revision
from practices.vocabulary.models import Theme
from tests.factories.images import ImageFactory
from tests.factories.places import city

LONG = "The first year failed because nobody had asked the people who live there. " * 4


class EntryFactory(PageFactory):
    """A live entry in the English library (the fixture `library` must be used). `themes` are slugs, in rank.

    It has no revision, which is quicker; `publish` gives it one.
    """

    class Meta:
        abstract = True

    title = factory.Sequence(lambda n: f"Car-free Sundays {n}")
    summary = "Streets without cars on Sundays."
    city = factory.LazyFunction(lambda: city("bogota"))
    status = "ongoing"
    parent = factory.LazyFunction(lambda: library_of("en"))
    locale = factory.LazyAttribute(lambda made: made.parent.locale)

    @classmethod
    def _create_instance(cls, model_class, parent, kwargs):
        live = kwargs.pop("live", True)
        made = super()._create_instance(model_class, parent, {**kwargs, "live": False})
        if live:
            EntryPage.objects.filter(pk=made.pk).update(live=True)
            made.live = True
        return made

    @factory.post_generation
    def themes(self, create, extracted, **kwargs):
        for rank, slug in enumerate(extracted or ()):
            EntryTheme.objects.create(entry=self, theme=Theme.objects.get(slug=slug), sort_order=rank)

    @factory.post_generation
    def tagged(self, create, extracted, **kwargs):
        if extracted:
            self.tags.set(extracted)
            self.save()


class PracticeFactory(EntryFactory):
    class Meta:
        model = Practice


class CaseStudyFactory(EntryFactory):
    class Meta:
        model = CaseStudy


class ToolkitFactory(EntryFactory):
    class Meta:
        model = Toolkit

    city = None
    status = ""


class TagFactory(DjangoModelFactory):
    class Meta:
        model = EntryTag

    name = factory.Sequence(lambda n: f"tag {n}")
    slug = factory.LazyAttribute(lambda made: made.name.replace(" ", "-"))


def publish(entry: EntryPage, kind: str = PublicationPermit.Kind.LISTED, **how) -> EntryPage:
    """Save the entry as it is in memory and publish that text, with a permit; returns the entry as it is stored."""
    publish_revision(revision=entry.save_revision(), kind=kind, **how)
    return type(entry).objects.get(pk=entry.pk)


def full_text() -> dict:
    """Every field of a practice that lacks nothing."""
    return {
        "scale": "whole-city",
        "status": "ongoing",
        "start_year": 1974,
        "problem": "Streets were for cars.",
        "objectives": "Ten hours a week for people.",
        "goals": [("goal", {"goal": "11", "how": "Streets become public space."})],
        "target_groups": ["general"],
        "description": "Main roads close to cars each Sunday.",
        "steps": [
            ("step", {"when": str(year), "what": "Closed more roads.", "who": "The city"})
            for year in (1974, 1982, 1995)
        ],
        "components": [("component", {"what": "Closed roads", "kind": "core", "enabling_factor": "A decree"})],
        "instruments": ["service"],
        "novelty": "New to the region.",
        "actors": [("actor", {"name": "Sports office", "kind": "city", "role": "lead", "kind_in_words": ""})],
        "participation": "consult",
        "gender_inclusion": "Half of those who come are women.",
        "costs_unknown": True,
        "funding": [("funding", {"source": "The city", "share": "all", "src": None})],
        "durability": "It is in the city's budget.",
        "results": [
            (
                "result",
                {
                    "indicator": "People a Sunday",
                    "baseline": "0",
                    "value": "1,000,000",
                    "unit": "people",
                    "year": 2019,
                    "method": "monitored",
                    "src": 1,
                },
            )
        ],
        "unintended_effects": "None observed.",
        "worked": "Volunteers at the crossings.",
        "did_not_work": LONG,
        "differently": "Ask first.",
        "conditions": [("condition", {"dimension": kind, "what": "A decree"}) for kind in ("legal", "political")],
        "where_not": "Where no other road is left.",
        "offers": ["answers"],
        "sources": [
            (
                "source",
                {
                    "n": 1,
                    "title": "Yearly report",
                    "publisher": "City",
                    "url": "",
                    "kind": "evaluation",
                    "year": 2019,
                    "checked_on": None,
                },
            )
        ],
        "pictures": [("picture", {"image": ImageFactory(), "caption": ""})],
    }


def full_practice(**fields) -> Practice:
    """A saved practice that lacks nothing."""
    return PracticeFactory(**{**full_text(), "themes": ["mobility"], **fields})
