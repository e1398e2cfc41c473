"""Adding rows from the command line."""

from pathlib import Path

import pytest

from strata.cli import main

TOML = (
    '[users]\nfile = "users.csv"\nid = "id"\n'
    '[[events]]\nfile = "events-*.csv"\nuser = "user"\nname = "event"\nat = "at"\n'
)
HEAD = "user,event,at\n"


def test_append_adds_new_files_and_doctor_says_what_it_took(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "strata.toml").write_text(TOML)
    (tmp_path / "users.csv").write_text("id\na\nb\n")
    (tmp_path / "events-1.csv").write_text(HEAD + "a,login,2026-01-01\n")
    words = ["load", str(tmp_path / "strata.toml"), "--warehouse", str(tmp_path / "warehouse")]
    assert main(words) == 0
    (tmp_path / "events-2.csv").write_text(HEAD + "b,login,2026-01-02\n")
    assert main([*words, "--append"]) == 0
    assert "New rows were added." in capsys.readouterr().out
    assert main([*words, "--append"]) == 0
    assert "Nothing is new" in capsys.readouterr().out
    assert main(["doctor", "--warehouse", str(tmp_path / "warehouse")]) == 0
    said = capsys.readouterr().out
    assert "2 events" in said
    assert "events: 2 rows, " in said
    assert "added the new rows" in said
