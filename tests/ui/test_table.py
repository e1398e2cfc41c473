from dataclasses import replace

from strata.charts.palette import LIGHT
from strata.model.results import SegmentSize
from strata.ui import table


def test_contrasts_say_value_n_difference_and_verdict(lower):
    html = table.contrasts([lower], LIGHT, colour=lambda name: "#123456", caption="NPS")
    for said in ("-29", "n = 3,499 · 827 accounts", "-43", "-46 to -40", "Lower", "▼", "#123456", "95 % interval"):
        assert said in html


def test_tables_escape_what_comes_from_the_data(lower):
    nasty = replace(lower, segment="<script>alert(1)</script>")
    assert "<script" not in table.contrasts([nasty], LIGHT, colour=lambda name: "#000", caption="<b>")
    size = SegmentSize("<i>", '"><b>x</b>', "k", 3, 2, 1.5)
    assert "<b>x" not in table.card(size, "<b>x</b>")


def test_card_says_users_share_accounts_and_overlap():
    html = table.card(SegmentSize("one", "Everyone.", "a", 10, 2, 50.0), "Shares 3 with two")
    for said in ("<b>10</b> users", "50.0 %", "2 accounts", "Shares 3 with two", 'title="Everyone."'):
        assert said in html


def test_pairs_and_closer_escape_what_comes_from_the_data():
    assert "<script" not in table.pairs([("<script>", "<script>", "<script>")]) + table.closer("<script>", "")
