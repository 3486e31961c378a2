"""The public lists of reasons: why a proposal is not pursued, why a reviewer says no."""

from django.utils.translation import gettext_lazy as _

OUT_OF_SCOPE = {
    "not-urban": _("It is not about a city, town or metropolis."),
    "no-authority": _("No public authority leads it or is formally involved."),
    "not-tried": _("It has not been tried yet, not even as a pilot that reached people."),
    "advertising": _("It advertises a product, a vendor or a candidate."),
    "no-evidence": _("Nothing is known yet about what it changed, for good or ill."),
    "too-thin": _("The proposal says too little to judge; propose it again when more is known."),
    "not-yours": _("It belongs to another city, which would have to submit it."),
}

DECLINE_REVIEW = {
    "no-time": _("I have no time."),
    "not-my-field": _("It is not my field."),
    "conflict": _("I have a conflict of interest."),
    "language": _("I do not read this language well enough."),
    "other": _("Another reason."),
}
