"""What came after a change, in sentences; and how far a goal is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from strata import stats
from strata.model.impact import Effect, Goal, Question
from strata.model.metrics import Metric
from strata.model.results import UNIT_WORDS, amount, digits, interval
from strata.stats import Arm

CLEAR = ("higher", "lower")
Names = tuple[str, str]


def sentence(effect: Effect, metric: Metric, names: Names, reasons: Sequence[str]) -> Effect:
    """The effect with what it says in one sentence."""
    if effect.value is None:
        why = reasons[0] if reasons else "too little is known."
        return replace(effect, sentence=f"{effect.name} cannot be said: {why[:1].lower()}{why[1:]}")
    said = SAYS[effect.question](effect, metric, names)
    counted = "people who answered both times" if effect.question == "same_people" else metric.of
    bounds = interval(effect.low, effect.high, unit_between(metric))
    evidence = f"(95 % interval {bounds}; {effect.n:,} {counted})"
    return replace(effect, sentence=f"{said} {evidence}.{_at_any_look(effect, metric)}")


def unit_between(metric: Metric) -> str:
    """The unit of a change."""
    return "pp" if metric.unit == "%" else metric.unit


def _at_any_look(effect: Effect, metric: Metric) -> str:
    if effect.any_time_low is None or effect.any_time_high is None:
        return ""
    bounds = interval(effect.any_time_low, effect.any_time_high, unit_between(metric))
    is_clear = effect.any_time_low > 0 or effect.any_time_high < 0
    settled = "" if is_clear else ", so nothing is settled yet"
    return f" Still collecting: the interval that stays right however often you look is {bounds}{settled}."


def _size(effect: Effect, metric: Metric) -> str:
    unit = unit_between(metric)
    return f"{digits(abs(effect.value or 0.0), unit, signed=False)} {UNIT_WORDS.get(unit, unit)}".strip()


def _way(effect: Effect) -> str:
    return "rose" if (effect.value or 0.0) > 0 else "fell"


def _difference(effect: Effect, metric: Metric, names: Names) -> str:
    mine, theirs = names
    if effect.verdict not in CLEAR:
        return f"No clear difference between the change of {mine} and that of {theirs} in {metric.label}"
    more = "more" if (effect.value or 0.0) > 0 else "less"
    return f"{metric.label} of {mine} rose {_size(effect, metric)} {more} than that of {theirs}"


def _change(place: int) -> Callable[[Effect, Metric, Names], str]:
    def say(effect: Effect, metric: Metric, names: Names) -> str:
        if effect.verdict not in CLEAR:
            return f"No clear change in {metric.label} of {names[place]}"
        return f"{metric.label} of {names[place]} {_way(effect)} by {_size(effect, metric)}"

    return say


def _same(effect: Effect, metric: Metric, names: Names) -> str:
    if effect.verdict not in CLEAR:
        return f"No clear change in the same people of {names[0]}"
    return f"In the same people of {names[0]}, {metric.label} {_way(effect)} by {_size(effect, metric)} on average"


def _before(effect: Effect, metric: Metric, names: Names) -> str:
    mine, theirs = names
    if effect.verdict not in CLEAR:
        return f"Before the change {mine} and {theirs} did not clearly move apart"
    return (
        f"Before the change {mine} and {theirs} were already moving apart, by {_size(effect, metric)} from the first "
        "half of that time to the second: part of the difference may be that"
    )


SAYS: Mapping[Question, Callable[[Effect, Metric, Names], str]] = {
    "difference": _difference,
    "change": _change(0),
    "other": _change(1),
    "same_people": _same,
    "before": _before,
}


def goal_of(metric: Metric, goal: float, before: Arm, after: Arm) -> Goal:
    """Where a segment stands towards its goal, and how many answers would settle a change of that size."""
    now, then = stats.estimate(after), stats.estimate(before)
    step = goal / metric.scale - (then.value or 0.0)
    needed = None
    if now.sd and then.value is not None and abs(step) * metric.scale >= 1e-6:
        needed = stats.sample_size(abs(step), sd=now.sd, design_effect=now.design_effect or 1.0)
    words = [_standing(metric, goal, now), _needed(metric, needed, now.n)]
    return Goal(goal, needed, " ".join(filter(None, words)))


def _standing(metric: Metric, goal: float, now: stats.Estimate) -> str:
    if now.value is None or now.low is None or now.high is None:
        return f"The goal of {amount(goal, metric.unit)} cannot be judged yet: too few {metric.of}."
    low, high = metric.scale * now.low, metric.scale * now.high
    at = f"{amount(metric.scale * now.value, metric.unit)} now (95 % interval {amount(low, metric.unit)} to "
    at += f"{amount(high, metric.unit)})"
    if low >= goal:
        return f"The goal of {amount(goal, metric.unit)} is reached: {at}."
    if high < goal:
        return f"The goal of {amount(goal, metric.unit)} is not reached: {at}."
    return f"Whether the goal of {amount(goal, metric.unit)} is reached is not clear yet: {at}."


def _needed(metric: Metric, needed: int | None, n: int) -> str:
    if needed is None or needed <= n:
        return ""
    return (
        f"About {needed:,} {metric.of} in each period would settle a change from before to the goal; there are {n:,}."
    )
