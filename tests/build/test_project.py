"""Every mistake in a project file is one sentence with the value and the remedy."""

import os
from pathlib import Path

import pytest

from strata.build import read_project
from strata.errors import ProjectError

USERS = '[users]\nfile = "users.csv"\nid = "id"\n'
EVENTS = '[[events]]\nfile = "users.csv"\nuser = "id"\nat = "at"\n'
CASES = {
    "bad toml": ("[users\n", "not valid TOML: .* line 1"),
    "no users": ("[project]\n", r"has no \[users\]"),
    "unknown table": (USERS + "[[event]]\n", "'event' in strata.toml is not understood: did you mean 'events'"),
    "unknown key": (USERS + 'joined = "x"\n', "'joined' in .users. is not understood: did you mean 'joined_at'"),
    "missing id": ('[users]\nfile = "users.csv"\n', r"\[users\] has no 'id': add id = the column"),
    "missing file": ('[users]\nfile = "user.csv"\nid = "id"\n', "'user.csv' .* did you mean 'users.csv'"),
    "neither file nor query": ('[users]\nid = "id"\n', "needs either file = or query ="),
    "query without files": ('[users]\nquery = "select 1"\nid = "id"\n', r"there is no \[files\]"),
    "file of no known kind": ('[users]\nfile = "users.doc"\nid = "id"\n', "users.doc cannot be read: save it as"),
    "users as list": ('[[users]]\nfile = "users.csv"\nid = "id"\n', r"users is written as \[users\]"),
    "events as table": (USERS + EVENTS.replace("[[", "[").replace("]]", "]"), r"written as \[\[events\]\]"),
    "event without name": (USERS + EVENTS, "needs 'name' or 'event'"),
    "unknown survey": (
        USERS + '[[responses]]\nfile = "users.csv"\nuser = "id"\nsurvey = "npss"\nscore = "x"\n',
        "survey = 'npss' .* did you mean 'nps'",
    ),
    "unknown kind": (USERS + '[users.attributes.age]\nkind = "demografic"\n', "did you mean 'demographic'"),
    "unknown type": (USERS + '[users.attributes.age]\ntype = "int"\n', "known are boolean, date, number, text"),
    "flag in quotes": (USERS + '[users.attributes.age]\nskip = "yes"\n', "write true or false, without quotes"),
    "text without quotes": ("[users]\nfile = 3\nid = 4\n", "id = 4|file = 3"),
    "list without brackets": (USERS + '[users.attributes.age]\nmissing = "0"\n', "write a list"),
    "attribute is no table": (USERS + "[users.attributes]\nage = 3\n", "write it as a table"),
    "labels are no table": (USERS + "[users.attributes.age]\nlabels = 3\n", "labels = 3 .* write it as a table"),
    "unknown zone": ('[project]\ntimezone = "Berlin"\n' + USERS, "timezone = 'Berlin' .* 'Europe/Berlin'"),
    "zone of the machine": ('[project]\ntimezone = "localtime"\n' + USERS, "timezone = 'localtime' .* is unknown"),
    "zone outside the list": ('[project]\ntimezone = "posix/Europe/Berlin"\n' + USERS, "Berlin' .* is unknown"),
    "nested too deeply": (f"x = {'[' * 5000}{']' * 5000}\n", "strata.toml is nested too deeply"),
    "label is no text": (USERS + "[users.attributes.age]\nlabels = {dev = {a = 1}}\n", "label dev = .* write a text"),
    "bad date": ('[project]\nas_of = "1.2.2024"\n' + USERS, "as_of = '1.2.2024' .* YYYY-MM-DD"),
}


@pytest.mark.parametrize("case", CASES)
def test_read_project_says_what_is_wrong(written, case):
    toml, said = CASES[case]
    with pytest.raises(ProjectError, match=said):
        read_project(written(toml, users_csv="id\n1\n", users_doc="x"))


def test_read_project_without_the_file(tmp_path):
    with pytest.raises(ProjectError, match="does not exist"):
        read_project(tmp_path / "strata.toml")


def test_read_project_that_is_no_text(tmp_path):
    (tmp_path / "strata.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ProjectError, match="cannot be read as UTF-8"):
        read_project(tmp_path / "strata.toml")


def test_read_project_takes_codes_written_as_numbers(written):
    toml = USERS + '[users.attributes.sex]\nlabels = { 1 = "male" }\nmissing = [0, "9"]\n'
    [spec] = read_project(written(toml, users_csv="id,sex\n")).blocks[0].attributes
    assert spec.labels == (("1", "male"),)
    assert spec.missing == ("0", "9")


def test_read_project_looks_for_files_in_the_given_folder(written, tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "users.csv").write_text("id\n1\n")
    project = read_project(written(USERS), files=tmp_path / "there")
    assert project.blocks[0].source.paths == (tmp_path / "there" / "users.csv",)


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to(path)])
def test_read_project_takes_regular_files_only(written, tmp_path, make):
    make(tmp_path / "users.csv")
    with pytest.raises(ProjectError, match=r"users\.csv is no regular file"):
        read_project(written(USERS))


def test_read_project_looks_into_a_folder_with_wildcards_in_its_name(written, tmp_path):
    folder = tmp_path / "dir[1]"
    folder.mkdir()
    (folder / "users.csv").write_text("id\n1\n")
    project = read_project(written(USERS.replace("users.csv", "us*.csv")), files=folder)
    assert project.blocks[0].source.paths == (folder / "users.csv",)


def test_read_project_takes_globs_in_order(written):
    toml = '[users]\nfile = "part*.csv"\nid = "id"\n'
    project = read_project(written(toml, part2_csv="id\n2\n", part1_csv="id\n1\n"))
    assert [path.name for path in project.blocks[0].source.paths] == ["part1.csv", "part2.csv"]


def test_read_project_defaults(written, tmp_path):
    project = read_project(written(USERS, users_csv="id\n"))
    assert (project.name, project.timezone, project.as_of, project.persona) == (tmp_path.name, "UTC", None, None)
