"""The long texts of an entry, named once: what is imported, exported and searched."""

ENTRY_TEXTS = (
    "local_name",
    "problem",
    "objectives",
    "description",
    "novelty",
    "participation_how",
    "gender_inclusion",
    "durability",
    "unintended_effects",
    "worked",
    "did_not_work",
    "differently",
    "where_not",
)
TOOLKIT_TEXTS = ("strategy", "for_whom", "success_signs", "does_not_work_when", "costs_and_staff")
