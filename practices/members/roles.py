"""The groups that people are put in. What a person may do for a city comes from the team (`Membership`), not from here.

The migration `0002_groups` makes the groups and their permissions; editors may change them in the admin afterwards.
"""

from __future__ import annotations

from enum import StrEnum


class Group(StrEnum):
    """Names of the groups, which the code looks up; they are never renamed."""

    CONTRIBUTORS = "Contributors"
    CITY_LEADS = "City leads"
    INTAKE_EDITORS = "Intake editors"
    HANDLING_EDITORS = "Handling editors"
    CHIEF_EDITORS = "Chief editors"
    REVIEWERS = "Reviewers"
    AUDITORS = "Auditors"


EDITORS = frozenset({Group.INTAKE_EDITORS, Group.HANDLING_EDITORS, Group.CHIEF_EDITORS})
"""Those who work in the admin; auditors only look."""

ADMIN_ACCESS = "wagtailadmin.access_admin"
READ_ENTRIES = "practices.view_entrypage"
