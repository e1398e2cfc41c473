"""A comparison in short: what a table of hundreds shows of each."""

from typing import NamedTuple

from strata.model.results.contrast import Verdict


class Brief(NamedTuple):
    """Some of the numbers of a Contrast, under the same names."""

    segment: str
    baseline: str
    difference: float | None
    ci_low: float | None
    ci_high: float | None
    difference_unit: str
    level: float
    p: float | None
    p_adjusted: float | None
    method: str | None
    correction: str
    verdict: Verdict

    @property
    def is_judged(self) -> bool:
        """Whether there was enough data to say how much it differs."""
        return self.difference is not None and self.verdict != "not_enough_data"

    @property
    def is_clear(self) -> bool:
        """Whether it differs for sure."""
        return self.verdict in ("higher", "lower")
