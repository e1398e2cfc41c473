import pytest

from strata.charts.history import size_alt, size_line
from strata.charts.palette import LIGHT
from strata.model.results import History, SizeOn


@pytest.fixture
def growing() -> History:
    return History("Hygienists", (SizeOn("2026-01-31", 800, 90), SizeOn("2026-02-28", 1_250, 120)), None)


def test_size_line_is_the_users_of_each_day(growing):
    (line,) = size_line(growing, LIGHT, place=3).data
    assert list(zip(line.x, line.y, line.customdata, strict=True)) == [
        ("2026-01-31", 800, 90),
        ("2026-02-28", 1_250, 120),
    ]
    assert line.line.color == LIGHT.series[3]


def test_size_line_starts_at_zero_and_writes_the_last_size(growing):
    figure = size_line(growing, LIGHT)
    assert figure.layout.yaxis.range[0] == 0
    assert tuple(figure.data[0].text) == ("", "1,250")


def test_size_line_of_no_days_is_empty():
    assert not size_line(History("x", (), None), LIGHT).data[0].x


def test_size_alt_says_each_day(growing):
    assert size_alt(growing) == "Users in Hygienists over time: 2026-01-31 800; 2026-02-28 1,250."
