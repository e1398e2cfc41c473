"""`strata impact`, on the sample company."""

import json

from strata.cli.main import main

WEST = ["--segment", "region=West", "--against", "region=North", "--date", "2026-04-01"]


def test_impact_json(sample_warehouse, capsys):
    assert main(["impact", *WEST, "--goal", "20", "--json", "--warehouse", str(sample_warehouse)]) == 0
    found = json.loads(capsys.readouterr().out)
    first = found["effects"][0]
    assert first["question"] == "difference"
    assert first["low"] < first["value"] < first["high"]
    assert found["goal"]["value"] == 20


def test_impact_prints_sentences(sample_warehouse, capsys):
    assert main(["impact", *WEST, "--what", "the charting fix", "--warehouse", str(sample_warehouse)]) == 0
    printed = capsys.readouterr().out
    assert "NPS after the charting fix of 2026-04-01" in printed
    assert "95 % interval" in printed


def test_impact_outside_the_data_is_one_sentence(sample_warehouse, capsys):
    outside = [*WEST[:-1], "2031-01-01"]
    assert main(["impact", *outside, "--warehouse", str(sample_warehouse)]) == 2
    assert "is outside the data" in capsys.readouterr().err
