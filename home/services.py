"""Makes the page trees that the site stands on."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext, override
from wagtail.models import Locale, Page, Site

from home.models import HomePage
from home.texts import EDITORIAL
from practices.models import EntryIndexPage


def _home(root: Page, locale: Locale, original: HomePage | None) -> HomePage:
    with override(locale.language_code):
        title = gettext("Urban practice, by and for citymakers")
        home = HomePage(title=title, slug=locale.language_code, locale=locale)
    if original:
        home.translation_key = original.translation_key
    return root.add_child(instance=home)


def _child(home: HomePage, original: Page | None, page: Page) -> None:
    page.locale = home.locale
    if original:
        page.translation_key = original.translation_key
    home.add_child(instance=page)


@transaction.atomic
def ensure_site() -> Site:
    """The site with a home page, a library and the editorial pages in each language; makes only what is missing."""
    root = Page.get_first_root_node()
    if not HomePage.objects.exists():
        Page.objects.filter(depth=2, slug="home").delete()
        root.refresh_from_db()
    originals: dict[str, Page] = {}
    home = None
    for code, _name in settings.LANGUAGES:
        locale, _made = Locale.objects.get_or_create(language_code=code)
        here = HomePage.objects.filter(locale=locale).first() or _home(root, locale, home)
        home = home or here
        library = EntryIndexPage.objects.child_of(here).first()
        if library is None:
            with override(code):
                library = EntryIndexPage(title=gettext("Practices"), slug="practices")
            _child(here, originals.get("practices"), library)
        originals.setdefault("practices", library)
        for slug, build in EDITORIAL.items():
            page = Page.objects.child_of(here).filter(slug=slug).first()
            if page is None:
                page = build(code)
                _child(here, originals.get(slug), page)
            originals.setdefault(slug, page)
    assert home is not None
    site, _made = Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "root_page": home, "site_name": settings.WAGTAIL_SITE_NAME},
    )
    return site
