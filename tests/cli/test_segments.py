import json

import pytest

from strata.cli import main

HYGIENISTS = {"name": "Hygienists", "where": {"attribute": "role", "op": "is", "value": ["hygienist"]}}
UNHAPPY = {"name": "Unhappy", "where": {"all": [{"segment": "Hygienists"}, {"response": "nps", "is": "detractor"}]}}


@pytest.fixture
def strata(capsys, tmp_path):
    """Runs one command on saved segments of its own: exit code and what it printed."""

    def run(*words):
        code = main([*words, "--state", f"sqlite:///{tmp_path / 'state.db'}", "--by", "ann"])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run


@pytest.fixture
def file_of(tmp_path):
    def write(document):
        file = tmp_path / "segment.json"
        file.write_text(json.dumps(document))
        return str(file)

    return write


def test_segments_are_saved_listed_shown_and_compared(strata, file_of):
    assert "as hygienists, version 1" in strata("segments", "save", file_of(HYGIENISTS), "--tag", "people")[1]
    changed = HYGIENISTS | {"where": {"attribute": "role", "op": "is", "value": ["hygienist", "assistant"]}}
    assert "version 2" in strata("segments", "save", file_of(changed), "--id", "hygienists", "--note", "wider")[1]
    assert "hygienists  Hygienists  v2  ann, private" in strata("segments", "list", "--search", "people")[1]
    assert json.loads(strata("segments", "show", "hygienists", "--version", "1")[1])["where"] == HYGIENISTS["where"]
    assert "assistant" in strata("segments", "diff", "hygienists", "1")[1]
    assert "version 3" in strata("segments", "restore", "hygienists", "--version", "1")[1]
    assert json.loads(strata("segments", "show", "hygienists")[1])["where"] == HYGIENISTS["where"]


def test_segments_travel_as_files(strata, file_of, tmp_path):
    strata("segments", "save", file_of(HYGIENISTS), "--everyone")
    assert "Wrote 1 segments" in strata("segments", "export", str(tmp_path / "files"))[1]
    assert (tmp_path / "files" / "hygienists.json").is_file()
    assert "Saved 0 new or changed" in strata("segments", "import", str(tmp_path / "files"))[1]


def test_count_knows_saved_segments_by_name_and_inside_others(strata, file_of, tiny_folder):
    strata("segments", "save", file_of(HYGIENISTS))
    strata("segments", "save", file_of(UNHAPPY))
    assert "3 users" in strata("count", "Hygienists", "--warehouse", str(tiny_folder))[1]
    assert "2 users" in strata("count", "Unhappy", "--warehouse", str(tiny_folder))[1]
    words = ("compare", "--segment", "Unhappy", "--baseline", "Hygienists", "--metric", "csat", "--json")
    code, out = strata(*words, "--warehouse", str(tiny_folder))
    assert (code, json.loads(out)["results"][0]["baseline"]) == (0, "Hygienists")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("segments", "show", "nothing"), "nothing"),
        (("segments", "save", "nowhere.json"), "nowhere.json"),
        (("count", "Hygenists"), "did you mean 'Hygienists'"),
    ],
)
def test_mistake_is_one_sentence(strata, file_of, tiny_folder, words, says):
    strata("segments", "save", file_of(HYGIENISTS))
    code, out = strata(*words, *(("--warehouse", str(tiny_folder)) if words[0] == "count" else ()))
    assert code == 2
    assert says in out
    assert out.count("\n") == 1
