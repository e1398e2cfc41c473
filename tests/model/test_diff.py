from datetime import date

import pytest

from strata.model.attributes import Attribute, Catalog
from strata.model.diff import diff
from strata.model.segment import (
    EVERYONE,
    AccountCondition,
    All,
    AnyOf,
    AttributeCondition,
    EventCondition,
    Last,
    Node,
    Not,
    ResponseCondition,
    Segment,
    SegmentCondition,
)

ROLE = AttributeCondition("role", "is", ("hygienist",))
ROLES = AttributeCondition("role", "is", ("hygienist", "assistant"))
LOGIN = EventCondition("login", within=Last(30))
NO_LOGIN = EventCondition("login", did=False, within=Last(30))
IN_A = "who are in the segment A"
HAPPY = ResponseCondition("nps", group="promoter")
CATALOG = Catalog(
    project="P",
    version="1",
    loaded_at="",
    as_of=date(2026, 1, 1),
    timezone="UTC",
    persona=None,
    n_users=1,
    n_internal=0,
    n_accounts=1,
    n_events=1,
    n_responses=1,
    attributes=(Attribute("role", "Job title", "demographic", "text", "account"),),
    properties=(),
    events=(),
    surveys=(),
)


def changed(before: str, after: str) -> str:
    return f"changed: {before} -> {after}"


def lines(old: Node, new: Node) -> tuple[str, ...]:
    return diff(Segment("S", old), Segment("S", new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (All((ROLE,)), All((ROLE, LOGIN)), ("added: did login in the last 30 days",)),
        (All((ROLE, LOGIN)), ROLE, ("removed: did login in the last 30 days",)),
        (ROLE, ROLES, ("changed: role is hygienist -> role is hygienist or assistant",)),
        (LOGIN, NO_LOGIN, ("changed: did login in the last 30 days -> did not do login in the last 30 days",)),
        (ROLE, Not(ROLE), ("changed: role is hygienist -> are not among those whose role is hygienist",)),
        (HAPPY, ROLE, ("removed: are NPS promoters", "added: role is hygienist")),
        (SegmentCondition("A"), SegmentCondition("B"), ("changed: are in the segment A -> are in the segment B",)),
        (
            AccountCondition(users_at_least=2, where=HAPPY),
            AccountCondition(users_at_least=3, where=HAPPY),
            (
                changed(
                    "account has at least 2 users who are NPS promoters",
                    "account has at least 3 users who are NPS promoters",
                ),
            ),
        ),
        (
            All((ROLE, LOGIN)),
            AnyOf((LOGIN, ROLE)),
            ("changed: every condition must hold -> one of the conditions is enough",),
        ),
        (EVERYONE.where, AnyOf(()), ("changed: every condition must hold -> one of the conditions is enough",)),
        (
            All((ROLE, AnyOf((LOGIN, HAPPY)))),
            All((ROLES, AnyOf((LOGIN,)))),
            (
                "changed: role is hygienist -> role is hygienist or assistant",
                "removed within (did login in the last 30 days or who are NPS promoters): are NPS promoters",
            ),
        ),
        (
            Not(AnyOf((SegmentCondition("A"), HAPPY))),
            Not(All((HAPPY,))),
            (
                changed(
                    "are not among those (who are in the segment A or who are NPS promoters)",
                    "are not among those who are NPS promoters",
                ),
            ),
        ),
    ],
)
def test_diff_says_each_change(old, new, expected):
    assert lines(old, new) == expected


@pytest.mark.parametrize(
    ("old", "new"), [(All((ROLE, LOGIN)), All((LOGIN, ROLE))), (ROLE, All((ROLE,))), (AnyOf((ROLE,)), ROLE)]
)
def test_diff_of_the_same_meaning_is_empty(old, new):
    assert lines(old, new) == ()


def test_diff_names_what_came_and_went_in_a_long_list():
    many = tuple(f"v{i}" for i in range(20))
    old, new = (AttributeCondition("zip", "is", values) for values in (many, (*many[1:], "w")))
    assert lines(old, new) == ("changed: values of zip: w added, v0 removed",)


def test_diff_says_a_new_name_and_uses_the_words_of_the_catalog():
    found = diff(Segment("A", All(())), Segment("B", ROLE), CATALOG)
    assert found == ("renamed: A -> B", "added: account's job title is hygienist")


def test_diff_says_what_is_counted():
    assert diff(Segment("A", ROLE), Segment("A", ROLE, "accounts")) == ("changed: counts users -> accounts",)
