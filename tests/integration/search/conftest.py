import pytest

from search.indexing import api
from search.indexing.api import engine


@pytest.fixture
def index(settings, tmp_path):
    """An empty embedded index of this test's own."""
    settings.SEARCH_URL = f"embedded://{tmp_path}/index"
    settings.SEARCH_MEANING = False
    api.engine.cache_clear()
    yield engine()
    api.engine.cache_clear()
