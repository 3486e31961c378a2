"""What a browser sends from the admin's forms."""

from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

STREAMS = (
    "goals steps components inspirations actors costs funding results conditions replications sources documents"
    " pictures awards"
).split()  # fmt: skip
LISTS = ("instruments", "target_groups", "offers")


def practice_form(**changes):
    """The form of a practice with a title only, but for the changes."""
    filled = {"title": "Car-free Sundays", "slug": "car-free-sundays", "comments": inline_formset([])}
    filled |= {name: streamfield([]) for name in STREAMS}
    filled |= {name: inline_formset([]) for name in ("theme_links", "other_city_links", "relations")}
    lists = {name: changes.pop(name) for name in list(changes) if name in LISTS}
    return {**nested_form_data({**filled, **changes}), **lists}
