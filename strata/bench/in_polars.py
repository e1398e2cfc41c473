"""The questions about behaviour in polars: lazy statements over frames in memory, categories for events.

Polars is needed for this comparison only; `frames` imports this module where it is asked for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

import polars as pl

from strata.bench.behaviour import Figures
from strata.bench.tables import ANSWERS, EVENTS, USERS
from strata.build.delivered import Delivered

DAY = timedelta(days=1)
Params = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Tables:
    """The tables, as lazy frames over memory."""

    users: pl.LazyFrame
    events: pl.LazyFrame
    answers: pl.LazyFrame

    @classmethod
    def read(cls, file: Delivered) -> Self:
        """All of it, in memory."""
        users, events, answers = (pl.DataFrame(file.table(sql)) for sql in (USERS, EVENTS, ANSWERS))
        events = events.with_columns(pl.col("event_name").cast(pl.Categorical))
        return cls(users.lazy(), events.lazy(), answers.lazy())


def ask(tables: Tables, plain: str, params: Params) -> Figures:
    """The figures of the question with that plain statement."""
    members = _members(tables, params).collect().lazy()
    found = QUESTIONS[plain](tables, members, params).collect()
    return {(str(segment), str(category)): float(value) for segment, category, value in found.iter_rows()}


def _members(tables: Tables, p: Params) -> pl.LazyFrame:
    """One row per segment and user."""
    known = tables.users.filter(~pl.col("is_internal"))
    often, lately_often = (_often(tables, p, days) for days in (90, p["days"]))
    lately = _did(tables, p["other"], p["now"] - 30 * DAY, p["now"]).select("user_id").unique()
    answers = (
        tables.answers.sort("ts", "row_number").group_by("user_id", maintain_order=True).agg(pl.col("score").last())
    )
    unhappy = answers.filter(pl.col("score") <= 6).with_columns(is_unhappy=pl.lit(value=True)).drop("score")
    large = known.join(unhappy, on="user_id", how="left").filter(pl.col("is_unhappy") | (pl.col("seats") > 20))
    rule = pl.col("plan").is_in(["Growth", "Scale"]) | (pl.col("role") == "owner")
    nested = large.filter(rule).join(lately_often, on="user_id", how="semi").join(lately, on="user_id", how="anti")
    segments = {
        "Hygienists": known.filter(pl.col("role") == "hygienist"),
        "Often": known.join(often, on="user_id", how="semi"),
        "Growth": known.filter(pl.col("plan") == "Growth").join(lately, on="user_id", how="anti"),
        "Nested": nested,
    }
    return pl.concat(
        users.select(pl.lit(name).alias("segment"), pl.col("user_id").cast(pl.Int32))
        for name, users in segments.items()
    )


def _did(tables: Tables, event: str, start: datetime, until: datetime) -> pl.LazyFrame:
    return tables.events.filter((pl.col("event_name") == event) & (pl.col("ts") >= start) & (pl.col("ts") < until))


def _often(tables: Tables, p: Params, days: int) -> pl.LazyFrame:
    times = _did(tables, p["common"], p["now"] - days * DAY, p["now"]).group_by("user_id").len()
    return times.filter(pl.col("len") >= 3)


def _inside(tables: Tables, p: Params) -> pl.LazyFrame:
    return tables.events.filter((pl.col("ts") >= p["start"]) & (pl.col("ts") < p["until"]))


def _shown(frame: pl.LazyFrame, value: pl.Expr, category: pl.Expr | None = None) -> pl.LazyFrame:
    """Segment, category and value; no category where there is none."""
    named = pl.lit("") if category is None else category
    return frame.select("segment", named.alias("category"), value.cast(pl.Float64).alias("value"))


def _sizes(tables: Tables, members: pl.LazyFrame, p: Params) -> pl.LazyFrame:
    return _shown(members.group_by("segment").len(), pl.col("len"))


def _size(tables: Tables, members: pl.LazyFrame, p: Params) -> pl.LazyFrame:
    return _sizes(tables, members.filter(pl.col("segment") == "Nested"), p)


def _weeks(tables: Tables, members: pl.LazyFrame, p: Params) -> pl.LazyFrame:
    week = pl.col("ts").dt.truncate("1w").alias("week")
    active = _inside(tables, p).select("user_id", week).unique().join(members, on="user_id")
    counted = active.group_by("segment", "week").len()
    joined = members.join(tables.users.with_columns(pl.col("user_id").cast(pl.Int32)), on="user_id")
    there = (
        counted.select("segment", "week")
        .join(joined.select("segment", "joined_at"), on="segment")
        .filter(pl.col("joined_at") < pl.col("week") + 7 * DAY)
        .group_by("segment", "week")
        .len(name="n")
    )
    both = counted.join(there, on=["segment", "week"])
    return _shown(both, 100 * pl.col("len") / pl.col("n"), pl.col("week").dt.strftime("%Y-%m-%d"))


def _retention(tables: Tables, members: pl.LazyFrame, p: Params) -> pl.LazyFrame:
    begins = pl.col("joined_at").dt.truncate("1d") + 28 * DAY
    observed = tables.users.select(pl.col("user_id").cast(pl.Int32), begins.alias("begins")).filter(
        (pl.col("begins") >= p["start"] + 28 * DAY) & (pl.col("begins") + 7 * DAY <= p["until"])
    )
    rows = tables.events.join(observed, on="user_id")
    is_kept = (pl.col("ts") >= pl.col("begins")) & (pl.col("ts") < pl.col("begins") + 7 * DAY)
    kept = rows.filter(is_kept).select("user_id").unique().with_columns(kept=pl.lit(1))
    both = members.join(observed, on="user_id").join(kept, on="user_id", how="left")
    return _shown(
        both.group_by("segment").agg((pl.col("kept").fill_null(0).mean() * 100).alias("kept")), pl.col("kept")
    )


def _funnel(tables: Tables, members: pl.LazyFrame, p: Params) -> pl.LazyFrame:
    done = _did(tables, p["one"], p["start"], p["until"]).group_by("user_id").agg(pl.col("ts").min().alias("done"))
    done = done.with_columns((pl.col("done") + 14 * DAY).alias("ends")).filter(pl.col("ends") <= p["until"])
    steps = [done]
    for step in ("two", "three", "four"):
        rows = tables.events.filter(pl.col("event_name") == p[step]).join(done, on="user_id")
        rows = rows.filter((pl.col("ts") > pl.col("done")) & (pl.col("ts") < pl.col("ends")))
        done = rows.group_by("user_id", "ends").agg(pl.col("ts").min().alias("done"))
        steps.append(done)
    reached = pl.concat(each.select("user_id", pl.lit(str(place)).alias("step")) for place, each in enumerate(steps, 1))
    return _shown(members.join(reached, on="user_id").group_by("segment", "step").len(), pl.col("len"), pl.col("step"))


def _nps(tables: Tables, members: pl.LazyFrame, p: Params) -> pl.LazyFrame:
    month = pl.col("ts").dt.truncate("1mo").alias("month")
    inside = tables.answers.filter((pl.col("ts") >= p["start"]) & (pl.col("ts") < p["until"])).with_columns(month)
    latest = (
        inside.sort("ts", "row_number").group_by("user_id", "month", maintain_order=True).agg(pl.col("score").last())
    )
    nps = pl.when(pl.col("score") >= 9).then(100.0).when(pl.col("score") <= 6).then(-100.0).otherwise(0.0)
    scored = latest.join(members, on="user_id").group_by("segment", "month").agg(nps.mean().alias("nps"))
    return _shown(scored, pl.col("nps"), pl.col("month").dt.strftime("%Y-%m-%d"))


def _adoption(tables: Tables, members: pl.LazyFrame, p: Params) -> pl.LazyFrame:
    pairs = _inside(tables, p).select("user_id", "event_name").unique().join(members, on="user_id")
    counted = pairs.group_by("segment", "event_name").len()
    both = counted.join(members.group_by("segment").len(name="n"), on="segment")
    return _shown(both, 100 * pl.col("len") / pl.col("n"), pl.col("event_name").cast(pl.String))


def _times(tables: Tables, members: pl.LazyFrame, p: Params) -> pl.LazyFrame:
    """One row per segment and user: events and active days, 0 for those without."""
    counted = (
        _inside(tables, p)
        .group_by("user_id")
        .agg(pl.len().alias("events"), pl.col("ts").dt.truncate("1d").n_unique().alias("active_days"))
    )
    return members.join(counted, on="user_id", how="left").fill_null(0)


def _quantiles(tables: Tables, members: pl.LazyFrame, p: Params) -> pl.LazyFrame:
    counted = _inside(tables, p).group_by("user_id").len()
    times = members.join(counted, on="user_id", how="left").with_columns(pl.col("len").fill_null(0))
    return _shown(times.group_by("segment").agg(pl.col("len").quantile(0.5, interpolation="lower")), pl.col("len"))


def _moments(tables: Tables, members: pl.LazyFrame, p: Params) -> pl.LazyFrame:
    measures = ("events", "active_days")
    means = [pl.col(name).mean().alias(name) for name in measures]
    spreads = [pl.col(name).var().alias(f"{name}_variance") for name in measures]
    summed = _times(tables, members, p).group_by("segment").agg(*means, *spreads).collect().lazy()
    return pl.concat(_shown(summed, pl.col(name), pl.lit(name)) for name in measures)


QUESTIONS: Mapping[str, Callable[[Tables, pl.LazyFrame, Params], pl.LazyFrame]] = {
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
