from itertools import product

import pytest

from strata.stats import GROUP_METHODS, METHODS

QUESTIONS = [
    (kind, situation, tail)
    for kind, situation, tail in product(
        ("nps", "share", "mean"), ("independent", "accounts", "overlap"), ("plain", "heavy")
    )
    if tail == "plain" or kind == "mean"
]


@pytest.mark.parametrize(("kind", "situation", "tail"), QUESTIONS)
def test_methods_answer_each_question_once(kind, situation, tail):
    rows = [method for method in METHODS.values() if method.fits(kind, situation, tail)]
    assert len(rows) == 1


@pytest.mark.parametrize("kind", ["nps", "share", "mean"])
@pytest.mark.parametrize("situation", ["independent", "accounts"])
def test_group_methods_answer_each_question_once(kind, situation):
    assert len([method for method in GROUP_METHODS.values() if method.fits(kind, situation)]) == 1


@pytest.mark.parametrize("method", [*METHODS.values(), *GROUP_METHODS.values()], ids=lambda method: method.key)
def test_methods_can_be_read(method):
    assert method.label
    assert method.reference
    assert method.why.endswith(".")
