"""What holding something equal does to a gap, in one sentence."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from strata.analysis.gaps import Gap
from strata.model.warnings import MixEffect, lowered


class Said(NamedTuple):
    """What the sentences are made of.

    Attributes:
        segment, baseline: The groups; metric as people read it.
        thing: What is held equal, as people read it.
        crude, adjusted: The gap overall and with the thing equal.
        in_all: How many strata the adjusted gap is found in, where it points the same way in all; else 0.
    """

    segment: str
    baseline: str
    metric: str
    thing: str
    crude: Gap
    adjusted: Gap
    in_all: int

    @property
    def subject(self) -> str:
        """Who and what."""
        return f"{self.segment}: {self.metric}"

    @property
    def equal(self) -> str:
        """With the thing held equal."""
        return f"at equal {lowered(self.thing)}"

    @property
    def everywhere(self) -> str:
        """Whether that is so in every stratum."""
        return f", in each of the {self.in_all} groups" if self.in_all > 1 else ""


def sentence(effect: MixEffect, said: Said) -> str:
    """What was found, in one sentence."""
    return SENTENCES[effect](said)


def withheld(said: Said) -> str:
    """What is said where the gap cannot be held equal, before the reason."""
    return f"{said.subject} cannot be compared with {said.baseline} {said.equal}."


def _turns(said: Said) -> str:
    overall = "overall" if said.crude.is_clear else "overall, though not clearly"
    return (
        f"{said.subject} is {said.crude.words} than {said.baseline} {overall}, but {said.adjusted.words} "
        f"{said.equal}{said.everywhere}: the mix of {lowered(said.thing)} makes the difference."
    )


def _shrinks(said: Said) -> str:
    left = f"only {said.adjusted.words}" if said.adjusted.is_clear else f"not clearly different ({said.adjusted.span})"
    return (
        f"{said.subject} is {said.crude.words} than {said.baseline} overall, but {left} {said.equal}: "
        f"the mix of {lowered(said.thing)} makes most of the difference."
    )


def _hides(said: Said) -> str:
    return (
        f"{said.subject} does not clearly differ from {said.baseline} overall, but is {said.adjusted.words} "
        f"{said.equal}{said.everywhere}: the mix of {lowered(said.thing)} hides it."
    )


def _stays(said: Said) -> str:
    if not said.crude.is_clear:
        nor = f"; {said.equal} the difference is" if said.adjusted.is_clear else f", overall or {said.equal}:"
        return f"{said.subject} does not clearly differ from {said.baseline}{nor} {said.adjusted.span}."
    left = said.adjusted.words if said.adjusted.is_clear else f"somewhere from {said.adjusted.span}"
    return f"{said.subject} is {said.crude.words} than {said.baseline} overall and {left} {said.equal}."


def _unclear(said: Said) -> str:
    return (
        f"{said.subject} is {said.crude.words} than {said.baseline} overall; {said.equal} it could be anywhere "
        f"from {said.adjusted.span}."
    )


SENTENCES: Mapping[MixEffect, Callable[[Said], str]] = {
    "turns": _turns,
    "shrinks": _shrinks,
    "hides": _hides,
    "stays": _stays,
    "unclear": _unclear,
}
