"""The admin's page that makes two records one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib.admin.utils import quote, unquote
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from practices.vocabulary.forms import MergeForm
from practices.vocabulary.models import Term, Theme
from practices.vocabulary.services import MergeRefused, merge


def candidates_for(record: Model) -> QuerySet:
    """The records that this one could be merged into: same list, not merged themselves."""
    live = type(record)._default_manager.exclude(pk=record.pk)
    if any(field.name == "merged_into" for field in record._meta.fields):
        live = live.filter(merged_into=None)
    if isinstance(record, Term):
        live = live.filter(kind=record.kind)
    if isinstance(record, Theme):
        live = live.exclude(parent=None)
    return live


class MergeView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Asks which record stays, says what will happen, and merges; what is refused is shown with the reason."""

    permission_required = "change"
    template_name = "vocabulary/merge.html"
    page_title = gettext_lazy("Merge")
    _show_breadcrumbs = True
    model: type[Model] | None = None
    index_url_name: str | None = None
    merge: Callable[..., int] = staticmethod(merge)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the record."""
        super().setup(request, *args, **kwargs)
        self.object = get_object_or_404(self.model, pk=unquote(str(kwargs["pk"])))

    def get_page_subtitle(self) -> str:
        """The record."""
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The list, then this page."""
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        label = capfirst(self.model._meta.verbose_name_plural)
        return [*self.breadcrumbs_items, {"url": reverse(self.index_url_name), "label": label}, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form and the way back."""
        form = kwargs.pop("form", None) or MergeForm(candidates=candidates_for(self.object))
        return super().get_context_data(form=form, record=self.object, back=reverse(self.index_url_name), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Merge, or show why not."""
        form = MergeForm(request.POST, candidates=candidates_for(self.object))
        if form.is_valid():
            kept, name = form.cleaned_data["kept"], str(self.object)
            try:
                moved = self.merge(absorbed=self.object, kept=kept)
            except MergeRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                log(instance=kept, action="wagtail.edit", user=request.user)
                messages.success(
                    request,
                    _("“%(absorbed)s” is now “%(kept)s”; %(n)d links moved.")
                    % {"absorbed": name, "kept": kept, "n": moved},
                )
                return redirect(self.index_url_name)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class MergingIndexView(IndexView):
    """A list whose rows offer merging."""

    merge_url_name: str | None = None

    def get_list_more_buttons(self, instance: Model) -> list[Any]:
        """The usual actions and “Merge”, where it is allowed and possible."""
        buttons = super().get_list_more_buttons(instance)
        if self.user_has_permission("change") and not getattr(instance, "merged_into_id", None):
            url = reverse(self.merge_url_name, args=[quote(instance.pk)])
            buttons.append(MenuItem(_("Merge"), url=url, icon_name="resubmit", priority=25))
        return buttons


class MergingViewSet(SnippetViewSet):
    """A vocabulary whose records can be merged."""

    index_view_class = MergingIndexView
    merge_view_class: ClassVar[type[MergeView]] = MergeView

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """The list knows the address for merging."""
        return super().get_index_view_kwargs(merge_url_name=self.get_url_name("merge"), **kwargs)

    @cached_property
    def merge_view(self) -> Callable[..., HttpResponse]:
        """The page that merges."""
        return self.construct_view(self.merge_view_class)

    def get_urlpatterns(self) -> list[Any]:
        """The usual addresses and the one for merging."""
        return [*super().get_urlpatterns(), path("merge/<str:pk>/", self.merge_view, name="merge")]
