"""What people wrote, masked, and what they wrote about."""

from dataclasses import asdict, dataclass
from typing import Any

from strata.model.results import Source


@dataclass(frozen=True, slots=True)
class Quote:
    """One comment as it may be shown.

    Attributes:
        text: What was written, personal data masked.
        score: The answer it came with.
        band: What such an answer is called, e.g. "detractor".
        day: When, as an ISO date; empty where that is not known.
        groups: Of which of the groups beside each other its author is.
    """

    text: str
    score: float
    band: str
    day: str
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotes:
    """Comments, newest first, and how many there are of which these are the first.

    Attributes:
        n_people: How many left a comment that is looked for; n_comments: how many comments.
    """

    source: Source
    survey: str
    quotes: tuple[Quote, ...]
    n_people: int
    n_comments: int

    def as_json(self) -> dict[str, Any]:
        """The comments as JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Theme:
    """What a part of some comments is about.

    Attributes:
        name: Its words that tell most, in a row; words: more of them.
        share, low, high: Percent of the comments, with its 95 % interval.
        score, score_low, score_high: Score of the people who say it, with its interval; None where they are few.
        n: How many say it; accounts: from how many accounts.
        quotes: Comments that are mostly about it, masked.
    """

    name: str
    words: tuple[str, ...]
    share: float
    low: float | None
    high: float | None
    score: float | None
    score_low: float | None
    score_high: float | None
    n: int
    accounts: int
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Themes:
    """What some people's comments are about, the most frequent first.

    Attributes:
        survey: Whose comments; unit: that of its score.
        n: How many people's comments were read; n_all: how many people left one.
        n_learnt: From how many comments of everyone the themes were learnt.
        withheld: Why there are no themes; empty where there are.
    """

    survey: str
    unit: str
    n: int
    n_all: int
    n_learnt: int
    themes: tuple[Theme, ...]
    withheld: str = ""

    def as_json(self) -> dict[str, Any]:
        """The themes as JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Word:
    """A word that one group says more often than another.

    Attributes:
        word: The word, or two words that stand together.
        odds: Logarithm of how many times as high its odds are, with the 95 % interval from low to high.
        times: How many times as high the odds are at least, once all words are corrected for.
        n_inside, n_outside: In how many comments of each group it is.
        accounts: Of how many accounts the people inside are who say it.
        p_adjusted: Corrected over all words.
    """

    word: str
    odds: float
    low: float
    high: float
    n_inside: int
    n_outside: int
    accounts: int
    times: float
    p_adjusted: float


@dataclass(frozen=True, slots=True)
class SaidMore:
    """The words one group says more often than another, the surest first.

    Attributes:
        n_inside, n_outside: How many comments of each group were read.
        level: The level at which `times` is sure.
        n_compared: Over how many words they are corrected.
        withheld: Why there are none to be looked for; empty where there could be.
    """

    words: tuple[Word, ...]
    n_inside: int
    n_outside: int
    level: float
    n_compared: int
    withheld: str = ""

    def as_json(self) -> dict[str, Any]:
        """The words as JSON values."""
        return asdict(self)
