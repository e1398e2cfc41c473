"""Which accounts are unhappy: the score of every account from which enough people answered, surest first.

Ranked as they are, the smallest accounts would hold both ends of the list by chance alone; so each score is drawn
toward the mean of all accounts as far as chance may have set it apart, see `stats.shrinkage`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from strata.analysis.answers import answers, measures
from strata.analysis.sentiment import FEWEST_ANSWERS, Study
from strata.analysis.sentiment_words import key
from strata.model.exhibit import Column, Exhibit, Mark, Plot, Series, Stamp, Table
from strata.model.metrics import Metric
from strata.model.results import amount
from strata.model.sentiment import Sentiment
from strata.stats import shrinkage
from strata.stats.methods import SCALES
from strata.warehouse import Members, Query, Warehouse

MOST_DRAWN = 15
MOST_LISTED = 500
"""Accounts on the chart, and in its table and files."""
RULE = f"The latest answer of each person counts; accounts from which {FEWEST_ANSWERS} people or more answered"
Rows = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Account:
    """How the people of one account answered: its own score, and what is likely true of it; in the unit people read."""

    key: str
    name: str
    n: int
    users: int
    score: float
    likely: float
    low: float
    high: float


def accounts_exhibit(warehouse: Warehouse, asked: Study, found: Sentiment) -> Iterator[Exhibit]:
    """The accounts that are surest to be unhappy; a sentence where too few accounts have enough answers."""
    if not warehouse.catalog.n_accounts:
        return
    measure = measures(warehouse, asked.question)[0]
    rows, title = _answered(warehouse, asked, measure), f"Accounts with the lowest {measure.label}"
    method = f"{shrinkage.LABEL}; 95 % intervals; {shrinkage.REFERENCE}"
    empty = Exhibit(key(title), title, None, Stamp(found.source, method=method, rules=(found.rules[0], RULE)))
    if len(rows["n"]) < shrinkage.FEWEST_GROUPS:
        yield replace(empty, findings=(_too_few(len(rows["n"])),))
        return
    mean, accounts = _likely(warehouse, measure, rows)
    yield replace(
        empty,
        plot=_plot(accounts[:MOST_DRAWN], measure, found.counted),
        findings=tuple(_said(accounts, mean, measure)),
        notes=_notes(accounts),
        table=_table(accounts[:MOST_LISTED], measure.unit),
    )


def _too_few(n: int) -> str:
    return (
        f"{FEWEST_ANSWERS} people or more answered from {n} accounts: "
        f"fewer than {shrinkage.FEWEST_GROUPS} are too few to say how much accounts differ."
    )


def _plot(accounts: Sequence[Account], measure: Metric, counted: str) -> Plot:
    likely = Series(f"Likely {measure.label}", tuple(_mark(each, measure.unit) for each in accounts))
    names = tuple(each.name for each in accounts)
    return Plot("dots", measure.unit, names, (likely,), counted=counted, category_title="account")


def _answered(warehouse: Warehouse, asked: Study, measure: Metric) -> Rows:
    latest = answers(warehouse, asked.question, asked.answered.window, "latest").counted(warehouse, measure)
    query = Query("answers/by_account", (("fewest", FEWEST_ANSWERS),), parts=(("metric", latest.rows),))
    found = warehouse.run(query, Members(warehouse.population))
    return {name: found[name].to_numpy() for name in found.columns}


def _likely(warehouse: Warehouse, measure: Metric, rows: Rows) -> tuple[float, list[Account]]:
    """The mean of all accounts, and the accounts that are surest to be low first."""
    n, scale = rows["n"].astype(float), measure.scale
    means = rows["total"] / n
    within = float((rows["squares"] - n * means**2).sum() / (n - 1).sum())
    limits = SCALES[measure.kind]  # type: ignore[index]  # no survey is a time
    if within <= 0:  # everyone of an account answers alike, so there is nothing left to doubt
        within = np.finfo(float).eps
    found = shrinkage.shrink(means, within / n)
    low, high = (np.clip(each, limits.low, limits.high) for each in (found.low, found.high))
    everyone = warehouse.account_of_user[warehouse.user_flags(warehouse.population)]
    users = np.bincount(everyone[everyone >= 0], minlength=warehouse.catalog.n_accounts)[rows["account_id"]]
    columns = (
        rows["account_key"],
        _names(rows),
        n,
        users,
        scale * means,
        scale * found.value,
        scale * low,
        scale * high,
    )
    made = [
        Account(str(key), name, int(n), int(users), *map(float, numbers))
        for key, name, n, users, *numbers in zip(*columns, strict=True)
    ]
    return scale * found.mean, sorted(made, key=lambda each: (each.high, each.likely, each.name))


def _names(rows: Rows) -> list[str]:
    """What accounts are called; those of one name with their ids."""
    times = Counter(rows["name"])
    return [
        str(name) if times[name] == 1 else f"{name} ({account})"
        for name, account in zip(rows["name"], rows["account_key"], strict=True)
    ]


def _mark(account: Account, unit: str) -> Mark:
    note = f"{amount(account.score, unit)} in its answers, of {account.users:,} users"
    return Mark(account.likely, account.low, account.high, account.n, note=note)


def _said(accounts: Sequence[Account], mean: float, measure: Metric) -> Iterator[str]:
    unit = measure.unit
    clear = [each for each in accounts if each.high < mean]
    of_all = f"the {amount(mean, unit)} of a typical account ({len(accounts):,} accounts)"
    if not clear:
        yield f"No account is clearly below {of_all}: what sets them apart may be chance."
        return
    are = "account is" if len(clear) == 1 else "accounts are"
    yield f"{len(clear):,} {are} clearly below {of_all}."
    worst = clear[0]
    yield (
        f"Surest: {worst.name}, {measure.label} likely {amount(worst.likely, unit)} (95 % interval "
        f"{amount(worst.low, unit)} to {amount(worst.high, unit)}; {amount(worst.score, unit)} in {worst.n:,} answers)."
    )


def _notes(accounts: Sequence[Account]) -> tuple[str, ...]:
    drawn = "Likely score: few answers say little, so it is drawn toward the mean of all accounts, the more the fewer."
    left_out = len(accounts) - MOST_LISTED
    return (drawn, *((f"The {MOST_LISTED} surest are listed of {len(accounts):,}.",) if left_out > 0 else ()))


def _table(accounts: Sequence[Account], unit: str) -> Table:
    columns = (
        Column("account"),
        *(Column(name, unit) for name in ("likely score", "low", "high", "score of its answers")),
        Column("n"),
        Column("users"),
        Column("response rate", "%"),
        Column("account id"),
    )
    rows = (
        (*(each.name, each.likely, each.low, each.high, each.score), each.n, each.users, _percent(each), each.key)
        for each in accounts
    )
    return Table(columns, tuple(rows))


def _percent(account: Account) -> float:
    return 100 * account.n / account.users
