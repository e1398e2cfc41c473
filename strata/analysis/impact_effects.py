"""One change with its interval and verdict: of a group, of one more than another, of the same people."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from scipy.special import ndtri

from strata import stats
from strata.analysis.impact_words import sentence
from strata.model.impact import Effect, Question
from strata.model.metrics import Metric
from strata.stats import METHODS, Arm, Arms, Difference
from strata.stats.anytime import FEWEST, confidence_sequence
from strata.stats.did import SIGNS, SignedMover, difference_in_differences, signed_sum
from strata.stats.difference import EQUIVALENCE_LEVEL
from strata.stats.inference import Inference, Limits, Withheld


@dataclass(frozen=True, slots=True)
class Weighing:
    """What is weighed: a metric of two groups; `is_open` where more answers may come."""

    metric: Metric
    names: tuple[str, str]
    is_open: bool


def effect(weigh: Weighing, question: Question, arms: Sequence[Arm]) -> Effect:
    """The change a question is about, or why it cannot be said."""
    found, judged_arms = COMPUTED[question](arms)
    judgement = _judged(weigh.metric, found, judged_arms)
    is_known = judgement.verdict != "not_enough_data"
    any_time = _any_time(found, judged_arms) if weigh.is_open and is_known and question != "before" else None
    return said(weigh, question, found, judgement, n=round(sum(arm.n for arm in judged_arms)), any_time=any_time)


def said(
    weigh: Weighing,
    question: Question,
    found: Difference,
    judgement: stats.Judgement,
    *,
    n: int,
    any_time: Limits | None,
) -> Effect:
    """A change in the scale people read; nothing of it where it is withheld."""
    scale, is_known = weigh.metric.scale, judgement.verdict != "not_enough_data"
    value, low, high = (
        None if each is None or not is_known else scale * each for each in (found.value, found.low, found.high)
    )
    shown = Effect(
        question=question,
        name=NAMES[question].format(*weigh.names),
        value=value,
        low=low,
        high=high,
        p=found.p if is_known else None,
        n=n,
        method=LABELS.get(found.method or "", found.method or ""),
        verdict=judgement.verdict,
        sentence="",
        any_time_low=None if any_time is None else scale * any_time.low,
        any_time_high=None if any_time is None else scale * any_time.high,
    )
    return sentence(shown, weigh.metric, weigh.names, judgement.reasons)


def _two(arms: Sequence[Arm]) -> tuple[Difference, Sequence[Arm]]:
    after, before = arms
    return stats.differ(Arms(after, before)), arms


def _four(arms: Sequence[Arm]) -> tuple[Difference, Sequence[Arm]]:
    if not all(arm.n for arm in arms):
        return Difference(arms[0].kind, reason="A group has no answers in one of the periods."), arms
    found = difference_in_differences(arms)
    method = "did_mover" if isinstance(found, SignedMover) else "did_accounts"
    return _difference(arms[0].kind, found, arms, method), arms


def _same(arms: Sequence[Arm]) -> tuple[Difference, Sequence[Arm]]:
    mine = arms[0]
    if not mine.n:
        return Difference("mean", reason="Nobody answered both times."), (mine,)
    return _difference("mean", signed_sum((mine,), (1,)), (mine,), "same_people"), (mine,)


def _difference(kind: stats.Kind, found: Inference | Withheld, arms: Sequence[Arm], method: str) -> Difference:
    """What a procedure found, in the form that verdicts are made of."""
    value = sum(sign * arm.mean for sign, arm in zip(SIGNS, arms, strict=False))
    if isinstance(found, Withheld):
        return Difference(kind, value=value, method=method, reason=found.reason)
    wide, narrow = found.limits(0.95), found.limits(EQUIVALENCE_LEVEL)
    return Difference(
        kind,
        value=value,
        low=wide.low,
        high=wide.high,
        low_90=narrow.low,
        high_90=narrow.high,
        p=found.p,
        df=found.df,
        standard_error=found.standard_error,
        sd=sqrt(sum(arm.variance for arm in arms) / len(arms)),
        design_effect=found.design_effect,
        method=method,
    )


COMPUTED: Mapping[Question, Callable[[Sequence[Arm]], tuple[Difference, Sequence[Arm]]]] = {
    "difference": _four,
    "change": _two,
    "other": _two,
    "same_people": _same,
    "before": _four,
}
NAMES: Mapping[Question, str] = {
    "difference": "How much more {0} changed than {1}",
    "change": "Change of {0}",
    "other": "Change of {1}",
    "same_people": "Change of the same people of {0}",
    "before": "Moving apart before the change",
}
LABELS: Mapping[str, str] = {
    **{key: method.label for key, method in METHODS.items()},
    "did_mover": "Difference of two differences (MOVER on score limits)",
    "did_accounts": "Difference of two differences with accounts as units (CR2, Bell-McCaffrey)",
    "same_people": "Mean change per person, accounts as units where people share them",
}


def _judged(metric: Metric, found: Difference, arms: Sequence[Arm]) -> stats.Judgement:
    """The verdict; that of the first pair of groups that is too small, where one is."""
    margin = metric.margin / metric.scale if metric.margin else None
    estimates = [stats.estimate(arm) for arm in arms]
    pairs = zip(estimates[::2], estimates[1::2] or estimates, strict=True)
    answers = "people" if len(arms) == 1 else metric.of
    verdicts = [stats.judge(found, *pair, p_adjusted=None, margin=margin, answers=answers) for pair in pairs]
    return next((each for each in verdicts if each.verdict == "not_enough_data"), verdicts[0])


def _any_time(found: Difference, arms: Sequence[Arm]) -> Limits | None:
    """The interval that stays right at every look; None with too few answers in a group."""
    if found.value is None or found.low is None or found.high is None or min(arm.n for arm in arms) < FEWEST:
        return None
    error = found.standard_error or (found.high - found.low) / (2 * float(ndtri(0.975)))
    effect = max(found.design_effect or 1.0, 1.0)
    n, before = sum(arm.n for arm in arms) / effect, sum(arm.n for arm in arms[1:3]) / effect
    return confidence_sequence(found.value, error, n, planned=max(n, 2 * before))
