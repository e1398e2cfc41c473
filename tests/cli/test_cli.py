import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from strata.cli import main

ROOT = Path(__file__).parents[2]
TINY = ROOT / "tests" / "tiny" / "strata.toml"


@pytest.fixture
def strata(capsys, tiny_folder):
    """Runs one command on the tiny warehouse: exit code, what it printed, what it complained of."""

    def run(*words):
        code = main([*words, *(() if words[0] == "load" else ("--warehouse", str(tiny_folder)))])
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def saved(tmp_path):
    def save(text):
        file = tmp_path / "segment.json"
        file.write_text(text if isinstance(text, str) else json.dumps(text), encoding="utf-8")
        return str(file)

    return save


def test_count_says_who_and_when(strata):
    code, out, _ = strata("count", "role=hygienist")
    assert code == 0
    assert "3 users (33.3 %) in 2 accounts" in out
    assert "Users whose role is hygienist." in out
    assert "As of 2026-03-31" in out


def test_count_as_json_carries_the_sql(strata, saved):
    file = saved({"name": "Unhappy", "where": {"response": "nps", "is": "detractor"}})
    code, out, _ = strata("count", file, "--json")
    document = json.loads(out)
    assert (code, document["users"], document["accounts"]) == (0, 3, 1)
    assert document["sql"].startswith("select user_id")


def test_compare_prints_sentences(strata):
    code, out, _ = strata("compare", "--segment", "role=hygienist", "--metric", "nps")
    assert code == 0
    assert "Not enough data" in out
    assert "Too few answers to compare (n=3)." in out
    assert "all users but 1 internal" in out


def test_compare_as_json_has_the_promised_fields(strata):
    words = ("--segment", "role=hygienist", "--segment", "role=dentist", "--baseline", "role=dentist", "--json")
    code, out, _ = strata("compare", *words)
    row = json.loads(out)["results"][0]
    promised = "segment baseline metric value baseline_value n baseline_n accounts difference ci_low ci_high p"
    assert code == 0
    assert set(f"{promised} p_adjusted method verdict reasons".split()) <= set(row)
    assert (row["segment"], row["baseline"]) == ("role=hygienist", "role=dentist")
    assert {result["segment"] for result in json.loads(out)["results"]} == {"role=hygienist"}


def test_compare_keeps_to_the_dates(strata):
    words = ("--segment", "role=hygienist", "--metric", "nps", "--json", "--until", "2026-02-28")
    row = json.loads(strata("compare", *words)[1])["results"][0]
    assert (row["n"], row["baseline_n"]) == (1, 1)


def test_doctor_tells_what_is_loaded(strata):
    code, out, _ = strata("doctor")
    assert code == 0
    assert "10 users (1 internal), 4 accounts, 10 events" in out
    assert json.loads(strata("doctor", "--json")[1])["files"]


def test_load_reports_and_publishes(strata, tmp_path):
    code, out, _ = strata("load", str(TINY), "--warehouse", str(tmp_path / "w"))
    assert code == 0
    assert "users: 10 of 10 rows kept from users.csv" in out
    assert (tmp_path / "w" / "CURRENT").is_file()


def test_load_as_json_prints_nothing_else(strata, tmp_path):
    code, out, _ = strata("load", str(TINY), "--warehouse", str(tmp_path / "w"), "--json")
    assert (code, json.loads(out)["tables"][0]["rows_read"] > 0) == (0, True)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("count", "nowhere.json"), "There is no segment file nowhere.json"),
        (("count", "rôle=x"), "did you mean 'role'"),
        (("compare", "--segment", "role=dentist", "--metric", "npss"), "did you mean 'nps'"),
        (("compare", "--segment", "role=dentist", "--segment", "role=dentist"), "Two segments are called"),
        (("compare", "--segment", "role=x", "--since", "2026-02-01", "--until", "2026-01-01"), "swap them"),
        (("load", "nowhere.toml"), "nowhere.toml"),
        (("count", "x" * 6000), "There is no segment file"),
        (("compare", "--segment", "role=dentist", "--baseline", "role=dentist"), "cannot be its own baseline"),
        (("compare", "--segment", "role=dentist", "--metric", "share:team_size=nan"), "it holds numbers"),
        (("compare", "--segment", "role=dentist", "--metric", "share:team_size=1_0"), "it holds numbers"),
        (("serve", "--address", ""), "write e.g. --address 127.0.0.1"),
        (("serve", "--port", "0"), "write e.g. --address 127.0.0.1"),
    ],
)
def test_mistake_is_one_sentence_and_code_two(strata, words, says):
    code, out, err = strata(*words)
    assert (code, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "text", ["no json", '{"name": "x", "were": {}}', "[]", "\ud800".encode("utf-16", "surrogatepass")]
)
def test_broken_segment_file_is_one_sentence(strata, tmp_path, text):
    file = tmp_path / "broken.json"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    code, _, err = strata("count", str(file))
    assert code == 2
    assert "broken.json" in err
    assert err.count("\n") == 1


def test_metric_named_twice_is_asked_once(strata):
    words = ("--segment", "role=hygienist", "--metric", "active_days", "--metric", "active_days", "--json")
    assert len(json.loads(strata("compare", *words)[1])["results"]) == 1


def test_segment_file_with_a_byte_order_mark_is_read(strata, saved):
    file = Path(saved({"name": "x", "where": {"event": "login"}}))
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert strata("count", str(file))[0] == 0


def test_segment_file_with_an_endless_number_is_one_sentence(strata, saved):
    file = saved('{"name": "x", "where": {"attribute": "seats", "op": ">", "value": ' + "9" * 5000 + "}}")
    code, _, err = strata("count", file)
    assert (code, err.count("\n")) == (2, 1)


def test_missing_warehouse_is_one_sentence(capsys, tmp_path):
    assert main(["doctor", "--warehouse", str(tmp_path)]) == 2
    assert "load data with 'strata load strata.toml' first" in capsys.readouterr().err


def test_port_in_use_is_one_sentence(strata):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, _, err = strata("serve", "--port", str(taken.getsockname()[1]))
    assert code == 2
    assert "choose another with --port" in err


def test_help_is_readable_and_needs_no_data():
    command = [sys.executable, "-m", "strata", "--help"]
    finished = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False)
    assert finished.returncode == 0
    assert "usage: strata" in finished.stdout


@pytest.mark.parametrize("command", ["compare", "load"])
def test_help_of_a_command_is_readable(command, capsys):
    with pytest.raises(SystemExit, match="0"):
        main([command, "--help"])
    assert f"usage: strata {command}" in capsys.readouterr().out


def test_ctrl_c_while_the_command_is_imported_is_no_trace(capsys):
    class Pressed(list[str]):
        def __getitem__(self, key):
            raise KeyboardInterrupt

    assert main(Pressed(["count"])) == 1
    assert capsys.readouterr().err == "Stopped.\n"
