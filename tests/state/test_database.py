import sqlite3
import threading

import pytest

from strata.errors import StateError
from strata.model.segment import All, Segment
from strata.state import open_state


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("var/state.db", "is no address of a database: write sqlite:///"),
        ("postgresql://host:abc/state", "is no address of a database: write sqlite:///"),
        ("mysql://host/x", "'mysql' cannot keep saved segments"),
        ("sqlite://", "forgets everything"),
        ("sqlite:///:memory:", "forgets everything"),
        ("postgresql+nodriver://host/x", "driver of 'postgresql.nodriver' is not installed"),
    ],
)
def test_open_state_of_no_such_address_is_refused(url, message):
    with pytest.raises(StateError, match=message):
        open_state(url)


def test_open_state_of_a_server_that_is_not_there_hides_the_password():
    with pytest.raises(StateError, match=r"ann:\*\*\*@127.0.0.1:1/x cannot be read or written") as caught:
        open_state("postgresql+psycopg://ann:hidden@127.0.0.1:1/x")
    assert "hidden" not in str(caught.value)


def test_open_state_of_another_file_is_refused(tmp_path):
    (tmp_path / "state.db").write_text("no database, and long enough to be seen as none" * 100)
    with pytest.raises(StateError, match="file is not a database"):
        open_state(f"sqlite:///{tmp_path}/state.db")


def test_open_state_below_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StateError, match="cannot be made"):
        open_state(f"sqlite:///{tmp_path}/file/state.db")


def test_open_state_makes_folder_and_journal(tmp_path):
    open_state(f"sqlite:///{tmp_path}/new/state.db").close()
    with sqlite3.connect(tmp_path / "new" / "state.db") as connection:
        assert connection.execute("pragma journal_mode").fetchone() == ("wal",)
    connection.close()


def test_changing_keeps_all_or_nothing(state, now):
    state.save(Segment("Base", All(())), by="ann", now=now, visibility="everyone")
    with pytest.raises(StateError, match="cannot name"):
        state.archive("base", by=" ", now=now)
    assert not state.get("base").is_archived


def test_reading_does_not_wait_for_a_change(state, now):
    state.save(Segment("Base", All(())), by="ann", now=now)
    with state.changing():
        reader = threading.Thread(target=state.list)
        reader.start()
        reader.join(20)
        assert not reader.is_alive()
