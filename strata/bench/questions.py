"""What is asked of a synthetic warehouse: a nested segment in three situations, then every kind of condition."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from strata.build.synthetic import event_name
from strata.model.segment import Node, parse

HOTTEST, SECOND, COMMON, RARE = (event_name(popularity) for popularity in (1, 2, 4, 150))
REPORT = event_name(3)
ONE, ANOTHER = event_name(8), event_name(12)
DAYS = 90


@dataclass(frozen=True, slots=True)
class Question:
    """A tree to count, which may differ from run to run, and the tree that was counted just before, if any."""

    name: str
    tree: Callable[[int], Node]
    before: Node | None = None


def nested(days: int) -> Node:
    """A segment of ten conditions in groups within groups; one of them looks back so many days."""
    document = {
        "all": [
            {
                "any": [
                    {"attribute": "plan", "op": "is", "value": ["Growth", "Scale"]},
                    {"attribute": "role", "op": "is", "value": ["owner"]},
                ]
            },
            {"event": COMMON, "at_least": 3, "within": {"last": days}},
            {"not": {"event": event_name(10), "within": {"last": 30}}},
            {
                "any": [
                    {"response": "nps", "is": "detractor"},
                    {"attribute": "seats", "op": ">", "value": 20},
                    {"all": [_FIRST_SEEN, {"attribute": "newsletter", "op": "is_not", "value": [True]}]},
                ]
            },
            {"any": [_ON_DAYS, {"account": {"users_at_least": 3, "where": {"event": ONE, "within": {"last": 30}}}}]},
        ]
    }
    return parse(document, at="the nested segment")


_FIRST_SEEN = {"attribute": "first_seen", "op": "in_the_last", "value": 365}
_ON_DAYS = {"event": SECOND, "on_days": 3, "within": {"last": DAYS}}

CONDITIONS: dict[str, dict[str, Any]] = {
    "attribute": {"attribute": "role", "op": "is", "value": ["hygienist"]},
    "attribute of the account": {"attribute": "plan", "op": "is", "value": ["Growth"]},
    "first seen": _FIRST_SEEN,
    "did, a rare event": {"event": RARE, "at_least": 3, "within": {"last": DAYS}},
    "did, a common event": {"event": COMMON, "at_least": 3, "within": {"last": DAYS}},
    "did, the hottest event": {"event": HOTTEST, "at_least": 3, "within": {"last": DAYS}},
    "did not": {"event": COMMON, "did": False, "within": {"last": 30}},
    "did on several days": _ON_DAYS,
    "did, with a property": {
        "event": REPORT,
        "where": [{"property": "report_type", "op": "is", "value": ["monthly"]}],
        "within": {"last": DAYS},
    },
    "sum of a property": {
        "event": REPORT,
        "measure": {"by": "sum", "of": "minutes", "op": ">=", "value": 60},
        "within": {"last": DAYS},
    },
    "first time ever": {"event": COMMON, "when": "first", "within": {"last": DAYS}},
    "sequence, a typical pair": {"first": ONE, "then": ANOTHER, "within": {"last": 180}},
    "sequence, the hottest pair": {"first": HOTTEST, "then": SECOND, "within": {"last": 180}},
    "began and did not finish": {"first": ONE, "then": ANOTHER, "did": False, "within": {"last": 180}},
    "latest NPS answer": {"response": "nps", "is": "detractor"},
    "life cycle": {"lifecycle": "slipping"},
    "enough users of the account": {
        "account": {"users_at_least": 3, "where": {"event": COMMON, "within": {"last": 30}}}
    },
    "dropping off": {"dropping_off": COMMON},
}
"""One of each kind, nothing remembered."""


def _alone(name: str, document: dict[str, Any]) -> Question:
    node = parse(document, at=name)
    return Question(name, lambda run: node)


QUESTIONS = (
    Question("ten conditions, nothing known", lambda run: nested(DAYS)),
    Question("ten conditions, one edited", lambda run: nested(DAYS + 1 + run), before=nested(DAYS)),
    Question("ten conditions, nothing changed", lambda run: nested(DAYS), before=nested(DAYS)),
    *(_alone(name, document) for name, document in CONDITIONS.items()),
)
"""In the order in which they are asked and shown."""
