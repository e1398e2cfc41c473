import pytest

from strata.analysis.domination import domination, domination_warnings
from strata.model.metrics import metric
from strata.model.segment import Segment, parse

CHAIN = "High Street Family Dental"
SOUTH = {"attribute": "region", "op": "is", "value": ["South"]}
OF_THE_CHAIN = {"account": {"users_at_least": 500, "where": {"all": []}}}
LARGE = {"attribute": "size_band", "op": "is", "value": ["large chain"]}


def segment(name, **document):
    return Segment(name, parse(document, at="it"))


def dominated(warehouse, name, chosen, **options):
    """domination() untyped, so that tests may compare its numbers without asking for None first."""
    return domination(warehouse, chosen, metric(name, warehouse.catalog), **options)


def test_domination_names_the_chain_that_hides_a_gap(sample):
    found = dominated(sample, "nps", segment("South", **SOUTH))
    assert found.low < 0 < found.high
    without = found.accounts[0]
    assert (without.account, round(without.share), without.baseline_share) == (CHAIN, 27, 0)
    assert without.low > 0
    assert found.warning.sentence == (
        f"Without {CHAIN}, which gives 27 % of the answers of South, NPS of South would be 7 points higher than "
        "everyone else, while with it they do not clearly differ: one account decides."
    )
    assert (found.warning.code, found.warning.about) == ("domination", CHAIN)


def test_domination_names_the_chain_that_holds_most_of_a_group(sample):
    found = dominated(sample, "nps", segment("Large practices in the South", all=[SOUTH, LARGE]))
    assert found.warning.sentence == (
        f"{CHAIN} gives 51 % of the 2,175 answers of Large practices in the South: NPS speaks for one account."
    )


def test_domination_without_an_account_is_what_leaving_it_out_gives(sample):
    found = dominated(sample, "nps", segment("South", **SOUTH))
    without_chain = dominated(
        sample,
        "nps",
        segment("South", all=[SOUTH, {"not": OF_THE_CHAIN}]),
        baseline=segment("Rest", all=[{"not": SOUTH}, {"not": OF_THE_CHAIN}]),
    )
    assert found.accounts[0].difference == pytest.approx(without_chain.difference)
    assert found.accounts[0].low == pytest.approx(without_chain.low)


@pytest.mark.parametrize("name", ["nps", "csat", "csat_mean", "active_days", "events_per_session", "tickets", "mrr"])
def test_domination_does_not_flag_letters_by_chance(sample, name):
    one, two = (segment(letter, attribute="cohort_letter", op="is", value=[letter]) for letter in "AB")
    assert dominated(sample, name, one, baseline=two).warning is None


@pytest.mark.parametrize("name", ["nps", "csat"])
def test_domination_does_not_flag_the_hygienists(sample, name):
    found = dominated(sample, name, segment("Hygienists", attribute="role", op="is", value=["hygienist"]))
    assert found.warning is None
    assert all(each.high < 0 for each in found.accounts)


def test_domination_of_one_account_leaves_nothing_to_compare(sample):
    found = dominated(sample, "nps", segment("The chain", **OF_THE_CHAIN))
    assert (found.accounts[0].account, found.accounts[0].share, found.accounts[0].difference) == (CHAIN, 100, None)
    assert "gives 100 % of the" in found.warning.sentence


def test_domination_of_few_answers_and_of_nobody_is_silent(tiny):
    hygienists = segment("Hygienists", attribute="role", op="is", value=["hygienist"])
    assert dominated(tiny, "nps", hygienists).warning is None
    assert dominated(tiny, "nps", segment("Nobody", any=[])).warning is None
    assert dominated(tiny, "nps", segment("Everyone", all=[])).warning is None


def test_domination_is_json(sample):
    found = dominated(sample, "active_days", segment("South", **SOUTH))
    assert found.as_json()["accounts"][0]["account"]


def test_domination_warnings_are_those_of_domination(sample):
    owner = {"attribute": "account_owner", "op": "is", "value": ["Alex Moreno"]}
    chosen = [
        segment("South", **SOUTH),
        segment("Large", all=[SOUTH, LARGE]),
        segment("Alex", **owner),
        segment("Nobody", any=[]),
    ]
    names = ["nps", "csat", "active_days", "mrr", "tickets", "share:converted=true", "first:login"]
    found = domination_warnings(sample, chosen, [metric(name, sample.catalog) for name in names])
    expected = {(each.name, name): dominated(sample, name, each).warning for each in chosen for name in names}
    assert found == {key: said for key, said in expected.items() if said}
    assert ("South", "nps") in found


def test_domination_of_a_time_is_silent(sample):
    found = dominated(sample, "first:report_exported", segment("South", **SOUTH))
    assert (found.accounts, found.warning) == ((), None)
