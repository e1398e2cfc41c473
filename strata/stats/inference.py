"""A procedure answers with one object that gives both the interval and the p-value, so the two cannot disagree."""

from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple, Protocol

from scipy.special import stdtr, stdtrit


class Limits(NamedTuple):
    """An interval."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Withheld:
    """No interval and no p-value, and why; the reason is a sentence to show."""

    reason: str


NOBODY = "Nobody in one of the groups has a value."
SAME_PEOPLE = "Both groups are the same people, so there is nothing to compare."
ONE_USER = "A group has one user only, so how much its users differ is not known."
ONE_VALUE = "One value alone does not show how much users differ."
NO_DIFFERENCE = "The accounts do not differ at all in this, so the size of chance differences is not known."


def one_account(n: float) -> str:
    """Why nothing can be said where one account holds all users of a group."""
    return f"All {n:,.0f} users of a group are in one account, so nothing is known about others."


def same_values(n: float) -> str:
    """Why nothing can be said where all values of a group are the same."""
    return f"All {n:,.0f} values in a group are the same, so how much users differ is not known."


class Inference(Protocol):
    """What a procedure knows about a value: its interval at any level and its two-sided p-value against 0."""

    @property
    def value(self) -> float:
        """The estimate."""

    @property
    def p(self) -> float:
        """The two-sided p-value of "the true value is 0"."""

    @property
    def standard_error(self) -> float | None:
        """The standard error; None where the interval is not built on one."""

    @property
    def df(self) -> float | None:
        """The degrees of freedom; None where the interval does not use any."""

    @property
    def design_effect(self) -> float | None:
        """Variance over what it would be with independent users; None where users are independent."""

    def limits(self, level: float) -> Limits:
        """The interval at a confidence level such as 0.95."""


@dataclass(frozen=True, slots=True)
class Student:
    """Value plus or minus t(df) standard errors.

    References:
        Student (1908), Biometrika 6:1.
    """

    value: float
    standard_error: float
    df: float
    design_effect: float | None = None

    @property
    def p(self) -> float:
        """The two-sided p-value against 0."""
        return float(2 * stdtr(self.df, -abs(self.value) / self.standard_error))

    def limits(self, level: float) -> Limits:
        """The interval at a confidence level."""
        margin = -float(stdtrit(self.df, (1 - level) / 2)) * self.standard_error
        return Limits(self.value - margin, self.value + margin)


def student(value: float, variance: float, df: float, *, design_effect: float | None = None) -> Student:
    """Value plus or minus t(df) sqrt(variance); variance > 0."""
    return Student(value, sqrt(variance), df, design_effect)
