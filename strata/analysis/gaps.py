"""A difference in the scale people read, and in words."""

from typing import NamedTuple, Self

from strata import stats
from strata.model.metrics import Metric
from strata.model.results import UNIT_WORDS, digits, interval


class Gap(NamedTuple):
    """A difference with its interval in the scale people read; without limits it is not known well enough.

    Attributes:
        value, low, high: The difference and its 95 % interval.
        unit: "pp" between percentages, "%" where it is percent more of a typical user, else that of the metric.
        is_typical: Whether it is of the typical user, because a few heavy users drive the averages.
    """

    value: float | None
    low: float | None
    high: float | None
    unit: str
    is_typical: bool = False

    @classmethod
    def of(cls, difference: stats.Difference, metric: Metric) -> Self:
        """A comparison of a metric."""
        is_typical = difference.scale == "log_ratio"
        scale = 100.0 if is_typical else metric.scale
        value, low, high = (
            None if each is None else scale * each for each in (difference.value, difference.low, difference.high)
        )
        return cls(value, low, high, "%" if is_typical else unit_of(metric), is_typical)

    @property
    def unknown(self) -> "Gap":
        """A gap on the same scale that is not known."""
        return Gap(None, None, None, self.unit, self.is_typical)

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low is not None and self.high is not None and not self.low <= 0 <= self.high

    @property
    def words(self) -> str:
        """The difference without its sign, with its direction: '11 points lower'."""
        value = self.value or 0.0
        number = f"{digits(abs(value), self.unit, signed=False)} {UNIT_WORDS.get(self.unit, self.unit)}".strip()
        return f"{number} {'higher' if value > 0 else 'lower'}{' for the typical user' if self.is_typical else ''}"

    @property
    def span(self) -> str:
        """Its interval: '-2 to +5'."""
        return interval(self.low, self.high, self.unit)


def unit_of(metric: Metric) -> str:
    """The unit of a plain difference of a metric, as results name it."""
    return "pp" if metric.unit == "%" else metric.unit
