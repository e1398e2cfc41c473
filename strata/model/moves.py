"""What a chart showed with one load of the data and shows with the next, and what moved between them, in sentences.

The people of both loads are mostly the same, so no test is made of a move: it is said whether a value left the
interval it had, and whether a verdict is another one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, NamedTuple, cast, get_args

from strata.model.attributes import listed
from strata.model.results import VERDICT_WORDS
from strata.model.results.numbers import UNIT_WORDS, digits

Kind = Literal["size", "contrast", "value"]
How = Literal["verdict", "outside", "withheld", "inside"]
"""How a figure moved: another verdict, out of its interval, into or out of withholding, or only within its interval."""
MOST_SAID = 5


class Figure(NamedTuple):
    """One number of a chart; of a comparison the difference with its verdict.

    `value`, `low` and `high` are in `unit`; None where the value is withheld. `n` is how many `counted` there were.
    """

    label: str
    kind: Kind
    value: float | None
    low: float | None
    high: float | None
    n: int
    unit: str
    counted: str
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """One figure then and now."""

    then: Figure
    now: Figure

    @property
    def how(self) -> How:
        """What is worth saying about it, the most important first."""
        then, now = self.then, self.now
        if then.verdict != now.verdict:
            return "verdict"
        if then.value is None or now.value is None:
            return "withheld"
        bounds = then.low is not None and then.high is not None
        left = bounds and not cast("float", then.low) <= now.value <= cast("float", then.high)
        return "outside" if left or then.kind == "size" else "inside"

    @property
    def sentence(self) -> str:
        """The move in one sentence, with both values and both n."""
        return SENTENCES[self.how](self.then, self.now)


@dataclass(frozen=True, slots=True)
class Changes:
    """What moved in one chart since it was last made from other data.

    Attributes:
        since: Up to which day the earlier data reached; empty where there was no earlier run.
        moves: Every figure that reads differently, the most important first.
        added: Figures that were not there then, e.g. a new week; `gone` those not there any more.
        n_figures: How many figures there are now.
    """

    since: str = ""
    moves: tuple[Move, ...] = ()
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    n_figures: int = 0

    @property
    def notable(self) -> tuple[Move, ...]:
        """Moves that are more than a value wandering within its interval."""
        return tuple(move for move in self.moves if move.how != "inside")

    @property
    def sentences(self) -> tuple[str, ...]:
        """What changed, or that nothing did."""
        if not self.since:
            return ("This is the first run, so there is nothing to hold it against yet.",)
        notable = self.notable
        more = len(notable) - MOST_SAID
        said = [move.sentence for move in notable[:MOST_SAID]]
        said += [f"{more} more moved as much; the table of the numbers has them all."] if more > 0 else []
        wandered = len(self.moves) - len(notable)
        said += [f"{_values(wandered)} moved within the interval of then, as chance alone does."] if wandered else []
        ends = [f"{_values(len(self.added))} came in"] if self.added else []
        ends += [f"{_values(len(self.gone))} went out"] if self.gone else []
        said += [f"{listed(ends)}, as dates and groups moved on."] if ends else []
        return tuple(said) or (
            f"Nothing moved: all {_values(self.n_figures)} read as with the data up to {self.since}.",
        )

    def as_json(self) -> dict[str, Any]:
        """The changes as JSON values, each with its sentence."""
        moves = [
            {"label": move.now.label, "how": move.how, "then": move.then._asdict(), "now": move.now._asdict()}
            | {"sentence": move.sentence}
            for move in self.moves
        ]
        return asdict(self) | {"moves": moves, "sentences": list(self.sentences)}


def changes(then: Sequence[Figure], now: Sequence[Figure], *, since: str) -> Changes:
    """What moved between two runs; a figure that reads the same on screen has not moved."""
    before, after = _by_label(then), _by_label(now)
    moves = [Move(before[name], figure) for name, figure in after.items() if name in before]
    shown = [move for move in moves if _reading(move.then) != _reading(move.now)]
    rank = get_args(How)
    return Changes(
        since,
        tuple(sorted(shown, key=lambda move: rank.index(move.how))),
        tuple(figure.label for name, figure in after.items() if name not in before),
        tuple(figure.label for name, figure in before.items() if name not in after),
        len(after),
    )


def _by_label(figures: Sequence[Figure]) -> Mapping[tuple[str, str], Figure]:
    return {(figure.kind, figure.label): figure for figure in figures}


def _reading(figure: Figure) -> tuple[str, str]:
    """What a reader sees of a figure."""
    return figure.verdict, _reads(figure)


def _turned(then: Figure, now: Figure) -> str:
    was, is_now = _verdict(then), _verdict(now)
    return f"{now.label}: was “{was}”, is now “{is_now}” ({_from_to(then, now)})."


def _left(then: Figure, now: Figure) -> str:
    if now.kind == "size":
        return f"{now.label}: from {_reads(then)} to {_reads(now)}."
    bounds = f"outside its interval of then, {_size(then.low, then.unit)} to {_size(then.high, then.unit)}"
    return f"{now.label}: {_from_to(then, now)}, {bounds}."


def _withheld(then: Figure, now: Figure) -> str:
    if now.value is None:
        return f"{now.label}: is withheld now, and was {_reads(then)} ({_n(then, now)})."
    return f"{now.label}: was withheld, and is {_reads(now)} now ({_n(then, now)})."


def _wandered(then: Figure, now: Figure) -> str:
    return f"{now.label}: {_from_to(then, now)}, within its interval of then."


SENTENCES = {"verdict": _turned, "outside": _left, "withheld": _withheld, "inside": _wandered}
"""How each kind of move is told."""


def _from_to(then: Figure, now: Figure) -> str:
    what = "difference from" if now.kind == "contrast" else "from"
    return f"{what} {_reads(then)} to {_reads(now)}; {_n(then, now)}"


def _reads(figure: Figure) -> str:
    """The value as it stands on screen."""
    if figure.value is None:
        return "withheld"
    if figure.kind == "size":
        return f"{figure.value:,.0f} {figure.unit}"
    return _size(figure.value, figure.unit, signed=figure.kind == "contrast")


def _size(value: float | None, unit: str, *, signed: bool = False) -> str:
    """A value with its unit in words, since a sentence stands alone."""
    return "–" if value is None else f"{digits(value, unit, signed=signed)} {UNIT_WORDS.get(unit, unit)}".strip()


def _n(then: Figure, now: Figure) -> str:
    return f"{then.n:,} {now.counted} then, {now.n:,} now"


def _verdict(figure: Figure) -> str:
    return VERDICT_WORDS[figure.verdict].lower() if figure.verdict in VERDICT_WORDS else "no verdict"


def _values(number: int) -> str:
    return f"{number:,} value{'' if number == 1 else 's'}"
