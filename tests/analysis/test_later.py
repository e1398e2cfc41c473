"""What is dated after the end of the data has not happened: no screen counts it, and no segment made from one does.

Ann, Bob, Cid, Dan and Eve did "a" in March; Fay did so only after the data end on 31 March 2026, when Gus joins.
"""

from datetime import date

import pytest

from strata.analysis.compare import compare
from strata.analysis.exhibits import make
from strata.analysis.size import size
from strata.errors import SegmentError
from strata.membership import members
from strata.model.metrics import metric
from strata.model.recipe import Recipe
from strata.model.segment import EVER, AttributeCondition, Between, Segment, parse
from tests.analysis.walks import walked

EARLY = ("ann", "bob", "cid", "dan", "eve")
USERS = [*(f"{name},x,2026-03-01,red," for name in EARLY), "fay,x,2026-03-01,red,", "gus,y,2026-04-05,red,"]
EVENTS = dict.fromkeys(EARLY, "a 2026-03-30 10:00, b 2026-04-03 10:00") | {"fay": "a 2026-04-02 10:00"}
BEYOND = Between(date(2026, 3, 1), date(2026, 4, 30))


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    warehouse = walked(tmp_path_factory.mktemp("later") / "files", USERS, EVENTS, as_of="2026-03-31")
    yield warehouse
    warehouse.close()


@pytest.mark.parametrize("window", [EVER, BEYOND])
@pytest.mark.parametrize(
    ("kind", "options", "place", "series"),
    [
        ("activity", (("measure", "users"), ("by", "month")), 0, 0),
        ("adoption", (("feature", "a"),), 0, 0),
        ("engagement", (), 0, 3),
    ],
)
def test_screens_leave_out_what_has_not_happened(house, kind, options, place, series, window):
    """Five of the six who had come did something, which no number of both puts higher; as many are in the segment."""
    plot = make(house, Recipe(kind, (), None, window, options))[place].plot
    mark = plot.series[series].marks[-1 if kind == "activity" else 0]
    assert mark.n in (5, 6)
    if mark.people:
        assert size(house, mark.people).users == 5


def test_life_cycle_of_a_month_that_is_not_over_counts_up_to_the_last_day(tmp_path):
    house = walked(
        tmp_path / "files",
        [f"{name},x,2026-01-01,red," for name in EARLY],
        {name: f"a 2026-01-05, a 2026-02-05, a 2026-03-{25 + place}" for place, name in enumerate(EARLY)},
        as_of="2026-03-26",
    )
    made = make(house, Recipe("lifecycle", options=(("by", "month"), ("stage", "returning"))))
    counts = made[0].result()["lines"][0]["counts"]
    assert (counts["returning"][-1], counts["slipping"][-1]) == (2, 3)
    house.close()


@pytest.mark.parametrize(
    ("name", "value"), [("did:a", 5 / 6), ("did:b", 0), ("active_days", 5 / 6), ("events:a", 5 / 6)]
)
def test_metrics_leave_out_what_has_not_happened(house, name, value):
    asked = metric(name, house.catalog)
    (found,) = compare(house, [Segment("Red", AttributeCondition("team", "is", ("red",)))], [asked]).results
    assert found.n == 6
    assert found.value == pytest.approx(value * asked.scale)


@pytest.mark.parametrize(
    ("tree", "n"),
    [
        ({"event": "a"}, 5),
        ({"event": "*"}, 5),
        ({"event": "b"}, 0),
        ({"event": "*", "within": {"from": "2026-03-01", "to": "2026-04-30"}}, 5),
        ({"event": "*", "different": 2}, 0),
        ({"event": "a", "within": {"since_joined": 60}}, 5),
        ({"first": "a", "then": "b", "gap": 9}, 0),
    ],
)
def test_conditions_leave_out_what_has_not_happened(house, tree, n):
    assert members(house, parse(tree, at="it")).bit_count() == n


def test_feature_that_begins_after_the_data_end_is_not_drawn(house):
    with pytest.raises(
        SegmentError, match="'b' begins on 2026-04-03, after the data end on 2026-03-31: choose another"
    ):
        make(house, Recipe("adoption", options=(("feature", "b"),)))
    assert make(house, Recipe("adoption"))[-1].title.startswith("a: who had used it")
