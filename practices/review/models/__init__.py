"""What a submission and its review leave in the database."""

from practices.review.models.attestations import Attestation, Confirmation, PublicNote
from practices.review.models.decisions import DecisionPoint, EditorialDecision
from practices.review.models.reviewers import Reviewer
from practices.review.models.reviews import Comment, CriterionScore, Review
from practices.review.models.rounds import ConflictWaiver, ReviewAssignment
from practices.review.models.rubric import Criterion, RubricVersion
from practices.review.models.submission import Declaration, Event, Proposal, Submission
from practices.review.models.workflow import FinalSignOffTask, PeerReviewTask, ReviewRound, ScreeningTask

__all__ = [
    "Attestation",
    "Comment",
    "Confirmation",
    "ConflictWaiver",
    "Criterion",
    "CriterionScore",
    "DecisionPoint",
    "Declaration",
    "EditorialDecision",
    "Event",
    "FinalSignOffTask",
    "PeerReviewTask",
    "Proposal",
    "PublicNote",
    "Review",
    "ReviewAssignment",
    "ReviewRound",
    "Reviewer",
    "RubricVersion",
    "ScreeningTask",
    "Submission",
]
