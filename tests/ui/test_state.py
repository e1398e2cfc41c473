from strata.model.segment import AttributeCondition, Segment
from strata.ui.draft import ROOT, Draft
from strata.ui.state import MOST_IN_PLAY, State


def test_play_keeps_at_most_eight_and_each_once():
    state = State()
    state.play([*"abacdefghij"])
    assert state.in_play == tuple("abcdefgh")
    assert len(state.in_play) == MOST_IN_PLAY


def test_play_drops_a_baseline_that_is_now_compared():
    state = State(baseline="a")
    state.play(["a", "b"])
    assert state.baseline is None


def test_colour_is_kept_and_not_shared_by_segments_in_play():
    state = State()
    state.play(["a", "b", "c"])
    colours = [state.colour(name) for name in ("a", "b", "c")]
    assert len(set(colours)) == 3
    state.play(["c", "x"])
    assert state.colour("c") == colours[2]
    assert state.colour("x") != state.colour("c")


def test_colour_of_one_out_of_play_is_taken_before_the_faint_ones_and_then_changes_for_who_comes_back():
    state = State()
    state.play("abcdef")
    assert {state.colour(name) for name in "abcdef"} == set(range(6))
    state.play("xy")
    assert {state.colour("x"), state.colour("y")} == {0, 1}
    state.play("axy")
    assert len({state.colour(name) for name in "axy"}) == 3


def test_colour_goes_round_when_all_were_given():
    state = State()
    for name in "abcdefghij":
        state.play([name, "z"])
        assert state.colour(name) != state.colour("z")


def test_edit_loads_a_segment_and_built_gives_it_back():
    state, segment = State(), Segment("Hygienists", AttributeCondition("role", "is", ("hygienist",)))
    state.edit(segment)
    assert state.built().name == "Hygienists"
    assert [row.condition for row in state.draft.rows()] == [segment.where]
    state.edit(None)
    assert not list(state.draft.rows())


def test_undo_and_redo_walk_through_the_edits():
    state, empty = State(), Draft()
    one = empty.add(ROOT, AttributeCondition("role", "is_known"))
    state.change(one)
    state.change(one)
    assert len(state.past) == 1
    state.undo()
    assert (state.draft, state.before) == (empty, one)
    state.undo()
    state.redo()
    assert (state.draft, state.future) == (one, ())


def test_a_new_edit_ends_what_could_be_redone():
    state = State()
    state.change(Draft().add_group(ROOT))
    state.undo()
    state.change(Draft().add(ROOT, AttributeCondition("role", "is_known")))
    assert not state.future


def test_undo_shows_the_widgets_anew():
    state = State()
    state.change(Draft().add_group(ROOT))
    before = state.revision
    state.undo()
    assert state.revision > before


def test_built_segment_has_the_members_that_were_chosen():
    state = State()
    state.change(Draft().count("accounts"))
    assert state.built().of == "accounts"
