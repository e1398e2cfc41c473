"""The questions about behaviour in pandas: everything in memory, numbers for users, categories for events."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pandas as pd

from strata.bench.behaviour import Figures
from strata.bench.tables import ANSWERS, EVENTS, USERS
from strata.build.delivered import Delivered

DAY = pd.Timedelta(days=1)
Params = Mapping[str, Any]
Members = Mapping[str, pd.Index]


@dataclass(frozen=True, eq=False)
class Tables:
    """The tables, users by their number."""

    users: pd.DataFrame
    events: pd.DataFrame
    answers: pd.DataFrame

    @classmethod
    def read(cls, file: Delivered) -> Self:
        """All of it, in memory."""
        users, events, answers = (file.table(sql).to_pandas() for sql in (USERS, EVENTS, ANSWERS))
        events["event_name"] = events["event_name"].astype("category")
        return cls(users.set_index("user_id"), events, answers)


def ask(tables: Tables, plain: str, params: Params) -> Figures:
    """The figures of the question with that plain statement."""
    return QUESTIONS[plain](tables, _members(tables, params), params)


def _members(tables: Tables, p: Params) -> Members:
    known = tables.users[~tables.users["is_internal"]]
    often, lately_often = (_often(tables, p, days) for days in (90, p["days"]))
    lately = _did(tables, p["other"], p["now"] - 30 * DAY, p["now"])["user_id"].unique()
    answers = tables.answers.sort_values(["ts", "row_number"]).groupby("user_id")["score"].last()
    unhappy = known.index.isin(answers.index[answers <= 6])
    is_large = unhappy | (known["seats"] > 20).to_numpy()
    plan, role, is_lately = known["plan"], known["role"], known.index.isin(lately)
    nested = (plan.isin(["Growth", "Scale"]) | (role == "owner")).to_numpy()
    return {
        "Hygienists": known.index[role == "hygienist"],
        "Often": known.index[known.index.isin(often)],
        "Growth": known.index[(plan == "Growth").to_numpy() & ~is_lately],
        "Nested": known.index[nested & known.index.isin(lately_often) & ~is_lately & is_large],
    }


def _did(tables: Tables, event: str, start: object, until: object) -> pd.DataFrame:
    events = tables.events
    is_inside = (events["event_name"] == event) & (events["ts"] >= start) & (events["ts"] < until)
    found: pd.DataFrame = events.loc[is_inside]
    return found


def _often(tables: Tables, p: Params, days: int) -> pd.Index:
    times = _did(tables, p["common"], p["now"] - days * DAY, p["now"]).groupby("user_id").size()
    found: pd.Index = times.index[times >= 3]
    return found


def _inside(tables: Tables, p: Params) -> pd.DataFrame:
    found: pd.DataFrame = tables.events[(tables.events["ts"] >= p["start"]) & (tables.events["ts"] < p["until"])]
    return found


def _size(tables: Tables, members: Members, p: Params) -> Figures:
    return {("Nested", ""): len(members["Nested"])}


def _sizes(tables: Tables, members: Members, p: Params) -> Figures:
    return {(name, ""): len(users) for name, users in members.items()}


def _weeks(tables: Tables, members: Members, p: Params) -> Figures:
    inside = _inside(tables, p)
    week = inside["ts"].dt.normalize() - pd.to_timedelta(inside["ts"].dt.day_of_week, unit="D")
    active = pd.DataFrame({"user_id": inside["user_id"], "week": week}).drop_duplicates()
    found: dict[tuple[str, str], float] = {}
    for name, users in members.items():
        joined = np.sort(tables.users.loc[users, "joined_at"].to_numpy())
        counts = active[active["user_id"].isin(users)].groupby("week").size()
        starts = pd.DatetimeIndex(counts.index)
        there = np.searchsorted(joined, (starts + 7 * DAY).to_numpy())
        shares = (100 * counts.to_numpy() / there).tolist()
        found |= {(name, day): share for day, share in zip(starts.strftime("%Y-%m-%d"), shares, strict=True)}
    return found


def _retention(tables: Tables, members: Members, p: Params) -> Figures:
    begins = tables.users["joined_at"].dt.normalize() + 28 * DAY
    observed = begins[(begins >= p["start"] + 28 * DAY) & (begins + 7 * DAY <= p["until"])].rename("begins")
    rows = tables.events.merge(observed, left_on="user_id", right_index=True)
    kept = rows.loc[(rows["ts"] >= rows["begins"]) & (rows["ts"] < rows["begins"] + 7 * DAY), "user_id"].unique()
    found = {}
    for name, users in members.items():
        seen = users[users.isin(observed.index)]
        if len(seen):
            found[name, ""] = 100 * float(seen.isin(kept).mean())
    return found


def _funnel(tables: Tables, members: Members, p: Params) -> Figures:
    first = _did(tables, p["one"], p["start"], p["until"]).groupby("user_id")["ts"].min()
    first = first[first + 14 * DAY <= p["until"]]
    ends, done, steps = first + 14 * DAY, first, [first.index]
    for step in ("two", "three", "four"):
        rows = tables.events[tables.events["event_name"] == p[step]]
        rows = rows.merge(done.rename("done"), left_on="user_id", right_index=True)
        rows = rows.merge(ends.rename("ends"), left_on="user_id", right_index=True)
        done = rows[(rows["ts"] > rows["done"]) & (rows["ts"] < rows["ends"])].groupby("user_id")["ts"].min()
        steps.append(done.index)
    return {
        (name, str(place)): int(users.isin(reached).sum())
        for name, users in members.items()
        for place, reached in enumerate(steps, 1)
    }


def _nps(tables: Tables, members: Members, p: Params) -> Figures:
    answers = tables.answers[(tables.answers["ts"] >= p["start"]) & (tables.answers["ts"] < p["until"])]
    answers = answers.assign(month=answers["ts"].dt.to_period("M").dt.start_time).sort_values(["ts", "row_number"])
    latest = answers.groupby(["user_id", "month"])["score"].last().reset_index()
    latest["nps"] = np.select([latest["score"] >= 9, latest["score"] <= 6], [100.0, -100.0], 0.0)
    return {
        (name, f"{month:%Y-%m-%d}"): value
        for name, users in members.items()
        for month, value in latest[latest["user_id"].isin(users)].groupby("month")["nps"].mean().items()
    }


def _adoption(tables: Tables, members: Members, p: Params) -> Figures:
    pairs = _inside(tables, p)[["user_id", "event_name"]].drop_duplicates()
    return {
        (name, str(event)): 100 * n / len(users)
        for name, users in members.items()
        for event, n in pairs.loc[pairs["user_id"].isin(users), "event_name"].value_counts().items()
    }


def _quantiles(tables: Tables, members: Members, p: Params) -> Figures:
    times = _inside(tables, p).groupby("user_id").size()
    return {
        (name, ""): float(times.reindex(users, fill_value=0).quantile(0.5, interpolation="lower"))
        for name, users in members.items()
        if len(users)
    }


def _moments(tables: Tables, members: Members, p: Params) -> Figures:
    inside = _inside(tables, p)
    days = inside.assign(day=inside["ts"].dt.normalize())[["user_id", "day"]].drop_duplicates()
    counts = {"events": inside.groupby("user_id").size(), "active_days": days.groupby("user_id").size()}
    found: dict[tuple[str, str], float] = {}
    for name, users in members.items():
        for measure, numbers in counts.items():
            mine = numbers.reindex(users, fill_value=0)
            mine.var()
            found[name, measure] = float(mine.mean())
    return found


QUESTIONS: Mapping[str, Callable[[Tables, Members, Params], Figures]] = {
    "size": _size,
    "sizes": _sizes,
    "weeks": _weeks,
    "retention": _retention,
    "funnel": _funnel,
    "nps": _nps,
    "adoption": _adoption,
    "quantiles": _quantiles,
    "moments": _moments,
}
