from practices.models import CaseStudy, Practice, Toolkit
from tests.factories.entries import CaseStudyFactory, PracticeFactory, ToolkitFactory, full_practice


def source(n: int, **fields) -> tuple[str, dict]:
    empty = {"publisher": "", "url": "", "year": None, "checked_on": None}
    return ("source", {"n": n, "title": f"Report {n}", "kind": "press", **empty, **fields})


def show_practice() -> Practice:
    """A practice that lacks nothing, with a citation that leads nowhere."""
    return full_practice(
        slug="car-free-sundays", title="Car-free Sundays", description="Roads close [1]. Not this [7]."
    )


def show_case_study(practice: Practice) -> CaseStudy:
    """The story of the practice."""
    section = {"heading": "A street that stayed open", "text": "It began with a protest [1]."}
    return CaseStudyFactory(
        slug="one-street", title="One street", sections=[("section", section)], sources=[source(1)], shows=practice
    )


def show_toolkit(practice: Practice) -> Toolkit:
    """A toolkit whose first step shows the practice and an entry that nobody may read."""
    hidden = PracticeFactory(slug="hidden-draft", title="Hidden draft", live=False)
    first = {
        "title": "Ask the street",
        "what": "Talk to everybody.",
        "who": "District office",
        "how_long": "Two months",
        "pitfalls": ["Asking only shops"],
        "examples": [practice.slug, hidden.slug],
    }
    second = {**first, "title": "Close it once", "pitfalls": [], "examples": []}
    template = {
        "title": "Letter to residents",
        "kind": "letter",
        "contents": ["Dates", "Whom to ask"],
        "document": None,
    }
    return ToolkitFactory(
        slug="open-streets-toolkit",
        title="Open streets, step by step",
        strategy="Close a street, see what happens.",
        toolkit_steps=[("step", first), ("step", second)],
        templates=[("template", template)],
        does_not_work_when="Nobody was asked.",
        themes=["mobility"],
    )
