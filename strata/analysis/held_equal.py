"""What a comparison can hold equal: what is known of accounts and users, and bands of size and tenure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from strata.errors import SegmentError
from strata.membership import window_bounds
from strata.model.attributes import Attribute, Catalog
from strata.model.metrics import Metric
from strata.model.segment import Last
from strata.warehouse import Query

MOST_VALUES = 12
"""More values than this leave too few people in each."""
MOST_TRIED = 6
"""Attributes held equal where nobody chose any: one pass over the metric each."""
USUAL = (("plan", "tier", "edition", "contract"), ("region", "country", "territory"), ("size", "employees", "band"))
"""Words in the names of attributes whose mix most often makes a gap: what is paid for, where, and how large."""


@dataclass(frozen=True, slots=True)
class Held:
    """One thing to hold equal.

    Attributes:
        name: What it is asked for by; label as people read it.
        query: The statement that yields (account_id, stratum), or (user_id, stratum), the stratum as text or null.
        owner: Whose property it is.
        order: The strata in their order; by size where it is empty.
    """

    name: str
    label: str
    query: Query
    owner: Literal["account", "user"]
    order: tuple[str, ...] = ()


def held(name: str, catalog: Catalog) -> Held:
    """What is held equal under that name: "tenure", "account_size" or an attribute with 2 to 12 values.

    Raises:
        SegmentError: no such attribute, or one with too many values, or a personal one.
    """
    if name in BUILT_IN:
        return BUILT_IN[name](catalog)
    attribute = catalog.attribute(name)
    if not _is_few(attribute):
        raise SegmentError(
            f"{attribute.label} cannot be held equal (it has {attribute.n_values:,} {attribute.type} values"
            f"{', and is personal' if attribute.is_personal else ''}): choose a text or yes/no attribute with "
            f"2 to {MOST_VALUES} values."
        )
    owner: Literal["account", "user"] = "account" if attribute.owner == "account" else "user"
    query = Query(f"reports/strata_of_{owner}s", names=(("attribute", (attribute.name,)),))
    return Held(name, attribute.label, query, owner)


def candidates(catalog: Catalog, metric: Metric, *, taken: Iterable[str] = ()) -> tuple[Held, ...]:
    """What to hold equal where nobody chose: plan, region, size and tenure as far as they are known.

    Without any of these, every attribute of accounts with 2 to 12 values, or of users where there are no accounts.

    Args:
        catalog: What is loaded.
        metric: What is compared; accounts' own values are held against what is known of accounts only.
        taken: Attributes that make the groups, within which there would be nothing left to compare.
    """
    skipped = {*taken, *([metric.attribute.name] if metric.attribute else [])}
    owners = ("account",) if metric.per == "account" or catalog.n_accounts else ("account", "user")
    known = [attribute for attribute in catalog.attributes if _is_few(attribute) and attribute.name not in skipped]
    usual = [
        a for words in USUAL for a in known if _is_called(a, words) and (metric.per == "user" or a.owner == "account")
    ]
    chosen = usual or [attribute for attribute in known if attribute.owner in owners]
    names = [attribute.name for attribute in chosen]
    if catalog.n_accounts and not any(_is_called(attribute, USUAL[2]) for attribute in usual):
        names.append("account_size")
    if metric.per == "user" and "joined_at" not in skipped:
        names.append("tenure")
    return tuple(held(name, catalog) for name in names[:MOST_TRIED])


def _is_few(attribute: Attribute) -> bool:
    return attribute.can_split and attribute.n_values <= MOST_VALUES


def _is_called(attribute: Attribute, words: Iterable[str]) -> bool:
    return bool(set(attribute.name.split("_")) & set(words))


def _tenure(catalog: Catalog) -> Held:
    months = {"quarter": 3, "year": 12, "two_years": 24}
    params = tuple((name, window_bounds(Last(number, "month"), catalog)[0]) for name, number in months.items())
    order = ("under 3 months", "3 to 12 months", "1 to 2 years", "over 2 years")
    return Held("tenure", "Time since joining", Query("reports/strata_of_user_tenure", params=params), "user", order)


def _account_size(catalog: Catalog) -> Held:
    order = ("1 user", "2 to 5 users", "6 to 20 users", "21 to 100 users", "over 100 users")
    return Held("account_size", "Account size", Query("reports/strata_of_account_size"), "account", order)


BUILT_IN: Mapping[str, Callable[[Catalog], Held]] = {"tenure": _tenure, "account_size": _account_size}
"""What can be held equal besides attributes."""
