"""Addresses of the library's pages; a language stands in front of each."""

from django.urls import path, register_converter

from practices import views


class GoalNumber:
    """The number of a Sustainable Development Goal, 1 to 17."""

    regex = "[1-9]|1[0-7]"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_url(self, value: int | str) -> str:
        """Its digits."""
        return str(value)


register_converter(GoalNumber, "goal")

urlpatterns = [
    path("practices/<slug:slug>/", views.entry, name="entry"),
    path("cities/", views.cities, name="cities"),
    path("cities/<slug:slug>/", views.city, name="city"),
    path("themes/", views.themes, name="themes"),
    path("themes/<slug:slug>/", views.theme, name="theme"),
    path("sdgs/<goal:number>/", views.sdg, name="sdg"),
]
