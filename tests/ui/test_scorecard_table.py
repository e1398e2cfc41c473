import json
import re
from dataclasses import replace
from html import unescape

import pytest

from strata.charts.palette import DARK, LIGHT
from strata.model.results import Caution
from strata.ui import scorecard_rows, scorecard_table
from tests.ui.comparisons import comparison, contrast

NASTY = '<script>alert("1")</script>'


def drawn(*contrasts, palette=LIGHT):
    found = comparison(*contrasts)
    rows = scorecard_rows.rows(found)
    return scorecard_table.scorecard(rows, found.segments, palette, colour=lambda name: "#123456", caption="All")


def test_scorecard_has_a_row_a_metric_and_a_column_a_segment():
    one = contrast("hygienist")
    html = drawn(one, replace(one, segment="dentist"), replace(one, metric="csat", label="CSAT"))
    assert html.count('scope="row"') == 2
    assert html.count('scope="col"') == 3
    assert "<caption>All</caption>" in html


def test_cell_says_value_n_difference_interval_verdict_and_sense():
    html = drawn(contrast("hygienist"))
    for said in ("-29", "n = 3,499", "-43", "-46 to -40", "▼", "Lower", "(worse)", "against", "14"):
        assert said in html


def test_value_is_a_button_that_says_what_it_opens():
    html = drawn(contrast(NASTY))
    (said,) = re.findall('data-look="([^"]*)"', html)
    assert json.loads(unescape(said)) == ["nps", NASTY]


def test_every_text_from_the_data_is_escaped():
    found = replace(
        contrast(NASTY, label=NASTY),
        baseline=NASTY,
        reasons=(NASTY,),
        badges=(NASTY,),
        cautions=(Caution("mix", NASTY),),
    )
    for each in (found, replace(found, verdict="not_enough_data")):
        assert "<script" not in drawn(each) + scorecard_table.findings([each], 0, LIGHT)


def test_value_of_fewer_than_five_is_withheld_with_the_reason_and_its_n():
    few = replace(contrast("owner", difference=None, ends=None, verdict="not_enough_data", n=4), reasons=("Too few.",))
    html = drawn(few)
    assert "-29" not in html
    for said in ("withheld", "n = 4", "Too few.", "Not enough data"):
        assert said in html


def test_baseline_of_all_stands_in_the_head_of_the_row_alone():
    one = replace(contrast("hygienist"), baseline="Dentists")
    html = drawn(one, replace(one, segment="owner"))
    assert html.count("Dentists:") == 1
    assert "against" not in html


def test_colour_is_of_the_sense_and_not_of_the_direction():
    fewer = replace(contrast("hygienist"), direction="lower_is_better")
    assert LIGHT.higher in scorecard_table.chip(fewer, LIGHT)
    assert "(better)" in scorecard_table.chip(fewer, LIGHT)
    nobody_knows = replace(fewer, direction="neither")
    assert DARK.text in scorecard_table.chip(nobody_knows, DARK)
    assert "better" not in scorecard_table.chip(nobody_knows, DARK)


@pytest.mark.parametrize(
    ("code", "word"), [("mix", "⚠ mix"), ("leak", "⚠ leak"), ("domination", "⚠ one account"), ("general", "note")]
)
def test_warning_is_a_word_with_its_sentence(code, word):
    warned = scorecard_table.marks(replace(contrast("a"), cautions=(Caution(code, "Read this."),)))
    assert f'title="Read this.">{word}<' in warned


def test_many_segments_and_metrics_are_set_closer():
    crowd = [contrast(name, f"m{i}") for i in range(13) for name in "abcde"]
    assert "strata-many strata-long" in drawn(*crowd)
    assert "strata-many" not in drawn(contrast("a"))


def test_findings_are_sentences_and_the_rest_is_counted():
    html = scorecard_table.findings([contrast("hygienist")], 14, LIGHT)
    assert "hygienist: NPS is 43 points lower than everyone else" in html
    assert "and 14 more in the table" in html
