from dataclasses import replace

from strata.model.results import Caution, Effect
from strata.ui import details
from tests.ui.comparisons import SOURCE, contrast


def test_behind_gives_every_figure_with_its_meaning():
    found = replace(contrast("hygienist"), effect=Effect("Cohen's h", -0.44, "small"), level=0.99)
    figures = {name: (figure, note) for name, figure, note in details.behind(found)}
    assert figures["Value"] == ("-29 (-34 to -24)", "points · n = 3,499")
    assert figures["99 % interval"][0] == "-46 to -40"
    assert "picked out of many" in figures["99 % interval"][1]
    assert figures["p, corrected"] == ("< 0.001", "Holm, among 2 segments")
    assert figures["Effect size"] == ("-0.44", "Cohen's h: small, against how much people differ from one another")
    assert figures["Accounts"] == ("827", "the largest holds 9 % of the answers")
    assert figures["Needed per group"] == ("4,376", "answers to settle a difference of 5 points")


def test_behind_what_is_not_known_is_a_dash():
    bare = replace(contrast("a", difference=None, ends=None), value=None, p=None, needed=None, margin=None)
    figures = {name: (figure, note) for name, figure, note in details.behind(bare)}
    assert {figures[name][0] for name in ("Value", "Difference", "p", "Needed per group", "Effect size")} == {"–"}
    assert "set what is practically the same" in figures["Needed per group"][1]


def test_text_carries_sentence_warnings_method_and_source():
    found = replace(contrast("hygienist"), cautions=(Caution("mix", "Held equal in plan, half of it is left."),))
    said = details.text(found, SOURCE)
    assert said.startswith(found.sentence)
    for line in ("Held equal in plan, half of it is left.", "Method: Difference with accounts as units", "version v1"):
        assert line in said
