"""What exhibits of behaviour say of their comparisons: the findings in sentences, and how they were computed."""

from collections.abc import Iterator, Sequence

from strata import stats
from strata.model.exhibit import Stamp
from strata.model.results import Contrast, SegmentSize, Source, Verdict

CLEAR: tuple[Verdict, ...] = ("higher", "lower")
MOST_FINDINGS = 4
FEWEST = 5
"""Users of whom a share is shown."""


def findings(results: Sequence[Contrast]) -> Iterator[str]:
    """What is clear in sentences, the largest difference first; of nothing clear, what comes first."""
    clear = sorted((each for each in results if each.verdict in CLEAR), key=lambda each: -abs(each.difference or 0.0))
    for each in (clear or results)[:MOST_FINDINGS]:
        yield each.sentence


def stamp(
    source: Source, segments: tuple[SegmentSize, ...], results: Sequence[Contrast], rules: tuple[str, ...]
) -> Stamp:
    """Where numbers come from, what they are held against and how that was judged."""
    against = next((each.baseline for each in results), "")
    return Stamp(source, segments, against, _method(results), rules)


def percent(estimate: stats.Estimate) -> tuple[float | None, float | None, float | None]:
    """A share and its interval in percent; nothing where too few count."""
    if estimate.n < FEWEST or estimate.value is None:
        return None, None, None
    low, high = (None if each is None else 100 * each for each in (estimate.low, estimate.high))
    return 100 * estimate.value, low, high


def too_few(value: float | None, n: int, who: str) -> str | None:
    """Why a share of some users is not shown; None where it is."""
    return None if value is not None else f"Too few users {who} to show a share (n={n})."


def _method(results: Sequence[Contrast]) -> str:
    known = dict.fromkeys(each.method for each in results if each.method in stats.METHODS)
    labels = "; ".join(stats.METHODS[key].label for key in known if key)
    corrections = dict.fromkeys(each.correction for each in results if each.p_adjusted is not None)
    said = "; ".join(corrections)
    return f"{labels}; correction: {said}" if labels and said else labels
