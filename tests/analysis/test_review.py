"""A review over two real loads: the rows of tests/tiny, and a copy with other answers and one attribute less."""

from functools import partial

import pytest

from strata.analysis.compare_exhibits import key_of
from strata.analysis.exhibits import make
from strata.analysis.review import CHANGED, exhibits, figures, run
from strata.analysis.source import source
from strata.errors import QueryCancelled, StateError
from strata.model.exhibit import Column, Exhibit, Stamp, Table
from strata.model.recipe import Recipe
from strata.model.review import Item, Pinned, item
from strata.model.segment import AttributeCondition, Segment
from strata.state import Showed
from tests.conftest import LATER

NPS = key_of("nps")
DENTISTS = Segment("Dentists", AttributeCondition("role", "is", ("dentist",)))
WEST = Segment("West", AttributeCondition("region", "is", ("West",)))


def asked(segment, *, key=NPS, title="NPS by segment", **pins):
    recipe = Recipe("compare", (segment,), options=(("metrics", ("nps", "csat")),))
    return item(recipe, key, title=title, pins={name: Pinned(*pin) for name, pin in pins.items()})


def by_hand(pin):
    raise StateError(f"There is no saved segment {pin.id!r}: it was deleted, or the link is not complete.")


def again(warehouse, *items, before=None):
    return run(items, partial(make, warehouse), by_hand, before=before)


def kept(shown):
    return {each.item.key: Showed("v1", "2026-03-31", each.figures, LATER) for each in shown}


def test_run_makes_each_item_from_the_data(tiny):
    (shown,) = again(tiny, asked(DENTISTS))
    made = make(tiny, Recipe("compare", (DENTISTS,), options=(("metrics", ("nps", "csat")),)))
    assert (shown.exhibit, shown.problem) == (made[1], "")
    assert shown.figures == figures(made[1])
    assert shown.changes.sentences == ("This is the first run, so there is nothing to hold it against yet.",)


def test_run_of_the_same_data_finds_nothing_moved(tiny):
    first = again(tiny, asked(DENTISTS))
    (second,) = again(tiny, asked(DENTISTS), before=kept(first))
    assert second.changes.moves == ()
    assert "Nothing moved" in second.changes.sentences[0]


def test_run_of_other_data_says_what_moved_with_both_values(tiny, later):
    first = again(tiny, asked(DENTISTS))
    (second,) = again(later, asked(DENTISTS), before=kept(first))
    said = " ".join(move.sentence for move in second.changes.moves)
    before, now = first[0].exhibit.contrasts[0], second.exhibit.contrasts[0]
    assert before.value != now.value
    assert f"from {before.value:.0f} points to {now.value:.0f} points; {before.n} answers then, {now.n} now" in said


def test_item_whose_attribute_vanished_says_so_and_the_others_stand(tiny, later):
    region, role = again(later, asked(WEST), asked(DENTISTS), before=kept(again(tiny, asked(WEST))))
    assert region.exhibit is None
    assert "region" in region.problem
    assert role.exhibit is not None


def test_item_whose_segment_was_deleted_or_that_is_damaged_says_so(tiny):
    gone, damaged, stale, fine = again(
        tiny,
        asked(DENTISTS, Dentists=("our-dentists", 2)),
        Item("{", "x", "Weekly"),
        asked(DENTISTS, key="old"),
        asked(DENTISTS),
    )
    assert "no saved segment 'our-dentists'" in gone.problem
    assert damaged.problem == "The item 'Weekly' is damaged: take it out of the review and add it again."
    assert "is not made from the data any more" in stale.problem
    assert fine.exhibit is not None


def test_run_asks_one_recipe_once(tiny):
    asked_for = []

    def once(recipe):
        asked_for.append(recipe)
        return make(tiny, recipe)

    run((asked(DENTISTS), asked(DENTISTS, key="scorecard")), once, by_hand)
    assert len(asked_for) == 1


def test_run_passes_on_that_it_was_stopped():
    def stopped(recipe):
        raise QueryCancelled("A newer question replaced this one.")

    with pytest.raises(QueryCancelled):
        run((asked(DENTISTS),), stopped, by_hand)


def test_exhibits_of_a_first_run_are_the_items_as_told(tiny):
    told = Item(asked(DENTISTS).asked, key_of("nps"), "NPS by segment", "Dentists are happy", "Keep it so.")
    (only,) = exhibits("Quarter", again(tiny, told), source(tiny))
    assert (only.title, only.findings[0], only.key) == ("Dentists are happy", "Keep it so.", told.key)
    assert only.notes[0] == "Chart: NPS by segment"


def test_exhibits_begin_with_what_changed_and_leave_nothing_out(tiny, later):
    items = (asked(DENTISTS), asked(WEST))
    second = again(later, *items, before=kept(again(tiny, *items)))
    changed, dentists, west = exhibits("Quarter", second, source(later))
    assert (changed.key, changed.title) == (CHANGED, "Quarter: what changed since the data up to 2026-03-31")
    assert len(changed.rows.rows) == len(second[0].changes.moves)
    assert changed.rows.rows[0][2:4] == (second[0].changes.moves[0].then.value, second[0].changes.moves[0].now.value)
    assert dentists.plot is not None
    assert (west.plot, west.findings) == (None, (second[1].problem,))


def test_exhibits_of_an_empty_review_are_none(tiny):
    assert exhibits("Quarter", (), source(tiny)) == ()


def test_figures_of_a_table_go_by_the_texts_of_their_row(tiny):
    table = Table((Column("Role"), Column("Share", "%"), Column("n")), (("dentist", 40.0, 3), ("hygienist", None, 2)))
    found = figures(Exhibit("t", "T", None, Stamp(source(tiny)), table=table))
    assert [(each.label, each.value, each.unit) for each in found] == [
        ("dentist, Share", 40.0, "%"),
        ("dentist, n", 3, ""),
        ("hygienist, n", 2, ""),
    ]
