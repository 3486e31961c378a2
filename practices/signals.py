"""What changes the index: each change leaves a job in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, Q, QuerySet
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from practices.models import EntryPage, PublicationPermit
from practices.tasks import prepare_pictures
from practices.vocabulary.models import City, Country, Goal, Term, Theme
from practices.vocabulary.signals import vocabulary_changed
from search.indexing.api import enqueue


def _enqueue(entries: QuerySet[EntryPage]) -> None:
    enqueue(str(key) for key in entries.values_list("translation_key", flat=True).distinct())


def _below(page: Page) -> QuerySet[EntryPage]:
    return EntryPage.objects.filter(path__startswith=page.path)


@receiver(page_published)
@receiver(page_unpublished)
@receiver(page_slug_changed)
def entry_changed(sender: type[Page], instance: Page, **_kwargs: Any) -> None:
    """The entry, or all entries below a changed page."""
    if isinstance(instance, EntryPage):
        enqueue([str(instance.translation_key)])
    else:
        _enqueue(_below(instance))


@receiver(page_published)
def pictures_published(sender: type[Page], instance: Page, **_kwargs: Any) -> None:
    """The sizes of its pictures are made after the commit."""
    if isinstance(instance, EntryPage) and instance.pictures:
        transaction.on_commit(partial(prepare_pictures.enqueue, instance.pk))


@receiver(post_page_move)
def entries_moved(sender: type[Page], instance: Page, **_kwargs: Any) -> None:
    """Everything that moved along."""
    _enqueue(_below(instance))


@receiver(post_delete)
def entry_deleted(sender: type, instance: Any, **_kwargs: Any) -> None:
    """The entry is gone."""
    if isinstance(instance, EntryPage):
        enqueue([str(instance.translation_key)])


@receiver(pre_delete, sender=Revision)
def keep_permitted_text(sender: type, instance: Revision, origin: Any, **_kwargs: Any) -> None:
    """`manage.py purge_revisions` leaves alone what was published; a revision goes only with its entry."""
    permits = PublicationPermit.objects.filter(revision=instance)
    if isinstance(origin, Revision) and permits.exists():
        raise ProtectedError("The revision has a permit to be published.", set(permits))


@receiver(post_save, sender=PageViewRestriction)
@receiver(post_delete, sender=PageViewRestriction)
def restriction_changed(sender: type, instance: PageViewRestriction, **_kwargs: Any) -> None:
    """Everything at and below the page whose readers changed."""
    _enqueue(_below(instance.page))


LIST_FIELDS = {Term.Kind.INSTRUMENT: "instruments", Term.Kind.TARGET: "target_groups"}
SINGLE_FIELDS = {
    Term.Kind.SCALE: "scale",
    Term.Kind.STATUS: "status",
    Term.Kind.PARTICIPATION: "participation",
    Term.Kind.EVIDENCE: "evidence_level",
    Term.Kind.COST: "cost_band",
    Term.Kind.REVIEW: "review_level",
}


def _with_term(term: Term) -> Iterable[str]:
    """Keys of the entries that carry a term."""
    if term.kind in LIST_FIELDS:
        found = EntryPage.objects.values_list("translation_key", LIST_FIELDS[term.kind])
        return [str(key) for key, slugs in found.iterator() if term.slug in slugs]
    if term.kind in SINGLE_FIELDS:
        found = EntryPage.objects.filter(**{SINGLE_FIELDS[term.kind]: term.slug})
    elif term.kind == Term.Kind.REGION:
        found = EntryPage.objects.filter(city__country__region=term.slug)
    else:
        found = EntryPage.objects.all()
    return [str(key) for key in found.values_list("translation_key", flat=True)]


@receiver(vocabulary_changed)
def tagged_entries_changed(sender: type, record: Any, **_kwargs: Any) -> None:
    """Documents carry names and labels: whoever carries a changed one is written again."""
    if isinstance(record, City):
        _enqueue(EntryPage.objects.filter(Q(city=record) | Q(other_city_links__city=record)))
    elif isinstance(record, Country):
        _enqueue(EntryPage.objects.filter(Q(city__country=record) | Q(other_city_links__city__country=record)))
    elif isinstance(record, Theme):
        _enqueue(EntryPage.objects.filter(Q(theme_links__theme=record) | Q(theme_links__theme__parent=record)))
    elif isinstance(record, Term):
        enqueue(_with_term(record))
    elif not isinstance(record, Goal):
        _enqueue(EntryPage.objects.exclude(awards=[]))
