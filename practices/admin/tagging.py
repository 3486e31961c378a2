"""Puts tags on many entries at once, and takes them off."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.models import Page

from practices.models import EntryPage, EntryTag
from practices.services import change_tags


class TagsForm(forms.Form):
    """Which tags come and which go."""

    add = forms.ModelMultipleChoiceField(
        label=_("Add"), queryset=EntryTag.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )
    remove = forms.ModelMultipleChoiceField(
        label=_("Remove"), queryset=EntryTag.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def clean(self) -> dict[str, Any]:
        """Something must change, and no tag can come and go."""
        cleaned = super().clean() or {}
        add, remove = set(cleaned.get("add") or ()), set(cleaned.get("remove") or ())
        if not add and not remove:
            raise forms.ValidationError(_("Choose at least one tag."))
        if add & remove:
            names = ", ".join(sorted(tag.name for tag in add & remove))
            raise forms.ValidationError(_("A tag cannot be added and removed at once: %(names)s.") % {"names": names})
        return cleaned


class ChangeTags(PageBulkAction):
    """The action in the lists of pages; it leaves alone what is no entry, is locked, or belongs to others."""

    display_name = _("Tags")
    action_type = "entry_tags"
    aria_label = _("Change tags of selected entries")
    template_name = "practices/admin/change_tags.html"
    action_priority = 25
    form_class = TagsForm

    @classmethod
    def get_queryset(cls, model: type[Page], object_ids: Iterable[Any]) -> QuerySet[Page]:
        """The pages as what they are."""
        return Page.objects.filter(pk__in=object_ids).specific()

    def check_perm(self, page: Page) -> bool:
        """Whether it is an entry that this person may edit now."""
        if not isinstance(page, EntryPage):
            return False
        tester = page.permissions_for_user(self.request.user)
        return tester.can_edit() and not tester.page_locked()

    def get_execution_context(self) -> dict[str, Any]:
        """The tags, and by whom."""
        chosen = self.cleaned_form.cleaned_data
        return {"add": list(chosen["add"]), "remove": list(chosen["remove"]), "by": self.request.user}

    @classmethod
    def execute_action(cls, objects: Iterable[EntryPage], **kwargs: Any) -> tuple[int, int]:
        """Change them; returns how many changed, and no children."""
        return change_tags(entries=objects, **kwargs), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """How many changed."""
        return ngettext(
            "The tags of %(n)d entry changed.", "The tags of %(n)d entries changed.", num_parent_objects
        ) % {"n": num_parent_objects}
