"""Writes on vocabularies."""

from __future__ import annotations

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from practices.vocabulary import labels
from practices.vocabulary.models import Award, City, Mergeable, Term, Theme
from practices.vocabulary.signals import vocabulary_changed


class MergeRefused(Exception):
    """The two records cannot become one; the message says why."""


def _names(record: Term | Theme | City | Award) -> list[str]:
    """Every name a record had, which its survivor takes over as aliases."""
    if isinstance(record, City):
        return record.all_names()
    if isinstance(record, Award):
        return [record.name, *record.aliases]
    return [name for name in (record.label_en, record.label_fr, record.label_es, *record.aliases) if name]


def _repoint(absorbed: Mergeable, kept: Mergeable) -> int:
    """Lead every foreign key that points to one record to the other; where both are there, drop the double."""
    moved = 0
    for relation in absorbed._meta.related_objects:
        if relation.field.name == "merged_into" or not isinstance(relation, models.ManyToOneRel):
            continue
        rows = relation.related_model._base_manager
        for key in list(rows.filter(**{relation.field.name: absorbed}).values_list("pk", flat=True)):
            try:
                with transaction.atomic():
                    rows.filter(pk=key).update(**{relation.field.name: kept})
            except IntegrityError:  # the survivor has this row already
                rows.filter(pk=key).delete()
            moved += 1
    return moved


@transaction.atomic
def merge(*, absorbed: Term | Theme | City | Award, kept: Term | Theme | City | Award) -> int:
    """Make two records one: what pointed to `absorbed` points to `kept`, old addresses and old slugs lead there.

    Returns how many rows were moved. Raises MergeRefused for records of different kinds, a record with itself,
    one that is merged already, or a term that a rule depends on.
    """
    if type(absorbed) is not type(kept):
        raise MergeRefused(_("Only two records of one kind can be merged."))
    if absorbed.pk == kept.pk:
        raise MergeRefused(_("A record cannot be merged with itself."))
    if absorbed.merged_into_id or kept.merged_into_id:
        raise MergeRefused(_("One of the two is merged already."))
    if isinstance(absorbed, Term) and (absorbed.fixed or absorbed.kind != kept.kind):
        raise MergeRefused(_("Only two terms of the same list can be merged, and only where no rule depends on them."))
    if isinstance(absorbed, Theme) and absorbed.parent_id is None:
        raise MergeRefused(_("The first level of themes is fixed; merge themes of the second level."))
    moved = _repoint(absorbed, kept)
    kept.aliases = list(dict.fromkeys([*kept.aliases, *_names(absorbed)]))
    kept.save()
    absorbed.merged_into = kept
    absorbed.save()
    labels.forget()
    vocabulary_changed.send(sender=type(absorbed), record=absorbed)
    return moved
