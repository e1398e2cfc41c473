"""What can be said of scores by group, and what stands under every exhibit of them."""

import re
from collections.abc import Sequence

from strata.model.attributes import listed
from strata.model.exhibit import Stamp
from strata.model.results import REST, UNIT_WORDS, Contrast, amount, digits
from strata.model.sentiment import Sentiment
from strata.stats import METHODS

MOST_SAID = 4


def findings(found: Sentiment) -> tuple[str, ...]:
    """The groups that clearly differ, the largest gap first, or that none does; then the score of everyone."""
    clear = sorted(
        (each for each in found.contrasts if each.verdict in ("higher", "lower")),
        key=lambda each: -abs(each.difference or 0.0),
    )
    said = [capital(each.sentence) for each in clear[:MOST_SAID]]
    if not said:
        said = [f"No group differs clearly from {REST} in {found.label}."]
    if others := clear[MOST_SAID:]:
        said.append(f"Clearly different too: {listed(each.segment for each in others)}.")
    return (*said, everyone(found))


def everyone(found: Sentiment) -> str:
    """The score of everyone together, with its interval and how many answered."""
    total = found.total
    if total.value is None:
        return f"{found.label} of everyone: {(total.withheld or 'not known').rstrip('.')}."
    bounds = ""
    if total.low is not None and total.high is not None:
        bounds = f"95 % interval {amount(total.low, found.unit)} to {amount(total.high, found.unit)}; "
    rate = f", {total.response_rate:.0f} % of {total.users:,}" if total.response_rate is not None else ""
    return f"{found.label} of everyone: {amount(total.value, found.unit)} ({bounds}{total.n:,} {found.counted}{rate})."


def too_few(found: Sentiment) -> tuple[str, ...]:
    """Which groups have too few answers for a score, as a sentence; nothing where none has."""
    small = [f"{group.name} (n={group.n})" for group in found.groups if group.withheld]
    return (f"Too few {found.counted} to judge: {listed(small)}.",) if small else ()


def pull_findings(found: Sentiment) -> tuple[str, ...]:
    """Who pulls the total down and up most, and what the total would be without that group's gap."""
    by_name = {each.segment: each for each in found.contrasts}
    judged = [group for group in found.groups if by_name[group.name].verdict in ("higher", "lower")]
    ranked = sorted(judged, key=lambda group: group.pull)
    ends = dict.fromkeys((*ranked[:1], *ranked[-1:]))
    return tuple(_pulls(found, by_name[group.name], group.pull) for group in ends)


def stamp(found: Sentiment) -> Stamp:
    """Where the numbers come from and how they were computed."""
    return Stamp(found.source, found.sizes, REST, method(found.contrasts), found.rules)


def method(contrasts: Sequence[Contrast]) -> str:
    """How verdicts were computed, and how they were corrected."""
    labels = dict.fromkeys(METHODS[each.method].label for each in contrasts if each.method)
    corrections = dict.fromkeys(each.correction for each in contrasts if each.p is not None)
    return "; ".join((*labels, *(f"correction: {each}" for each in corrections))) or "No verdicts: too few answers"


def unit_between(unit: str) -> str:
    """The unit of a difference of two values."""
    return "pp" if unit == "%" else unit


def capital(sentence: str) -> str:
    """A sentence that begins with a capital."""
    return sentence[:1].upper() + sentence[1:]


def key(title: str) -> str:
    """Letters, digits and hyphens that tell one exhibit of a page from the others."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def _pulls(found: Sentiment, contrast: Contrast, pull: float) -> str:
    unit = unit_between(found.unit)
    size = f"{digits(abs(pull), unit, signed=False)} {UNIT_WORDS.get(unit, unit)}".strip()
    way = "down" if pull < 0 else "up"
    return (
        f"{capital(contrast.segment)} pulls {found.label} {way} by {size}: {REST} has "
        f"{amount(contrast.baseline_value, found.unit)}, all together {amount(found.total.value, found.unit)} "
        f"({contrast.n:,} of {found.total.n:,} {found.counted})."
    )
