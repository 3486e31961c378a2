"""The lead reads the whole text and answers for the city."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from practices.review.policy import Action
from practices.review.services import sending, writing
from practices.review.transitions import require
from practices.submissions.drafts import draft_context
from practices.submissions.pages.access import SignedIn, desk_page, readable
from practices.submissions.pages.desk_forms import WordsForm


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def mandate(request: SignedIn, pk: int) -> HttpResponse:
    """The text as readers would see it; below it, confirm it in the city's name or give it back with words."""
    submission = readable(request.user, pk)
    require(request.user, Action.CONFIRM_MANDATE, submission)
    give_back = request.method == "POST" and "give_back" in request.POST
    form = WordsForm(
        request.POST if give_back else None,
        label=gettext_lazy("What should your colleagues change?"),
        help_text=gettext_lazy("They read it beside the text."),
    )
    if give_back and form.is_valid():
        sending.refuse_mandate(submission=submission, by=request.user, words=form.cleaned_data["words"])
        messages.success(request, _("The text is back with its writers. They were told what to change."))
        return redirect("desk_submission", pk=pk)
    confirms = request.method == "POST" and not give_back
    if confirms and request.POST.get("stands_behind"):
        sending.confirm_mandate(submission=submission, by=request.user)
        done = _("Confirmed in the name of %(city)s. The editors have it now.") % {"city": submission.city.name()}
        messages.success(request, done)
        return redirect("desk_submission", pk=pk)
    text = writing.text_sent(submission)
    context = {
        **draft_context(text, submission, request),
        "submission": submission,
        "declaration": submission.declaration,
        "form": form,
        "must_tick": confirms,
    }
    return render(request, "submissions/mandate.html", context, status=422 if confirms or form.errors else 200)
