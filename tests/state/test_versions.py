import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import StatementError

from strata.errors import SegmentError, StateError
from strata.model.segment import All, AttributeCondition, Between, EventCondition, Node, Not, Segment, parse_segment
from strata.state import SavedSegment

HYGIENISTS = Segment("Hygienists", AttributeCondition("role", "is", ("hygienist",)))
DENTISTS = Segment("Dentists", AttributeCondition("role", "is", ("dentist",)))


def changed(saved: SavedSegment, *roles: str) -> Segment:
    return Segment(saved.name, AttributeCondition("role", "is", roles))


def test_save_new_segment_gives_back_what_was_saved(state, now):
    saved = state.save(
        HYGIENISTS, by="ann", now=now, description=" People who clean ", tags=["role", "core", "role"], note="First"
    )
    assert saved == SavedSegment(
        id="hygienists",
        version=1,
        segment=HYGIENISTS,
        description="People who clean",
        owner="ann",
        tags=("core", "role"),
        visibility="private",
        is_verified=False,
        is_archived=False,
        is_frozen=False,
        note="First",
        saved_at=now,
        saved_by="ann",
        favourite_of=frozenset(),
    )
    assert state.get("hygienists") == saved


def test_save_again_keeps_every_version_and_what_is_not_said(state, now):
    first = state.save(HYGIENISTS, by="ann", now=now, description="Cleaners", tags=["a"], visibility="everyone")
    later = now + timedelta(hours=1)
    second = state.save(
        changed(first, "hygienist", "assistant"), by="bob", now=later, segment_id=first.id, base_version=1
    )
    assert (second.version, second.owner, second.saved_by, second.saved_at) == (2, "ann", "bob", later)
    assert (second.description, second.tags, second.visibility) == ("Cleaners", ("a",), "everyone")
    assert state.versions(first.id) == (second, first)
    assert state.get(first.id, 1) == first


def test_save_keeps_moments_of_other_zones(state):
    there = datetime(2026, 10, 1, 23, 30, tzinfo=timezone(timedelta(hours=-7)))
    assert state.save(HYGIENISTS, by="ann", now=there).saved_at == there
    assert state.get("hygienists").saved_at.tzinfo == UTC


def test_save_moment_without_zone_is_a_mistake(state):
    with pytest.raises(StatementError, match="no time zone"):
        state.save(HYGIENISTS, by="ann", now=datetime(2026, 10, 1))


def test_save_on_an_older_version_is_refused_and_nothing_is_lost(state, now):
    first = state.save(HYGIENISTS, by="ann", now=now, visibility="everyone")
    state.save(changed(first, "assistant"), by="bob", now=now, segment_id=first.id, base_version=1)
    mine = changed(first, "dentist")
    with pytest.raises(StateError, match="version 2 by bob on 2026-10-01 at 12:00 UTC while you edited version 1"):
        state.save(mine, by="ann", now=now, segment_id=first.id, base_version=1)
    assert state.get(first.id).version == 2
    on_top = state.save(mine, by="ann", now=now, segment_id=first.id, base_version=2)
    assert [version.saved_by for version in state.versions(first.id)] == ["ann", "bob", "ann"]
    assert on_top.segment == mine


def test_save_version_without_its_base_is_a_mistake(state, now):
    state.save(HYGIENISTS, by="ann", now=now)
    with pytest.raises(ValueError, match="base_version"):
        state.save(HYGIENISTS, by="ann", now=now, segment_id="hygienists")


def test_save_unknown_segment_names_the_closest(state, now):
    state.save(HYGIENISTS, by="ann", now=now, visibility="everyone")
    with pytest.raises(StateError, match="did you mean 'hygienists'"):
        state.save(HYGIENISTS, by="ann", now=now, segment_id="hygienist", base_version=1)


@pytest.mark.parametrize("visibility", ["private", "everyone"])
def test_save_taken_name_is_refused(state, now, visibility):
    state.save(HYGIENISTS, by="ann", now=now, visibility=visibility)
    with pytest.raises(StateError, match=r"already a segment 'Hygienists'.*choose another name"):
        state.save(HYGIENISTS, by="ann", now=now, visibility=visibility)
    assert len(state.list()) == 1


def test_save_name_is_free_in_another_scope_and_after_archiving(state, now):
    mine = state.save(HYGIENISTS, by="ann", now=now)
    theirs = state.save(HYGIENISTS, by="bob", now=now)
    shared = state.save(HYGIENISTS, by="ann", now=now, visibility="everyone")
    state.archive(shared.id, by="ann", now=now)
    again = state.save(HYGIENISTS, by="bob", now=now, visibility="everyone")
    assert [saved.id for saved in (mine, theirs, shared, again)] == [
        "hygienists",
        "hygienists-2",
        "hygienists-3",
        "hygienists-4",
    ]


def test_save_sharing_a_taken_name_is_refused(state, now):
    state.save(HYGIENISTS, by="ann", now=now, visibility="everyone")
    mine = state.save(HYGIENISTS, by="bob", now=now)
    with pytest.raises(StateError, match="everyone sees, last saved by ann"):
        state.save(HYGIENISTS, by="bob", now=now, segment_id=mine.id, base_version=1, visibility="everyone")
    assert state.get(mine.id) == mine


@pytest.mark.parametrize("name", ["", " \t", "two\nlines", "nul\0", "x" * 201, "half \ud800"])
def test_save_name_nobody_can_read_is_refused(state, now, name):
    with pytest.raises(StateError, match="cannot name a segment"):
        state.save(Segment(name, All(())), by="ann", now=now)


def test_save_by_nobody_is_refused(state, now):
    with pytest.raises(StateError, match="cannot name a person"):
        state.save(HYGIENISTS, by=" ", now=now)


def test_save_what_could_not_be_read_back_is_refused(state, now):
    node = AttributeCondition("role", "is", ("x",))
    with pytest.raises(SegmentError, match="200 are allowed"):
        state.save(Segment("Too many", All((node,) * 201)), by="ann", now=now)
    with pytest.raises(StateError, match="no valid Unicode"):
        state.save(Segment("Half", AttributeCondition("role", "is", ("\ud800",))), by="ann", now=now)


@pytest.mark.parametrize("levels", [60, 5_000])
def test_save_nested_too_deeply_is_refused(state, now, levels):
    node: Node = AttributeCondition("role", "is_known")
    for _ in range(levels):
        node = Not(node)
    with pytest.raises(StateError, match="flatten them"):
        state.save(Segment("Deep", node), by="ann", now=now)


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Größe über 5 %", "groe-uber-5"), ("日本", "saved"), ("--", "saved"), ("Ärzte & Co.", "arzte-co")],
)
def test_save_makes_an_id_of_any_name(state, now, name, slug):
    assert state.save(Segment(name, All(())), by="ann", now=now).id == slug


def test_save_frozen_keeps_the_users_of_that_day(state, now):
    frozen = state.save(HYGIENISTS, by="ann", now=now, members=["u2", "u1", "u2", "Ü 'x'"])
    assert frozen.is_frozen
    assert state.members(frozen.id, 1) == ("u1", "u2", "Ü 'x'")
    follows = state.save(HYGIENISTS, by="ann", now=now, segment_id=frozen.id, base_version=1)
    assert not follows.is_frozen
    assert state.members(frozen.id, 2) == ()
    assert state.get(frozen.id, 1).is_frozen


def test_save_frozen_and_empty_is_frozen(state, now):
    assert state.save(HYGIENISTS, by="ann", now=now, members=[]).is_frozen


def test_get_unknown_version_says_which_there_are(state, now):
    state.save(HYGIENISTS, by="ann", now=now)
    with pytest.raises(StateError, match="no version 3: choose one from 1 to 1"):
        state.get("hygienists", 3)
    with pytest.raises(StateError, match="no saved segment 'nobody'"):
        state.get("nobody", 1)


def test_get_unknown_segment_does_not_tell_of_private_ones(state, now):
    state.save(HYGIENISTS, by="ann", now=now)
    with pytest.raises(StateError, match="no saved segment 'x': it was deleted, or the link") as caught:
        state.get("x")
    assert "hygienists" not in str(caught.value)


def test_list_by_wish(state, now):
    state.save(HYGIENISTS, by="ann", now=now, tags=["role", "core"], description="Größe")
    state.save(DENTISTS, by="bob", now=now, tags=["role"], visibility="everyone")
    away = state.save(Segment("away", All(())), by="ann", now=now, visibility="everyone")
    state.archive(away.id, by="ann", now=now)

    def names(**wish):
        return [saved.name for saved in state.list(**wish)]

    assert names() == ["Dentists", "Hygienists"]
    assert names(include_archived=True) == ["away", "Dentists", "Hygienists"]
    assert names(search="GRÖSSE hyg") == ["Hygienists"]
    assert names(search="core") == ["Hygienists"]
    assert names(search="100%") == []
    assert names(owner="bob") == ["Dentists"]
    assert names(tags=["role"]) == ["Dentists", "Hygienists"]
    assert names(tags=["role", "core"]) == ["Hygienists"]
    assert names(for_user="bob") == ["Dentists"]
    assert names(for_user="ann") == ["Dentists", "Hygienists"]


def test_list_of_nothing_is_empty(state):
    assert state.list() == ()
    assert state.changes() == ()


def test_restore_is_a_new_version_with_its_users(state, now):
    first = state.save(HYGIENISTS, by="ann", now=now, description="Old", tags=["a"], members=["u1"])
    state.save(
        changed(first, "x"),
        by="ann",
        now=now,
        segment_id=first.id,
        base_version=1,
        description="New",
        visibility="everyone",
    )
    restored = state.restore(first.id, 1, by="eve", now=now)
    assert (restored.version, restored.segment, restored.description) == (3, HYGIENISTS, "Old")
    assert (restored.visibility, restored.saved_by, restored.note) == ("everyone", "eve", "Version 1 restored")
    assert state.members(first.id, 3) == ("u1",)
    assert len(state.versions(first.id)) == 3


def test_duplicate_is_a_private_copy_of_ones_own(state, now):
    original = state.save(HYGIENISTS, by="ann", now=now, tags=["a"], visibility="everyone", members=["u1"])
    state.verify(original.id, by="ann", now=now)
    copies = [state.duplicate(original.id, by="bob", now=now) for _ in range(2)]
    assert [copy.name for copy in copies] == ["Hygienists (copy)", "Hygienists (copy) 2"]
    assert {(copy.owner, copy.visibility, copy.version, copy.is_verified) for copy in copies} == {
        ("bob", "private", 1, False)
    }
    assert copies[1].note == "Copy of Hygienists, version 1"
    assert state.members(copies[1].id, 1) == ("u1",)


def test_save_new_name_is_refused_while_others_use_the_old_one(state, now):
    base = state.save(HYGIENISTS, by="ann", now=now, visibility="everyone")
    user = Segment("Others", Not(parse_segment({"name": "x", "where": {"segment": "Hygienists"}}).where))
    state.save(user, by="bob", now=now)
    renamed = Segment("Cleaners", HYGIENISTS.where)
    with pytest.raises(StateError, match="used under this name by Others: keep the name"):
        state.save(renamed, by="ann", now=now, segment_id=base.id, base_version=1)
    by_id = Segment("Others", parse_segment({"name": "x", "where": {"segment": base.id}}).where)
    state.save(by_id, by="bob", now=now, segment_id="others", base_version=1)
    assert state.save(renamed, by="ann", now=now, segment_id=base.id, base_version=1).name == "Cleaners"


LEAVES = st.one_of(
    st.builds(lambda v: AttributeCondition("role", "is", tuple(v)), st.lists(st.text(), min_size=1)),
    st.builds(
        lambda v: AttributeCondition("seats", ">", v), st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    ),
    st.builds(lambda start: EventCondition("login", within=Between(start)), st.dates()),
    st.builds(lambda n: EventCondition("login", did=False, at_least=n), st.integers(1, 1_000)),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.builds(lambda nodes: All(tuple(nodes)), st.lists(inner, max_size=3)) | st.builds(Not, inner),
    max_leaves=15,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=TREES)
def test_get_gives_back_any_tree(state, now, where):
    found = state.list(include_archived=True)
    key = {"segment_id": found[0].id, "base_version": found[0].version} if found else {}
    saved = state.save(Segment("Any", where), by="ann", now=now, **key)
    assert state.get(saved.id).segment == saved.segment == Segment("Any", where)
    assert json.dumps(saved.segment.as_json()) == json.dumps(Segment("Any", where).as_json())


@pytest.mark.parametrize(
    "meddle",
    [
        lambda state, now: state.save(HYGIENISTS, by="bob", now=now, segment_id="hygienists", base_version=1),
        lambda state, now: state.restore("hygienists", 1, by="bob", now=now),
        lambda state, now: state.duplicate("hygienists", by="bob", now=now),
        lambda state, now: state.archive("hygienists", by="bob", now=now),
        lambda state, now: state.verify("hygienists", by="bob", now=now),
        lambda state, now: state.favourite("hygienists", by="bob", now=now),
        lambda state, now: state.delete("hygienists", by="bob", now=now),
        lambda state, now: state.get("hygienists", for_user="bob"),
    ],
)
def test_what_is_private_is_for_its_owner_alone(state, now, meddle):
    state.save(HYGIENISTS, by="ann", now=now)
    with pytest.raises(StateError, match="'hygienists' is private to ann"):
        meddle(state, now)
    assert state.get("hygienists", for_user="ann").version == 1
