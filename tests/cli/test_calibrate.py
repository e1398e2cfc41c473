import io
import json
import signal

import pytest

from strata.cli import main
from strata.stats import METHODS


@pytest.fixture
def calibrate(capsys, tiny_folder):
    """Calibrates the tiny warehouse: exit code, what it printed, what it said beside."""

    def run(*words):
        return main(["calibrate", "--warehouse", str(tiny_folder), *words]), *capsys.readouterr()

    return run


def test_calibrate_json_has_a_row_per_metric_and_way(calibrate):
    code, out, err = calibrate("--rounds", "6", "--json", "--metric", "nps", "--metric", "did:login", "--share", "0.4")
    document = json.loads(out)
    assert code == 0
    assert (document["rounds"], document["seed"], document["share"]) == (6, 1, 40.0)
    assert [(row["metric"], row["way"]) for row in document["alarms"]] == [
        (name, way) for way in ("user", "account") for name in ("nps", "did:login")
    ]
    assert set(document["alarms"][0]["alarms"]) == {"hits", "of", "percent", "low", "high"}
    assert document["power"] == []
    assert document["sentences"]
    assert "round 6 of 6" in err


def test_calibrate_prints_tables(sample_warehouse, capsys):
    words = ("--rounds", "1", "--power", "--metric", "nps", "--metric", "active_days")
    assert main(["calibrate", "--warehouse", str(sample_warehouse), *words]) == 0
    out, err = capsys.readouterr()
    assert "1 rounds of each, seed 1." in out
    assert "METRIC" in out
    assert "comparisons without a difference" in out
    assert any(f"- {name}: {method.label}" in out for name, method in METHODS.items())
    assert "Drawn by account:" in out
    assert "1,000 USERS" in out
    assert "planted gaps: round 1 of 1" in err


def test_calibrate_writes_markdown(calibrate):
    code, out, _ = calibrate("--rounds", "1", "--markdown", "--metric", "nps")
    table = [line for line in out.splitlines() if line.startswith("|")]
    assert code == 0
    assert [line.count("|") for line in table] == [9] * 4
    assert table[2] == "| NPS | user | 1 | 1 | – | – | – |  |"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--share", "1.5"), "A share of 1.5 leaves nobody to compare"),
        (("--rounds", "0"), "0 rounds draw no segment"),
        (("--metric", "npz"), "There is no metric 'npz': did you mean 'nps'?"),
        (("--since", "2026-02-01", "--until", "2026-01-01"), "swap them"),
    ],
)
def test_calibrate_refuses_in_a_sentence(calibrate, words, sentence):
    code, out, err = calibrate(*words)
    assert (code, out) == (2, "")
    assert sentence in err


class Pressed(io.StringIO):
    """An output during whose first line Ctrl-C is pressed."""

    def write(self, text):
        if not self.tell():
            signal.raise_signal(signal.SIGINT)
        return super().write(text)


def test_calibrate_stops_with_what_was_counted(calibrate, monkeypatch):
    usual, said = signal.getsignal(signal.SIGINT), Pressed()
    monkeypatch.setattr("sys.stderr", said)
    code, out, _ = calibrate("--rounds", "1000000", "--metric", "nps", "--json")
    assert code == 0
    assert json.loads(out)["rounds"] == 4
    assert "Stopped: this is what was counted so far." in said.getvalue()
    assert signal.getsignal(signal.SIGINT) is usual
