import pytest

from practices.presenters.maps import dot_radius, locator, project


@pytest.mark.parametrize(
    ("latitude", "longitude", "place"),
    [(0, 0, (500, 252)), (35.97, 126.71, (830, 136)), (4.71, -74.07, (295, 237))],
)
def test_places_fall_where_the_mock_drew_them(latitude, longitude, place):
    x, y = project(latitude, longitude)
    assert abs(x - place[0]) <= 2
    assert abs(y - place[1]) <= 2


def test_a_locator_is_centred_on_its_place():
    found = locator(0, 0)
    assert (found.view, found.x, found.y) == ("350 140 300 225", "500", "252")


def test_marks_grow_with_entries_up_to_a_limit():
    assert float(dot_radius(1)) < float(dot_radius(4)) < float(dot_radius(100)) == 9
