"""A chart or table as data: what screen, slide, sheet and picture all draw, so that they cannot disagree.

An analysis returns its own result; a function beside it lays that result out as an Exhibit. Values are in the unit
people read; what is withheld has no value anywhere, only its n and the reason.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from strata.model.results import Contrast, SegmentSize, Source
from strata.model.results.numbers import amount
from strata.model.segment import Segment

Form = Literal["bars", "stacked", "lines", "dots", "heat"]
Role = Literal["promoter", "high", "passive", "low", "detractor", "baseline", "total", "step", ""]
"""What a series stands for where its colour says so; segments have the colour they have everywhere.

Steps follow one another, and are shades of grey, so that none is taken for a segment.
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """One value of a plot with its interval at 95 %.

    Attributes:
        value, low, high: In the plot's unit; None where there is none or it is withheld.
        n: How many were counted; accounts: how many accounts they come from, 0 where accounts are not known.
        note: What else to know of it, e.g. "so far" or "20 of 48".
        withheld: Why there is no value.
        people: Whom it stands for, where that is a segment that can be opened and saved.
        usual: Between which values chance alone would put it; None where that is not known.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    accounts: int = 0
    note: str = ""
    withheld: str | None = None
    people: Segment | None = field(default=None, compare=False)
    usual: tuple[float, float] | None = None

    def words(self, unit: str, counted: str) -> str:
        """The value with its interval, n and accounts in words; `counted` says what n is, e.g. answers."""
        who = f"{self.n:,} {counted}" + (f" from {self.accounts:,} accounts" if self.accounts else "")
        if self.value is None:
            return f"{(self.withheld or 'no value').rstrip('.')} ({who})"
        bounds = ""
        if self.low is not None and self.high is not None:
            bounds = f" (95 % interval {amount(self.low, unit)} to {amount(self.high, unit)})"
        return "; ".join(part for part in (f"{amount(self.value, unit)}{bounds}", self.note, who) if part)


@dataclass(frozen=True, slots=True)
class Series:
    """A line, a colour of bars or a row of a heat map: one mark per category of the plot."""

    name: str
    marks: tuple[Mark, ...]
    role: Role = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """Values by category and series.

    `bars` stand beside one another, `stacked` ones on one another up to the whole, `lines` run over periods, `dots`
    are values with intervals, a `heat` map has a row per series. Every series has one mark per category.
    """

    form: Form
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    counted: str = "users"
    category_title: str = ""
    value_title: str = ""
    annotations: tuple[tuple[str, str], ...] = ()
    """Remarks on categories, e.g. a date and what happened on it."""

    def __post_init__(self) -> None:
        """Raises ValueError where a series has not one mark per category."""
        for series in self.series:
            if len(series.marks) != len(self.categories):
                raise ValueError(f"{series.name}: {len(series.marks)} marks for {len(self.categories)} categories")

    @property
    def is_empty(self) -> bool:
        """Whether there is no value to draw."""
        return all(mark.value is None for series in self.series for mark in series.marks)


Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table and the unit of its numbers, empty for texts and plain counts."""

    name: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Typed rows under named columns.

    `units` are those of each row's numbers with a fraction, where rows have units and columns have none.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    units: tuple[str, ...] = ()

    def unit(self, row: int, column: int) -> str:
        """The unit of a cell; texts have none."""
        cell = self.rows[row][column]
        if isinstance(cell, str) or cell is None:
            return ""
        return self.columns[column].unit or (self.units[row] if self.units and isinstance(cell, float) else "")


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where an exhibit's numbers come from; it goes wherever the exhibit goes.

    Attributes:
        source: Warehouse, version, dates and population.
        segments: What each segment means and how large it is.
        baseline: What the segments are held against; empty where nothing is.
        method: How intervals and verdicts were computed, with the correction.
        rules: What else decides the numbers, e.g. "latest answer of each person in these dates".
        link: An address that shows it again; empty where there is none.
    """

    source: Source
    segments: tuple[SegmentSize, ...] = ()
    baseline: str = ""
    method: str = ""
    rules: tuple[str, ...] = ()
    link: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The stamp in words, most important first."""
        meanings = (
            f"{size.name}: {size.definition.rstrip('.')} ({size.users:,} users"
            + (f" of {size.accounts:,} accounts)" if size.accounts else ")")
            for size in self.segments
        )
        against = f"Held against {self.baseline}" if self.baseline else ""
        origin = self.source
        dates = f"{origin.window.capitalize()}, {origin.population}"
        data = f"{origin.project}, data up to {origin.as_of} ({origin.timezone}), version {origin.version}"
        loaded = f"loaded {origin.loaded_at[:16].replace('T', ' ')} UTC"
        return tuple(
            part
            for part in (*meanings, against, dates, *self.rules, self.method, f"{data}, {loaded}", self.link)
            if part
        )


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One chart or table of a screen with everything that explains it.

    Attributes:
        key: Tells it from the others of its page; letters, digits and hyphens.
        title: What it shows, e.g. "Weekly retention".
        plot: What is drawn; None for what is a table only.
        stamp: Where its numbers come from.
        findings: What it says in sentences, the most important first.
        contrasts: The comparisons behind it, with their verdicts.
        notes: What to know before reading it.
        table: The numbers; None takes them from the plot.
        alt: The exhibit in words for those who hear it; empty takes them from the plot.
        result: Gives the analysis' own result as JSON values, which only exports ask for.
    """

    key: str
    title: str
    plot: Plot | None
    stamp: Stamp
    findings: tuple[str, ...] = ()
    contrasts: tuple[Contrast, ...] = ()
    notes: tuple[str, ...] = ()
    table: Table | None = None
    alt: str = ""
    result: Callable[[], dict[str, Any]] = field(default=dict, compare=False)

    @property
    def rows(self) -> Table:
        """The numbers behind it: its own table, or a row per category and series of its plot."""
        if self.table is not None or self.plot is None:
            return self.table or Table((), ())
        plot = self.plot
        columns = (
            Column(plot.category_title or "category"),
            Column("series"),
            *(Column(name, plot.unit) for name in ("value", "low", "high")),
            *map(Column, ("n", "accounts", "note")),
        )
        return Table(columns, tuple(_row(plot, series, place) for series in plot.series for place in _places(plot)))

    @property
    def words(self) -> str:
        """The exhibit in words."""
        if self.alt or self.plot is None:
            return self.alt or self.title
        plot = self.plot
        said = (
            f"{series.name}, {category}: {mark.words(plot.unit, plot.counted)}"
            for series in plot.series
            for category, mark in zip(plot.categories, series.marks, strict=True)
        )
        return f"{self.title}. {'; '.join(list(said)[:MOST_SAID])}."

    def as_json(self) -> dict[str, Any]:
        """The exhibit as JSON values: title, findings, stamp, numbers and the analysis' own result."""
        return {
            "title": self.title,
            "findings": list(self.findings),
            "notes": list(self.notes),
            "stamp": asdict(self.stamp) | {"lines": list(self.stamp.lines)},
            "columns": [asdict(column) for column in self.rows.columns],
            "rows": [list(row) for row in self.rows.rows],
            "contrasts": [asdict(each) | {"sentence": each.sentence} for each in self.contrasts],
            "result": self.result(),
        }


MOST_SAID = 24
"""Values an exhibit's alternative text names."""


def _places(plot: Plot) -> range:
    return range(len(plot.categories))


def _row(plot: Plot, series: Series, place: int) -> tuple[Cell, ...]:
    mark = series.marks[place]
    note = mark.withheld or mark.note
    return (plot.categories[place], series.name, mark.value, mark.low, mark.high, mark.n, mark.accounts, note)
