"""The base that all kinds of entry share, and the index page above them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.fields import StreamField
from wagtail.models import Page, Revision
from wagtail.search import index

from practices import blocks, facts
from practices.fields import TermField, TermListField
from practices.models.permits import PublicationPermit, PublicationRefused, require_permit
from practices.models.tags import TaggedEntry
from practices.permissions import EntryIndexPermissionTester, EntryPermissionTester
from practices.presenters import entry_context
from practices.validators import refuse_placeholder
from practices.vocabulary.models import City


def long_text(label: Any, limit: int, help_text: Any = "") -> models.TextField:
    """A plain text of at most `limit` characters; may stay empty in a draft."""
    return models.TextField(
        label, blank=True, help_text=help_text, validators=[MaxLengthValidator(limit), refuse_placeholder]
    )


def stream(name: str, block: type, label: Any, maximum: int | None = None, help_text: Any = "") -> StreamField:
    """A part that repeats, as one column."""
    return StreamField(
        blocks.row(name, block),
        blank=True,
        use_json_field=True,
        verbose_name=label,
        max_num=maximum,
        help_text=help_text,
    )


class EntryIndexPage(Page):
    """Holds all entries of one language tree; its own address is the search."""

    max_count_per_parent = 1
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["practices.Practice", "practices.CaseStudy", "practices.Toolkit"]
    has_workflow = False
    """The form of a new entry offers no workflow: a city submits at its desk."""

    class Meta:
        verbose_name = _("library of entries")

    def permissions_for_user(self, user: Any) -> EntryIndexPermissionTester:
        """Drafts are added below it; nothing else."""
        return EntryIndexPermissionTester(user, self)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the search, which browses all."""
        return redirect("search")


class EntryPage(Page):
    """What a practice, a case study and a toolkit have in common; never made alone.

    An entry lives once, in the tree of its original language. Fields are groups of the submission form.
    """

    is_creatable = False
    parent_page_types: ClassVar = ["practices.EntryIndexPage"]
    subpage_types: ClassVar = []
    exclude_fields_in_copy: ClassVar = ["review_level", "last_confirmed_on"]
    kind: ClassVar[str] = ""

    # identity
    summary = long_text(_("summary"), 280, _("At most 280 characters. It stands alone in a list of results."))
    local_name = models.CharField(_("local or official name"), max_length=200, blank=True)
    local_language = models.CharField(_("language of the local name"), max_length=10, blank=True)
    city = models.ForeignKey(
        City, on_delete=models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("lead city")
    )
    scale = TermField(_("scale"), kind="scale", blank=True)
    status = TermField(_("status"), kind="status", blank=True)
    start_year = models.PositiveSmallIntegerField(
        _("start year"), null=True, blank=True, validators=[MinValueValidator(1500), MaxValueValidator(2100)]
    )
    end_year = models.PositiveSmallIntegerField(
        _("end year"), null=True, blank=True, validators=[MinValueValidator(1500), MaxValueValidator(2100)]
    )
    # why
    problem = long_text(_("the problem before"), 1200, _("Who was affected, how many; a baseline number if any."))
    objectives = long_text(_("objectives"), 800, _("Measurable where possible."))
    goals = stream("goal", blocks.GoalBlock, _("SDGs"), 3)
    target_groups = TermListField(_("target groups"), kind="target")
    tags = ClusterTaggableManager(through=TaggedEntry, blank=True, verbose_name=_("tags"))
    # what and how
    description = long_text(_("description"), 2500, _("Plain language: what it is and how it works."))
    steps = stream("step", blocks.StepBlock, _("steps"))
    components = stream("component", blocks.ComponentBlock, _("components"), 5)
    instruments = TermListField(_("instruments"), kind="instrument", maximum=3)
    novelty = long_text(_("what is new here"), 800, _("New to your city is enough; name what inspired it."))
    inspirations = stream("inspiration", blocks.InspirationBlock, _("inspired by"))
    # who
    actors = stream("actor", blocks.ActorBlock, _("lead and partners"))
    participation = TermField(_("participation level"), kind="participation", blank=True)
    participation_how = long_text(_("how people took part"), 1000)
    gender_inclusion = long_text(_("gender and inclusion"), 800, _("Effect on women and girls; who is left out."))
    # money and effort
    costs = stream("cost", blocks.CostBlock, _("costs"))
    costs_unknown = models.BooleanField(_("costs are not known"), default=False, help_text=_("Readers are told so."))
    staff_fte = models.DecimalField(
        _("staff (full-time equivalents)"), max_digits=8, decimal_places=1, null=True, blank=True
    )
    funding = stream("funding", blocks.FundingBlock, _("funding"))
    durability = long_text(_("what happens when the money ends"), 800)
    # results
    results = stream("result", blocks.ResultBlock, _("results"))
    too_early = models.BooleanField(_("too early for results"), default=False, help_text=_("Only while piloting."))
    unintended_effects = long_text(_("unintended effects"), 800, _("“None observed” must be written, and is shown."))
    # lessons
    worked = long_text(_("what worked"), 1500)
    did_not_work = long_text(_("what did not work, and why"), 2000, _("At least 150 characters to be submitted."))
    differently = long_text(_("what we would do differently"), 800)
    # transfer
    conditions = stream("condition", blocks.ConditionBlock, _("essential conditions"))
    where_not = long_text(_("where it would not work"), 800)
    offers = TermListField(_("what we offer others"), kind="offer")
    replications = stream("replication", blocks.ReplicationBlock, _("taken up by"))
    # proof and media
    sources = stream("source", blocks.SourceBlock, _("sources"))
    documents = stream("document", blocks.DocumentBlock, _("documents"))
    pictures = stream("picture", blocks.PictureBlock, _("pictures"), 6)
    # recognition
    awards = stream("award", blocks.AwardBlock, _("awards"))
    # trust and computed values: set by the system
    review_level = TermField(_("review level"), kind="review", default="listed", editable=False)
    last_confirmed_on = models.DateField(_("last confirmed on"), null=True, blank=True, editable=False)
    completeness = models.PositiveSmallIntegerField(_("completeness"), default=0, editable=False)
    cost_band = TermField(_("cost band"), kind="cost", blank=True, editable=False)
    evidence_level = TermField(_("evidence level"), kind="evidence", blank=True, editable=False)

    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.FilterField("status"),
        index.FilterField("review_level"),
        index.FilterField("city"),
    ]

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        permissions = [
            ("publish_listed", _("Publish entries as listed, without a review")),
            ("publish_without_review", _("Override the review, with a reason that is logged")),
        ]

    def clean(self) -> None:
        """Hold rules across fields that hold for drafts too."""
        super().clean()
        errors: dict[str, Any] = {}
        if len(self.title) > 90:
            errors["title"] = _("A title has at most 90 characters.")
        try:
            refuse_placeholder(self.title)
        except ValidationError as error:
            errors["title"] = error
        if self.start_year and self.end_year and self.end_year < self.start_year:
            errors["end_year"] = _("The end cannot be before the start.")
        if self.too_early and self.status and self.status != "piloting":
            errors["too_early"] = _("“Too early” is an answer only while piloting.")
        if errors:
            raise ValidationError(errors)

    @property
    def was_public(self) -> bool:
        """Whether readers see the entry or ever saw it."""
        return self.pk is not None and (self.live or self.first_published_at is not None)

    @property
    def is_withdrawn(self) -> bool:
        """Whether readers saw the entry and see it no more."""
        return self.was_public and not self.live

    def permissions_for_user(self, user: Any) -> EntryPermissionTester:
        """In the admin people write drafts; see `practices.permissions`."""
        return EntryPermissionTester(user, self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Compute what is computed, then save; a save of single fields computes nothing.

        Raises PublicationRefused when readers would see a revision that has no permit. Wagtail publishes, copies and
        makes aliases in several ways, but each of them saves here.
        """
        fields = kwargs.get("update_fields")
        if fields is None:
            facts.set_computed(self)
        if self.alias_of_id:
            raise PublicationRefused(gettext("An entry has no alias: it lives once."))
        if self.live and (fields is None or not {"live", "live_revision"}.isdisjoint(fields)):
            self._require_permit_for_change()
        super().save(*args, **kwargs)

    def _require_permit_for_change(self) -> None:
        """Raise PublicationRefused when another revision than the stored one would be live, without a permit."""
        stored = EntryPage.objects.filter(pk=self.pk, live=True).values_list("live_revision_id").first()
        if stored != (self.live_revision_id,):
            require_permit(entry_id=self.pk, revision_id=self.live_revision_id)

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Publish as Wagtail does, if this very revision has a permit; raises PublicationRefused otherwise.

        A permit is not a person's right: who calls this in a person's name is refused by the permissions.
        """
        require_permit(entry_id=self.pk, revision_id=revision.pk)
        super().publish(revision, *args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Save a revision as Wagtail does.

        Raises PublicationRefused when that would change a revision that has a permit, or schedule one that has none.
        """
        overwritten = kwargs.get("overwrite_revision")
        if overwritten is not None and PublicationPermit.objects.filter(revision=overwritten).exists():
            raise PublicationRefused(gettext("This text is permitted to be published; changes make a new version."))
        if kwargs.get("approved_go_live_at"):
            raise PublicationRefused(gettext("An entry is scheduled at the review desk."))
        return super().save_revision(*args, **kwargs)

    def with_content_json(self, content: Any) -> Any:
        """A revision's content carries neither trust fields nor dates of publication: the text does not set them."""
        entry = super().with_content_json(content)
        entry.review_level = self.review_level
        entry.last_confirmed_on = self.last_confirmed_on
        entry.go_live_at = entry.expire_at = None
        entry.lead_to_survivors()
        return entry

    def lead_to_survivors(self) -> None:
        """Point to today's cities and themes: a draft may name records that were merged since it was saved."""
        if self.city is not None and self.city.merged_into_id:
            self.city = self.city.survivor()
        for links, field in ((self.theme_links, "theme"), (self.other_city_links, "city")):
            rows = list(links.all())
            if any(getattr(row, field).merged_into_id for row in rows):
                today = {getattr(row, field).survivor().pk: row for row in reversed(rows)}
                for pk, row in today.items():
                    setattr(row, f"{field}_id", pk)
                links.set(reversed(today.values()))

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Every entry is at /<language>/practices/<slug>/, whatever its type."""
        parts = super().get_url_parts(request)
        if parts is None:
            return None
        with override(self.locale.language_code):
            return parts[0], parts[1], reverse("entry", args=[self.slug])

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """One template for all kinds: what an entry lacks is not shown."""
        return "practices/entry.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What the template shows; previews come this way, readers through practices.views."""
        return {**super().get_context(request, *args, **kwargs), **entry_context(self, request)}
