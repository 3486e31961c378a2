"""Countries and cities."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable
from wagtail.search import index

from practices.vocabulary.models.base import Mergeable, in_language


class Named(models.Model):
    """A name in each interface language."""

    name_en = models.CharField(_("English"), max_length=120)
    name_fr = models.CharField(_("French"), max_length=120, blank=True)
    name_es = models.CharField(_("Spanish"), max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name()

    def name(self, language: str | None = None) -> str:
        """The name in that language, or English."""
        return in_language(self, "name", language)


class Country(Named):
    """A country or territory of ISO 3166, with its region of Metropolis and of the United Nations (M49)."""

    iso2 = models.CharField("ISO 3166-1 alpha-2", max_length=2, primary_key=True)
    iso3 = models.CharField("ISO 3166-1 alpha-3", max_length=3, blank=True)
    numeric = models.CharField("UN M49", max_length=3, blank=True)
    un_region = models.CharField(_("UN region"), max_length=40, blank=True)
    un_subregion = models.CharField(_("UN subregion"), max_length=60, blank=True)
    region = models.CharField(_("region of Metropolis"), max_length=40, blank=True)
    aliases = models.JSONField(_("aliases"), default=list, blank=True)

    class Meta:
        ordering = ["name_en"]
        verbose_name = _("country")
        verbose_name_plural = _("countries")


class City(index.Indexed, Named, Mergeable, ClusterableModel):
    """A city that entries point to. It is not a member: see MemberGovernment.

    The population serves the size class only; it is shown as a fact only with its year and source.
    """

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="cities", verbose_name=_("country"))
    latitude = models.FloatField(_("latitude"), validators=[MinValueValidator(-90), MaxValueValidator(90)])
    longitude = models.FloatField(_("longitude"), validators=[MinValueValidator(-180), MaxValueValidator(180)])
    size = models.CharField(_("size class"), max_length=20, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(_("year of the population"), null=True, blank=True)
    population_source = models.CharField(_("source of the population"), max_length=120, blank=True)
    timezone = models.CharField(_("time zone"), max_length=60, blank=True)
    geoname_id = models.PositiveIntegerField("GeoNames", null=True, blank=True)
    website = models.URLField(_("website"), blank=True)

    search_fields = [
        index.SearchField("name_en"),
        index.SearchField("name_fr"),
        index.SearchField("name_es"),
        index.AutocompleteField("name_en"),
        index.FilterField("country"),
        index.FilterField("merged_into"),
    ]

    class Meta:
        ordering = ["name_en"]
        verbose_name = _("city")
        verbose_name_plural = _("cities")

    def __str__(self) -> str:
        return f"{self.name()} ({self.country_id})"

    def all_names(self) -> list[str]:
        """Every name it is known by, each once: three languages and aliases."""
        return list(dict.fromkeys(n for n in (self.name_en, self.name_fr, self.name_es, *self.aliases) if n))


class CityFact(Orderable):
    """One figure of a city's profile, never without year and source."""

    city = ParentalKey(City, on_delete=models.CASCADE, related_name="facts")
    indicator = models.CharField(_("indicator"), max_length=120)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4)
    unit = models.CharField(_("unit"), max_length=40)
    year = models.PositiveSmallIntegerField(_("year"))
    source = models.CharField(_("source"), max_length=200)

    class Meta(Orderable.Meta):
        verbose_name = _("city fact")
        verbose_name_plural = _("city facts")
