"""The sample company at test size, and a plain numpy reading of the declared contrasts."""

import functools
import json
import operator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray

from data.sample import Expected
from data.sample.generate import draw_tables

MEDIUM = 300


class Contrast(NamedTuple):
    """Segment minus baseline in points, with a standard error that lets accounts differ."""

    value: float
    standard_error: float
    n: int


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Source tables, and one entry per user for every attribute, event count and answer."""

    tables: Mapping[str, pa.Table]
    row_of: Mapping[str, int]
    columns: Mapping[str, NDArray[Any]]

    def measure(self, expected: Expected) -> Contrast:
        """Returns a declared contrast as the tables show it."""
        segment = self.members(json.loads(expected.segment)["where"])
        baseline = ~segment if expected.baseline == "rest" else self.members(json.loads(expected.baseline)["where"])
        return self.contrast(segment, baseline, self.values(expected))

    def members(self, where: Mapping[str, Any]) -> NDArray[np.bool_]:
        """Returns who fulfils a tree of the forms the declaration uses."""
        match where:
            case {"all": parts}:
                return functools.reduce(operator.and_, [self.members(part) for part in parts])
            case {"not": part}:
                return ~self.members(part)
            case {"attribute": name, "op": "is", "value": values}:
                return np.isin(self.columns[name].astype(str), values)
            case {"event": name, "did": True}:
                return self.times(str(name)) >= int(where.get("at_least", 1))
        raise ValueError(where)

    def times(self, event: str) -> NDArray[np.int64]:
        """Returns how often each user did something."""
        events = self.tables["events.parquet"]
        names: Any = events["event"].combine_chunks()
        code = names.dictionary.to_pylist().index(event)
        users: Any = events["user_id"].combine_chunks()
        rows = np.array([self.row_of[key] for key in users.dictionary.to_pylist()])
        did = users.indices.to_numpy()[names.indices.to_numpy() == code]
        return np.bincount(rows[did], minlength=len(self.row_of))

    def values(self, expected: Expected) -> NDArray[np.float64]:
        """Returns each user's value of the metric in points, NaN without one."""
        if expected.metric.startswith("share:"):
            name, value = expected.metric.removeprefix("share:").split("=")
            column = self.columns[name]
            return np.where(column == None, np.nan, 100.0 * (np.char.lower(column.astype(str)) == value))  # noqa: E711
        return self.latest(expected.metric, expected.since, expected.until)

    def latest(self, survey: str, since: date, until: date) -> NDArray[np.float64]:
        """Returns the points of each user's latest legal answer in the days given."""
        table = self.tables[f"{survey}.csv"]
        at, score = table["answered_at"].cast(pa.string()).to_numpy(), table["score"].to_numpy()
        until_before = str(until + timedelta(days=1))
        rows = np.array([self.row_of.get(str(key), -1) for key in table["user_id"].to_pylist()])
        kept = np.flatnonzero((at >= str(since)) & (at < until_before) & (rows >= 0) & (score <= 10))
        kept = kept[np.argsort(at[kept], kind="stable")]
        points = {"nps": 100.0 * ((score >= 9) * 1.0 - (score <= 6)), "csat": 100.0 * (score >= 4)}[survey]
        values = np.full(len(self.row_of), np.nan)
        values[rows[kept]] = points[kept]
        return values

    def contrast(
        self, segment: NDArray[np.bool_], baseline: NDArray[np.bool_], values: NDArray[np.float64]
    ) -> Contrast:
        """Returns the difference of means between two groups of customers' users."""
        known = ~np.isnan(values) & ~self.columns["is_internal"].astype(bool)
        in_a, in_b = segment & known, baseline & known
        a, b = values[in_a].mean(), values[in_b].mean()
        pull = np.where(in_a, (values - a) / in_a.sum(), 0.0) - np.where(in_b, (values - b) / in_b.sum(), 0.0)
        by_account = np.bincount(self.columns["account_row"][known], pull[known])
        return Contrast(float(a - b), float(np.sqrt((by_account**2).sum())), int(in_a.sum()))


def read_sample(n_accounts: int, seed: int) -> Sample:
    """Returns a drawn sample, repeated user rows left out."""
    tables = draw_tables(seed=seed, n_accounts=n_accounts)
    users, accounts = tables["users.csv"], tables["accounts.csv"]
    row_of: dict[str, int] = {}
    for key in users["user_id"].to_pylist():
        row_of.setdefault(str(key), len(row_of))
    users = users.slice(0, len(row_of))
    position = {key: i for i, key in enumerate(accounts["account_id"].to_pylist())}
    account_row = np.array([position.get(key, len(position)) for key in users["account_id"].to_pylist()])
    columns = {name: np.array(users[name].to_pylist(), object) for name in users.column_names}
    for name in accounts.column_names[1:]:
        columns[name] = np.array([*accounts[name].to_pylist(), None], object)[account_row]
    return Sample(tables, row_of, columns | {"account_row": account_row})


@pytest.fixture(scope="session")
def sample() -> Sample:
    return read_sample(MEDIUM, seed=7)
