"""The stages of the life cycle as ordinary conditions; every user is in exactly one."""

from strata.model.segment.tree import ANY_EVENT, All, AnyOf, AttributeCondition, EventCondition, Lifecycle, Node, Not
from strata.model.segment.windows import Last

DAYS = 30
"""How long a user may be silent and still be active, and how long a newcomer is new."""

_NEW = AttributeCondition("joined_at", "in_the_last", DAYS)
_NOW = EventCondition(ANY_EVENT, within=Last(DAYS))
_BEFORE = EventCondition(ANY_EVENT, within=Last(DAYS, ago=DAYS))

LIFECYCLE: dict[Lifecycle, Node] = {
    "new": _NEW,
    "active": All((Not(_NEW), _NOW, _BEFORE)),
    "returned": All((Not(_NEW), _NOW, Not(_BEFORE))),
    "slipping": All((Not(_NEW), Not(_NOW), _BEFORE)),
    "dormant": Not(AnyOf((_NEW, _NOW, _BEFORE))),
}

LIFECYCLE_WORDS: dict[Lifecycle, str] = {
    "new": f"joined in the last {DAYS} days",
    "active": f"did anything in the last {DAYS} days and in the {DAYS} before",
    "returned": f"did anything in the last {DAYS} days and nothing in the {DAYS} before",
    "slipping": f"did nothing in the last {DAYS} days and something in the {DAYS} before",
    "dormant": f"did nothing in the last {2 * DAYS} days",
}
"""What each stage means, for people; only the first is about newcomers, the others leave them out."""
