"""`strata gaps`, on the sample company."""

import json

from strata.cli.main import main


def test_gaps_json_puts_hygienists_and_charting_first(sample_warehouse, capsys):
    assert main(["gaps", "--metric", "nps", "--json", "--explain", "1", "--warehouse", str(sample_warehouse)]) == 0
    found = json.loads(capsys.readouterr().out)
    first = found["results"][0]
    assert (first["segment"], first["verdict"], first["rank"]) == ("hygienist", "lower", 1)
    assert first["ci_low"] < first["difference"] < first["ci_high"] < 0
    assert first["explained"]["reasons"][0]["event"] == "charting_opened"
    assert found["n_tested"] > 100


def test_gaps_json_says_where_the_numbers_come_from(tiny_folder, capsys):
    assert main(["gaps", "--warehouse", str(tiny_folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["source"]["as_of"]


def test_gaps_prints_sentences(tiny_folder, capsys):
    assert main(["gaps", "--warehouse", str(tiny_folder)]) == 0
    assert "No group clearly differs from everyone else" in capsys.readouterr().out


def test_gaps_of_an_unknown_metric_is_one_sentence(tiny_folder, capsys):
    assert main(["gaps", "--metric", "nsp", "--warehouse", str(tiny_folder)]) == 2
    assert "nps" in capsys.readouterr().err


def test_gaps_with_dates_the_wrong_way_round_says_so(tiny_folder, capsys):
    dates = ["--since", "2026-02-01", "--until", "2026-01-01"]
    assert main(["gaps", *dates, "--warehouse", str(tiny_folder)]) == 2
    assert "swap them" in capsys.readouterr().err


def test_calibrate_finder_counts_shuffled_copies(sample_warehouse, capsys):
    assert main(["calibrate", "--finder", "--rounds", "2", "--warehouse", str(sample_warehouse)]) == 0
    assert "of shuffled copies of the answers anything was named" in capsys.readouterr().out
