"""Which entries use a word of the vocabularies."""

from __future__ import annotations

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from wagtail.fields import StreamField

from practices.fields import TermField, TermListField
from practices.models import ENTRY_MODELS, EntryPage
from practices.vocabulary.models import Term


def entries_that_name(term: Term) -> QuerySet[EntryPage]:
    """Entries that name the term by its slug: in a field of its list, or in a row.

    Rows do not say which list a word is from, so that an entry with the same word of another list counts too: the
    answer keeps a term from being deleted, and errs on that side.
    """
    found: set[int] = set()
    quoted = f'"{term.slug}"'
    for model in ENTRY_MODELS:
        rows = model.objects.all()
        wanted = Q()
        for field in model._meta.get_fields():
            if isinstance(field, TermField) and field.kind == term.kind:
                wanted |= Q(**{field.name: term.slug})
            elif isinstance(field, StreamField) or (isinstance(field, TermListField) and field.kind == term.kind):
                rows = rows.annotate(**{f"{field.name}_as_text": Cast(field.name, TextField())})
                wanted |= Q(**{f"{field.name}_as_text__contains": quoted})
        found.update(rows.filter(wanted).values_list("pk", flat=True))
    return EntryPage.objects.filter(pk__in=found)
