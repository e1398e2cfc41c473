import json
from datetime import UTC, datetime

import pytest

from strata.errors import SegmentError, StateError
from strata.model.segment import All, AttributeCondition, Segment, read_segment
from strata.state import open_state

GROWTH = Segment("Größe", AttributeCondition("role", "is", ("Zähne",)))


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_export_and_import_round_trip_into_another_database(state, new_url, tmp_path, now):
    first = state.save(
        GROWTH, by="ann", now=now, visibility="everyone", description="Two\nlines", tags=["b", "a"], members=["u1"]
    )
    second = state.save(Segment("Second", All(())), by="ann", now=now, visibility="everyone")
    state.save(Segment("Mine", All(())), by="ann", now=now)
    state.archive(state.save(Segment("Away", All(())), by="a", now=now, visibility="everyone").id, by="a", now=now)
    files = state.export_files(tmp_path / "git")
    assert [file.name for file in files] == ["groe.json", "second.json"]
    other = open_state(new_url())
    imported = other.import_files(tmp_path / "git", by="bob", now=now)
    assert [(saved.id, saved.segment, saved.description, saved.tags) for saved in imported] == [
        (saved.id, saved.segment, saved.description, saved.tags) for saved in (first, second)
    ]
    assert {(saved.visibility, saved.owner, saved.note, saved.is_frozen) for saved in imported} == {
        ("everyone", "bob", "From a file", False)
    }
    other.export_files(tmp_path / "again")
    assert contents(tmp_path / "again") == contents(tmp_path / "git")
    other.close()


def test_export_files_are_read_by_people_and_by_the_command_line(state, tmp_path, now):
    state.save(GROWTH, by="ann", now=now, visibility="everyone", description="Groß")
    (file,) = state.export_files(tmp_path)
    text = file.read_text(encoding="utf-8")
    assert read_segment(text) == GROWTH
    assert "Zähne" in text
    assert text.endswith("}\n")
    assert list(json.loads(text)) == ["name", "of", "description", "where"]


def test_import_files_saves_only_what_changed(state, tmp_path, now):
    state.save(GROWTH, by="ann", now=now, visibility="everyone")
    state.save(Segment("Second", All(())), by="ann", now=now, visibility="everyone")
    state.export_files(tmp_path)
    changed = {"name": "Second", "where": {"attribute": "role", "op": "is_known"}}
    (tmp_path / "second.json").write_text(json.dumps(changed), encoding="utf-8")
    (saved,) = state.import_files(tmp_path, by="bob", now=now)
    assert (saved.id, saved.version, saved.owner) == ("second", 2, "ann")
    assert state.import_files(tmp_path, by="bob", now=now) == ()


@pytest.mark.parametrize(
    ("name", "text", "error", "message"),
    [
        ("z.json", "{", SegmentError, "z is no JSON"),
        ("z.json", "[]", SegmentError, "z is \\[\\]"),
        ("z.json", '{"name": "Z", "where": {"all": []}, "tag": []}', SegmentError, "did you mean|there are"),
        ("z.json", '{"name": "Z", "where": {"all": []}, "tags": "a"}', StateError, "tags as a list"),
        ("z.json", '{"name": "Z", "where": {"all": []}, "description": 1}', StateError, "description as a text"),
        ("Z z.json", "{}", StateError, "small letters, digits and hyphens"),
        ("z.json", '{"name": "A", "where": {"all": []}}', StateError, "already a segment 'A'"),
    ],
)
def test_import_files_is_all_or_nothing(state, tmp_path, name, text, error, message):
    (tmp_path / "a.json").write_text('{"name": "A", "where": {"all": []}}', encoding="utf-8")
    (tmp_path / name).write_text(text, encoding="utf-8")
    now = datetime(2026, 10, 1, tzinfo=UTC)
    with pytest.raises(error, match=message):
        state.import_files(tmp_path, by="bob", now=now)
    assert state.list() == ()
    assert state.changes() == ()


def test_import_files_not_in_utf8_is_refused(state, tmp_path, now):
    (tmp_path / "a.json").write_bytes('{"name": "Größe"}'.encode("latin-1"))
    with pytest.raises(StateError, match=r"a\.json is not UTF-8"):
        state.import_files(tmp_path, by="bob", now=now)


def test_import_files_of_an_empty_folder_is_refused(state, tmp_path, now):
    with pytest.raises(StateError, match="holds no segments"):
        state.import_files(tmp_path / "none", by="bob", now=now)


def test_export_files_to_where_a_file_stands_is_refused(state, tmp_path, now):
    state.save(GROWTH, by="ann", now=now, visibility="everyone")
    (tmp_path / "file").write_text("")
    with pytest.raises(StateError, match="cannot be written to"):
        state.export_files(tmp_path / "file")
