"""After the publication: confirming an entry each year, and taking it away from readers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from practices.members.selectors import today
from practices.review.errors import NotAllowed
from practices.review.policy import Action
from practices.review.refusals import refusal
from practices.review.services import publishing
from practices.submissions.overview import entries_of
from practices.submissions.pages.access import SignedIn, desk_page, own_entry
from practices.submissions.pages.desk_forms import SureForm, WordsForm


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def confirm(request: SignedIn, slug: str) -> HttpResponse:
    """Say that the entry is still true; with what changed little, in words."""
    entry = own_entry(request.user, slug)
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        label=gettext_lazy("Is there anything to add?"),
        help_text=gettext_lazy("May stay empty. If something is no longer true, update or correct the entry instead."),
        longest=400,
        required=False,
    )
    if form.is_valid():
        publishing.confirm_yearly(entry=entry, by=request.user, words=form.cleaned_data["words"])
        messages.success(request, _("Confirmed today. Thank you: readers see the date."))
        return redirect("desk")
    own = next(found for found in entries_of([entry.city_id or 0], {}, today()) if found.entry.pk == entry.pk)
    context = {"entry": entry, "own": own, "form": form}
    return render(request, "submissions/confirm.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def withdraw(request: SignedIn, slug: str) -> HttpResponse:
    """Take the entry away from readers; its address keeps the note that is written here."""
    entry = own_entry(request.user, slug)
    if not publishing.may_withdraw(entry, request.user):
        raise NotAllowed(refusal(Action.WITHDRAW))
    form = SureForm(
        request.POST if request.method == "POST" else None,
        label=gettext_lazy("Why is it withdrawn?"),
        help_text=gettext_lazy("Readers see these words where the entry was. They stay."),
    )
    if form.is_valid():
        publishing.withdraw_entry(entry=entry, by=request.user, words=form.cleaned_data["words"])
        messages.success(request, _("The entry is withdrawn. Its address now shows your note."))
        return redirect("desk")
    context = {"entry": entry, "form": form}
    return render(request, "submissions/withdraw.html", context, status=422 if form.errors else 200)
