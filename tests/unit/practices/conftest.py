import pytest
from django.utils.translation import override


@pytest.fixture(autouse=True)
def _in_english():
    """Requests of other tests may have left another language active."""
    with override("en"):
        yield
