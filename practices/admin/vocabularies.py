"""All vocabularies under one menu."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from practices.models import EntryTag
from practices.services import merge_tags
from practices.vocabulary.merging import MergeView, MergingViewSet
from practices.vocabulary.viewsets import VIEWSETS


class TagMergeView(MergeView):
    """Tags have neither aliases nor addresses: the absorbed one goes."""

    merge: Callable[..., int] = staticmethod(merge_tags)


class TagViewSet(MergingViewSet):
    """The editors' tags."""

    model = EntryTag
    icon = "tag"
    menu_label = _("Tags")
    inspect_view_enabled = True
    merge_view_class = TagMergeView
    list_display = ["name", "slug", Column("uses", label=_("Entries"), sort_key="uses")]
    search_fields = ["name", "slug"]
    ordering = "name"
    list_per_page = 50
    edit_handler = ObjectList([FieldPanel("name"), FieldPanel("slug")])

    def get_queryset(self, request: HttpRequest) -> QuerySet[EntryTag]:
        """With the number of entries that carry each."""
        return EntryTag.objects.annotate(uses=Count("tagged_entries"))


class VocabularyGroup(SnippetViewSetGroup):
    """What practices are tagged by."""

    menu_label = _("Vocabularies")
    menu_icon = "list-ul"
    menu_name = "vocabularies"
    menu_order = 220
    items = (*VIEWSETS, TagViewSet)
