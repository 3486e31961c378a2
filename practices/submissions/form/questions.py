"""The words of the form: topics, questions, help, and for each a weak and a strong answer.

Source: submission-form.md. Examples are short and could be true; they are nobody's answers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

ENTRY, DECLARATION, SUBMISSION = "entry", "declaration", "submission"
"""What a question is answered on."""
STORIES = ("practice", "case-study")
ALL_KINDS = (*STORIES, "toolkit")


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the field that it fills, its words, and the criterion of the rubric that judges the answer."""

    field: str
    label: Any
    criterion: str
    help: Any = ""
    weak: Any = ""
    strong: Any = ""
    of: str = ENTRY
    required: bool = False
    kinds: tuple[str, ...] = STORIES
    limit: int | None = None
    """Characters, for a text."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Questions that stand on one page."""

    slug: str
    title: Any
    intro: Any
    questions: tuple[Question, ...] = field(default=())

    def question(self, name: str) -> Question:
        """The question that fills that field. Raises StopIteration."""
        return next(question for question in self.questions if question.field == name)


IDENTITY = Topic(
    "identity",
    _("What, where and when"),
    _("How readers recognise it in a list."),
    (
        Question("title", _("Title"), "complete", _("Say what and where. No slogan."),
                 _("Moving towards a better tomorrow"), _("Car-free Sundays on 120 km of streets"), kinds=ALL_KINDS),
        Question("city", _("City"), "authority", _("Set by the proposal. Write to the editors if it is wrong."),
                 kinds=ALL_KINDS),
        Question("other_city_links", _("Other cities that take part"), "authority",
                 _("Cities that run it together with yours. Leave it empty if there are none.")),
        Question("local_name", _("Local or official name"), "complete", _("As people call it in your city.")),
        Question("local_language", _("Language of the local name"), "complete", _("Its code of two letters: “pt”.")),
        Question("scale", _("Area that it covers"), "method", _("The area of the project, not that of the city.")),
        Question("status", _("Where it stands today"), "usefulness",
                 _("What was stopped is as welcome as a success: it is judged on how clear its evidence is.")),
        Question("start_year", _("Start year"), "complete", _("Four digits: 2019.")),
        Question("end_year", _("End year"), "complete", _("Needed when it is completed or discontinued.")),
        Question("summary", _("Summary"), "complete",
                 _("It stands alone in lists. Say what is done, for whom, and since when."),
                 _("An innovative and award-winning programme for sustainable mobility."),
                 _("Every Sunday since 1974 the city closes 120 km of main roads to cars; a million people walk, "
                   "cycle and meet there."), kinds=ALL_KINDS),
    ),
)  # fmt: skip

WHY = Topic(
    "why",
    _("Why"),
    _("What was wrong before, and what should change."),
    (
        Question("problem", _("The problem before"), "relevance",
                 _("Who was affected, how many, and a number from before you began, if there is one."),
                 _("The city had many traffic problems."),
                 _("In 2015, 310 people were killed on our roads, half of them on foot. In the south, one family in "
                   "four had no park within a kilometre.")),
        Question("objectives", _("Objectives"), "relevance", _("Measurable where possible."),
                 _("To improve the quality of life."),
                 _("Ten hours a week of safe streets for walking, within 15 minutes of every home, by 2020.")),
        Question("theme_links", _("Themes, the most important first"), "relevance",
                 _("One to three themes, then topics below them. The order is the rank."), kinds=ALL_KINDS),
        Question("goals", _("Sustainable Development Goals"), "relevance",
                 _("One to three goals, each with a sentence on how: no goal without a reason."),
                 _("Goal 11: it makes the city sustainable."),
                 _("Goal 11: target 11.7, streets become public space that costs nothing and is open to all ages."),
                 kinds=ALL_KINDS),
        Question("target_groups", _("For whom"), "inclusion", _("Those whom you set out to reach.")),
    ),
)  # fmt: skip

WHAT_AND_HOW = Topic(
    "what-and-how",
    _("What it is and how it works"),
    _("A team elsewhere should be able to plan it from this page."),
    (
        Question("description", _("Description"), "method", _("Plain words: what is done, where, how often, by whom."),
                 _("The project is implemented through a holistic multi-stakeholder approach."),
                 _("At 7 in the morning, 1,500 stewards close seven roads with barriers that are kept in schools. "
                   "Buses are diverted; crossings open every 400 metres."), kinds=ALL_KINDS),
        Question("sections", _("The story in parts"), "method",
                 _("A case study can be told in parts, each with a heading, instead of one description."),
                 kinds=("case-study",)),
        Question("steps", _("Steps"), "method", _("At least three: when, what, who."),
                 _("2018: implementation."),
                 _("March 2018: the council passes the decree. Mobility office.")),
        Question("components", _("Building blocks"), "lessons",
                 _("One to five parts that could travel alone, and what made each possible."),
                 _("Community engagement."),
                 _("Stewards paid by the day, from the streets that they close. Made possible by a budget line for "
                   "short contracts.")),
        Question("instruments", _("Instruments"), "method", _("One to three, the most important first."),
                 kinds=ALL_KINDS),
        Question("novelty", _("What is new here"), "novelty",
                 _("New to your city is enough. Name what inspired it."),
                 _("It is the first of its kind in the world."),
                 _("Streets had been closed for races before. New was every week, with a budget; the idea came from "
                   "Bogotá.")),
        Question("inspirations", _("Inspired by"), "novelty", _("Cities whose practice you looked at.")),
    ),
)  # fmt: skip

GUIDANCE = Topic(
    "guidance",
    _("Guidance"),
    _("What a team does, step by step."),
    (
        Question("strategy", _("The strategy in brief"), "method", kinds=("toolkit",)),
        Question("for_whom", _("For whom it is"), "relevance", kinds=("toolkit",)),
        Question("toolkit_steps", _("Steps"), "method", _("At least three: what to do, who, how long, pitfalls."),
                 kinds=("toolkit",)),
        Question("success_signs", _("Signs of success"), "results", kinds=("toolkit",)),
        Question("does_not_work_when", _("It does not work when"), "lessons", kinds=("toolkit",)),
        Question("costs_and_staff", _("Costs and staff"), "durability", kinds=("toolkit",)),
        Question("templates", _("Templates"), "usefulness", kinds=("toolkit",)),
    ),
)  # fmt: skip

WHO = Topic(
    "who",
    _("Who"),
    _("Who leads, who takes part, who has a say, who is left out."),
    (
        Question("actors", _("Lead and partners"), "authority",
                 _("Who leads comes first; then partners, each with a role."), _("Various stakeholders."),
                 _("Health department, city, runs the clinics. Red Cross, NGO, trains the staff.")),
        Question("participation", _("How far people have a say"), "inclusion",
                 _("Choose what happened, not what was planned.")),
        Question("participation_how", _("How people took part"), "inclusion",
                 _("Who was asked, when, how many came, and what changed because of it."),
                 _("Citizens were involved throughout."),
                 _("Twelve evenings in 2017, 640 people, a third of them women. The night market stayed because they "
                   "asked for it.")),
        Question("gender_inclusion", _("Gender and inclusion"), "inclusion",
                 _("The effect on women and girls, and who is left out."),
                 _("The project benefits everyone equally."),
                 _("Women are 52 % of those who come, and 38 % of the stewards. People in wheelchairs reach three of "
                   "the seven routes.")),
    ),
)  # fmt: skip

MONEY = Topic(
    "money",
    _("Money and effort"),
    _("What it takes. An estimate that says so is worth more than silence."),
    (
        Question("costs", _("Costs"), "durability",
                 _("Set-up and yearly cost, each in the currency and year of its source."),
                 _("About two million."), _("Set-up: 1,800,000 EUR, 2019, budget: barriers and radios.")),
        Question("costs_unknown", _("The costs are not known"), "durability", _("Readers are told so.")),
        Question("staff_fte", _("Staff, in full-time posts"), "durability",
                 _("Two people at half time are 1. Name the skills that they need in the description.")),
        Question("funding", _("Who paid"), "durability", _("Each source with its share."),
                 _("Public funds."), _("City budget, 80 %. National health fund, 20 % until 2021.")),
        Question("durability", _("What happens when the money ends"), "durability",
                 _("Legal basis, budget line, who would carry on."),
                 _("The project will be sustainable."),
                 _("Since 2020 it is a line of the yearly budget, fixed by decree 12. Without the sponsor two routes "
                   "would close.")),
    ),
)  # fmt: skip

RESULTS = Topic(
    "results",
    _("Results"),
    _("What changed, and how you know. Bad results are results."),
    (
        Question("results", _("Measured results"), "results",
                 _("At least one: indicator, before, now, year, and how it is known."),
                 _("Many more people cycle."),
                 _("People on the streets on a Sunday: before 0, now 1,000,000, in 2019, counted by the university.")),
        Question("too_early", _("It is too early for results"), "results", _("Only while piloting.")),
        Question("unintended_effects", _("Unintended effects"), "results",
                 _("Good or bad. “None observed” must be written, and is shown."),
                 _("—"), _("Shops on two roads lost a tenth of their Sunday sales; street vendors gained.")),
    ),
)  # fmt: skip

LESSONS = Topic(
    "lessons",
    _("Lessons"),
    _("Readers look here first. What failed is what they cannot find elsewhere."),
    (
        Question("worked", _("What worked"), "lessons", _("And why you think it did."),
                 _("Good coordination."), _("Stewards who live on the street: nobody shouts at a neighbour.")),
        Question("did_not_work", _("What did not work, and why"), "lessons",
                 _("At least 150 characters. Barriers too, and how you dealt with them: legal, political, financial, "
                   "technical, social, in the organisation."),
                 _("There were some challenges, which were overcome."),
                 _("The first year failed: shops had not been asked, and blocked the road on the third Sunday. We lost "
                   "eight months, and began again with one street and its shopkeepers.")),
        Question("differently", _("What we would do differently"), "lessons", "",
                 _("Plan better."), _("Ask the shops before the council votes, and pay stewards from the first day.")),
    ),
)  # fmt: skip

TRANSFER = Topic(
    "transfer",
    _("Transfer"),
    _("Whether it would travel, and what you offer to those who try."),
    (
        Question("conditions", _("What another city must have"), "lessons",
                 _("At least two. Begin with the legal power that you used."),
                 _("Political will."), _("Legal: the city, not the state, may close main roads.")),
        Question("where_not", _("Where it would not work"), "lessons", "",
                 _("It can be replicated anywhere."),
                 _("Where one road carries all traffic across a river, or the police answer to another level.")),
        Question("replications", _("Taken up by"), "usefulness", _("Cities that did it after you.")),
        Question("offers", _("What you offer others"), "usefulness",
                 _("Only what your office can keep up for a year.")),
    ),
)  # fmt: skip

PROOF = Topic(
    "proof",
    _("Sources and documents"),
    _("Where readers can check what you say."),
    (
        Question("sources", _("Sources"), "results",
                 _("At least one. Other answers name a source by its number, in a text as [1]."),
                 _("www.city.example"),
                 _("1 · Evaluation of the Sunday streets 2015–2019, University of the Andes, 2020, evaluation."),
                 kinds=ALL_KINDS),
        Question("documents", _("Documents"), "usefulness",
                 _("By-law, tender, budget, evaluation, manual: what another city can take along. Files are added on "
                   "the page “Pictures and documents”."), kinds=ALL_KINDS),
    ),
)  # fmt: skip

MEDIA = Topic(
    "media",
    _("Pictures"),
    _("One to six. People who can be recognised must have agreed."),
    (
        Question("pictures", _("Pictures"), "rights",
                 _("Each with who made it, its licence, and words for people who cannot see it. Pictures are added on "
                   "the page “Pictures and documents”; their order here is the order that readers see.")),
    ),
)  # fmt: skip

RECOGNITION = Topic(
    "recognition",
    _("Recognition"),
    _("Awards that it won. Leave it empty if there are none: awards weigh nothing in the review."),
    (Question("awards", _("Awards"), "results"),),
)  # fmt: skip

CITY = Topic(
    "city",
    _("Your city"),
    _("What USE knows about your city. It stands beside every entry."),
    (
        Question("city_profile_confirmed", _("The city’s profile is right"), "authority",
                 _("If something is wrong, leave this open and write to the editors."),
                 of=DECLARATION, kinds=ALL_KINDS),
    ),
)  # fmt: skip

DECLARATIONS = Topic(
    "declaration",
    _("Declaration"),
    _("What the city stands for with its name. Readers see the licence and the office; editors see the rest."),
    (
        Question("licence", _("Licence of the text"), "rights",
                 _("CC BY 4.0 lets others use it with your name. Choose another only if you must."),
                 of=DECLARATION, required=True, kinds=ALL_KINDS),
        Question("rights_confirmed", _("We hold the rights to texts, pictures and documents"), "rights",
                 of=DECLARATION, required=True, kinds=ALL_KINDS),
        Question("people_consent", _("People who can be recognised have agreed"), "rights",
                 _("Children: their parents have agreed."), of=DECLARATION, kinds=ALL_KINDS),
        Question("interests", _("Interests"), "interests",
                 _("Paid consultants, vendors, an election soon. Write “none” if there are none."), _("n/a"),
                 _("The evaluation was paid by the firm that sells the barriers. Local elections are in May."),
                 of=DECLARATION, required=True, kinds=ALL_KINDS),
        Question("machine_help", _("Help from machines"), "interests",
                 _("Was text made or translated by a machine? Which part? Write “none” if not."), "",
                 _("The description was translated by a machine and read by two of us."),
                 of=DECLARATION, required=True, kinds=ALL_KINDS),
        Question("contact_office", _("Office that answers questions"), "usefulness",
                 _("An office rather than a person: it is still there in five years."),
                 of=DECLARATION, required=True, kinds=ALL_KINDS),
        Question("contact_email", _("Mail address of that office"), "usefulness",
                 _("An address that is read when one person is away."), of=DECLARATION, required=True, kinds=ALL_KINDS),
        Question("public_note", _("What changes for readers"), "complete",
                 _("Only for an update or a correction: one sentence that is shown with the new version."), "",
                 _("The number of routes was wrong: it is seven, not nine."), of=SUBMISSION, kinds=ALL_KINDS),
    ),
)  # fmt: skip

TOPICS: tuple[Topic, ...] = (
    IDENTITY, WHY, WHAT_AND_HOW, GUIDANCE, WHO, MONEY, RESULTS, LESSONS, TRANSFER, PROOF, MEDIA, RECOGNITION, CITY,
    DECLARATIONS,
)  # fmt: skip
