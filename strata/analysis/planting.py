"""Gaps of known size, planted into the sums of a metric: what a comparison ought to find."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf, log, sqrt

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from strata.analysis.groups import Asked
from strata.analysis.sums import MASK, cells, metric_query
from strata.model.calibration import PlantUnit
from strata.model.metrics import Kind
from strata.model.segment import Window
from strata.stats import Arm, Cells, Exposure
from strata.warehouse import Members, Query, Warehouse


@dataclass(frozen=True, slots=True)
class Plant:
    """How gaps are planted in metrics of a kind.

    Attributes:
        unit: What sizes are given in.
        sizes: The gaps, smallest first.
        scale: What a size is multiplied by to become one of the stored values; 1 for standard deviations.
        room: The largest gap there is room for, given everyone's values; in the scale of the stored values.
        plant: The sums with a gap; its expected size where chance picks whose value changes.
    """

    unit: PlantUnit
    sizes: tuple[float, ...]
    scale: float
    room: Callable[[Arm], float]
    plant: Callable[[Cells, float, Arm, Generator], Cells]

    def sizes_for(self, everyone: Arm) -> tuple[float, ...]:
        """The gaps there is room for."""
        return tuple(size for size in self.sizes if size * self.scale <= self.room(everyone))


def units(warehouse: Warehouse, asked: Asked, window: Window, sets: Sequence[int]) -> tuple[Cells, ...]:
    """The sums of a metric over each set: of users by account, those with 0 among them, or of accounts, each once."""
    union = 0
    for users in sets:
        union |= users
    values = metric_query(asked.metric, window, warehouse.catalog)
    query = Query("reports/cell_sums", names=(("cell", MASK),), kept=(("metric", (values,)),))
    columns = warehouse.arrays(query, Members(union, tuple(sets)))
    found = cells(columns, is_ratio=asked.metric.kind == "ratio")
    inside = ((columns["cell"] >> i) & 1 == 1 for i in range(len(sets)))
    return tuple(_each_once(found.take(rows)) if asked.metric.per == "account" else found.take(rows) for rows in inside)


def planted(asked: Asked, group: Cells, size: float, everyone: Arm, rng: Generator) -> Arm:
    """A group with a gap of one of its plant's sizes, over the accounts of `everyone`."""
    plant = PLANTS[asked.metric.kind]
    changed = plant.plant(group, size * plant.scale, everyone, rng)
    return Arm.of(everyone.kind, changed, changed.account.astype(np.intp), len(everyone.account_total))


def _each_once(users: Cells) -> Cells:
    """The accounts as the units that are counted; all users of an account have its value."""
    account, first = np.unique(users.account, return_index=True)
    first = first[account >= 0]
    names = ("total", "squares", "cubes", "log_total", "log_squares")
    values = {name: getattr(users, name)[first] / users.n[first] for name in names}
    return Cells(users.account[first], np.ones(len(first)), **values)


def _share_room(everyone: Arm) -> float:
    return max(everyone.mean, 1 - everyone.mean) if everyone.n else 0.0


def _flip(group: Cells, size: float, everyone: Arm, rng: Generator) -> Cells:
    """Zeros become ones, each with the same probability; ones become zeros where there are too few zeros."""
    zeros = 1 - everyone.mean
    if size <= zeros:
        more = rng.binomial(_whole(group.n - group.total), size / zeros)
    else:
        more = -rng.binomial(_whole(group.total), size / everyone.mean)
    return replace(group, total=group.total + more, squares=group.squares + more, cubes=group.cubes + more)


def _nps_room(everyone: Arm) -> float:
    return 2 * max(everyone.promoters, everyone.detractors) / everyone.n if everyone.n else 0.0


def _turn(group: Cells, size: float, everyone: Arm, rng: Generator) -> Cells:
    """Detractors become promoters, each with the same probability; the reverse where there are too few of them."""
    turned = size * everyone.n / 2
    if turned <= everyone.detractors:
        more = 2 * rng.binomial(_whole((group.squares - group.total) / 2), turned / everyone.detractors)
    else:
        more = -2 * rng.binomial(_whole((group.squares + group.total) / 2), turned / everyone.promoters)
    return replace(group, total=group.total + more, cubes=group.cubes + more)


def _spread_room(everyone: Arm) -> float:
    return inf if everyone.variance else 0.0


def _shift(group: Cells, size: float, everyone: Arm, _: Generator) -> Cells:
    """Every value rises by the same amount; that of a ratio, by as much per thing it is counted per."""
    return _mapped(group, times=1.0, plus=size * sqrt(everyone.variance))


def _stretch(group: Cells, size: float, everyone: Arm, rng: Generator) -> Cells:
    """1 + x is multiplied, so that typical values differ as well as means; x rises where a value is -1 or less."""
    if everyone.logs is None:
        return _shift(group, size, everyone, rng)
    times = 1 + size * sqrt(everyone.variance) / (1 + everyone.mean)
    more = log(times)
    return replace(
        _mapped(group, times=times, plus=times - 1),
        log_total=group.log_total + more * group.n,
        log_squares=group.log_squares + 2 * more * group.log_total + more**2 * group.n,
    )


def _mapped(group: Cells, *, times: float, plus: float) -> Cells:
    """The sums after x became times x + plus w, with w = 1 but for ratios, whose cubes nobody asks for."""
    per = group.exposure or Exposure(group.n, group.n, group.total)
    return replace(
        group,
        total=times * group.total + plus * per.total,
        squares=times**2 * group.squares + 2 * times * plus * per.products + plus**2 * per.squares,
        cubes=times**3 * group.cubes
        + 3 * times**2 * plus * group.squares
        + 3 * times * plus**2 * group.total
        + plus**3 * group.n,
        exposure=group.exposure and replace(per, products=times * per.products + plus * per.squares),
    )


def _whole(counts: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.asarray(np.rint(counts), dtype=np.int64)


_IN_SPREADS = (0.1, 0.2, 0.3)
PLANTS: Mapping[Kind, Plant] = {
    "nps": Plant("points", (5, 10, 15, 20), 0.01, _nps_room, _turn),
    "share": Plant("pp", (3, 5, 10), 0.01, _share_room, _flip),
    "rating": Plant("sd", _IN_SPREADS, 1.0, _spread_room, _shift),
    "mean": Plant("sd", _IN_SPREADS, 1.0, _spread_room, _stretch),
    "ratio": Plant("sd", _IN_SPREADS, 1.0, _spread_room, _shift),
}
"""Times to a first event have none: their comparison is made of days, not of sums."""
