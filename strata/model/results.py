"""What an analysis returns: frozen, JSON-ready results that screen, command line and exports only draw.

Values are in the unit a person reads: NPS in points from -100 to 100, shares in percent, means as they are.
"""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from strata.model.attributes import Attribute

Verdict = Literal[
    "higher", "lower", "no_clear_difference", "practically_the_same", "expected_by_luck", "not_enough_data"
]

VERDICT_WORDS: dict[Verdict, str] = {
    "higher": "Higher",
    "lower": "Lower",
    "no_clear_difference": "No clear difference",
    "practically_the_same": "Practically the same",
    "expected_by_luck": "Could be luck among so many",
    "not_enough_data": "Not enough data",
}

REST = "everyone else"
"""The baseline of people outside the segment, by the name it is shown under."""


@dataclass(frozen=True, slots=True)
class SegmentSize:
    """How large a segment is; `share` is percent of all users counted."""

    name: str
    definition: str
    key: str
    users: int
    accounts: int
    share: float


@dataclass(frozen=True, slots=True)
class Contrast:
    """One metric of one segment against its baseline.

    `low` and `high` bound the segment's own value, `ci_low` and `ci_high` the difference, both at 95 %.
    With `scale` "ratio" the difference and its interval are percent more of a typical user, because a
    few heavy users make the difference of means unsafe; the means beside it stay as they are.
    """

    segment: str
    baseline: str
    metric: str
    label: str
    unit: str
    value: float | None
    low: float | None
    high: float | None
    baseline_value: float | None
    baseline_low: float | None
    baseline_high: float | None
    n: int
    baseline_n: int
    counted: str
    accounts: int
    baseline_accounts: int
    difference: float | None
    ci_low: float | None
    ci_high: float | None
    scale: Literal["difference", "ratio"]
    p: float | None
    p_adjusted: float | None
    method: str | None
    correction: str
    design_effect: float | None
    detectable: float | None
    verdict: Verdict
    reasons: tuple[str, ...]
    badges: tuple[str, ...]

    @property
    def difference_unit(self) -> str:
        """The unit of the difference and its interval."""
        if self.scale == "ratio":
            return "%"
        return "pp" if self.unit == "%" else self.unit

    @property
    def sentence(self) -> str:
        """The finding in one sentence, with its interval and n."""
        return finding(self)

    @property
    def is_judged(self) -> bool:
        """Whether there was enough data to say how much it differs."""
        return self.difference is not None and self.verdict != "not_enough_data"


@dataclass(frozen=True, slots=True)
class Source:
    """Where numbers come from."""

    project: str
    version: str
    loaded_at: str
    as_of: str
    timezone: str
    window: str
    population: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Segments against a baseline, metric by metric."""

    source: Source
    segments: tuple[SegmentSize, ...]
    overlaps: tuple[tuple[int, ...], ...]
    results: tuple[Contrast, ...]

    def as_json(self) -> dict[str, Any]:
        """The comparison as JSON values, each result with its sentence."""
        document = asdict(self)
        for row, contrast in zip(document["results"], self.results, strict=True):
            row["sentence"] = contrast.sentence
        return document


@dataclass(frozen=True, slots=True)
class NpsGroup:
    """NPS answers of the users who share one value of an attribute."""

    name: str
    promoters: int
    passives: int
    detractors: int
    accounts: int
    users: int
    score: float | None
    low: float | None
    high: float | None
    withheld: str | None
    """Why the score is greyed, or None."""

    @property
    def n(self) -> int:
        """How many answered."""
        return self.promoters + self.passives + self.detractors


@dataclass(frozen=True, slots=True)
class NpsByPersona:
    """NPS split by one attribute, lowest score first, groups too small to judge last."""

    source: Source
    attribute: str
    label: str
    total: NpsGroup
    groups: tuple[NpsGroup, ...]
    results: tuple[Contrast, ...]

    def as_json(self) -> dict[str, Any]:
        """The split as JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """A clear gap: the users with one value of an attribute against everyone else."""

    attribute: str
    label: str
    value: str
    contrast: Contrast


@dataclass(frozen=True, slots=True)
class Overview:
    """What is loaded, and the largest gaps in it."""

    source: Source
    users: int
    internal: int
    accounts: int
    events: int
    answers: int
    totals: tuple[NpsGroup, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One condition at the top of a segment: who meets it alone, and who is left by it and those before."""

    words: str
    alone: int
    left: int
    accounts: int


@dataclass(frozen=True, slots=True)
class OverlapCell:
    """The people in exactly one combination of segments; `inside` says of each segment whether they are in it."""

    inside: tuple[bool, ...]
    users: int
    accounts: int


@dataclass(frozen=True, slots=True)
class Overlaps:
    """Who is in several segments at once; `pairs` counts the users that two segments share."""

    source: Source
    segments: tuple[SegmentSize, ...]
    pairs: tuple[tuple[int, ...], ...]
    cells: tuple[OverlapCell, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a segment; `values` by the attributes' labels, personal ones masked."""

    user_id: int
    key: str
    account: str | None
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition at the top of a segment, and whether a user meets it."""

    words: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class SizeOn:
    """How large a segment was at the end of a day."""

    day: str
    users: int
    accounts: int


@dataclass(frozen=True, slots=True)
class History:
    """A segment's size over time; `note` says what of the past is not known."""

    segment: str
    points: tuple[SizeOn, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """How many rows of one source file became part of a table."""

    table: str
    file: str
    rows_read: int
    rows_kept: int
    rows_rejected: int


@dataclass(frozen=True, slots=True)
class LoadIssue:
    """One thing that was wrong with rows of a file, with an example and what to do about it."""

    table: str
    file: str
    severity: Literal["rejected", "kept"]
    reason: str
    n_rows: int
    example_row: int | None
    example_value: str | None
    remedy: str

    @property
    def sentence(self) -> str:
        """The issue in one line."""
        where = f", e.g. row {self.example_row:,}" if self.example_row else ""
        value = f" ({self.example_value!r})" if self.example_value is not None else ""
        return f"{self.file}: {self.n_rows:,} rows {self.severity}: {self.reason}{where}{value}. {self.remedy}"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a warehouse holds and what loading it met."""

    source: Source
    users: int
    internal: int
    accounts: int
    events: int
    answers: int
    size_mb: float
    attributes: tuple[Attribute, ...]
    files: tuple[LoadedFile, ...]
    issues: tuple[LoadIssue, ...]

    def as_json(self) -> dict[str, Any]:
        """The report as JSON values."""
        return asdict(self)


UNIT_WORDS = {"points": "points", "pp": "percentage points", "%": "%"}
"""Units of differences as a sentence says them; others are said as they are."""


def amount(value: float | None, unit: str, *, signed: bool = False) -> str:
    """A value as people read it: whole NPS points, percent with one digit, a dash when there is none."""
    if value is None:
        return "–"
    suffix = {"points": "", "pp": " pts", "": ""}.get(unit, f" {unit}")
    return _digits(value, unit, signed=signed) + suffix


def interval(low: float | None, high: float | None, unit: str) -> str:
    """An interval of a difference as people read it, with signs and its unit once."""
    if low is None or high is None:
        return "–"
    return f"{_digits(low, unit, signed=True)} to {amount(high, unit, signed=True)}"


def _digits(value: float, unit: str, *, signed: bool) -> str:
    sign = "+" if signed else ""
    match unit:
        case "points":
            return f"{round(value):{sign},d}"
        case "%" | "pp":
            return f"{round(value, 1) + 0.0:{sign},.1f}"
        case _:
            return f"{value:{sign},.{2 if abs(value) < 100 else 0}f}"


def finding(contrast: Contrast) -> str:
    """One sentence that a person can say aloud in a meeting."""
    if not contrast.is_judged:
        return f"{headline(contrast)}. {evidence(contrast)}".strip()
    return f"{headline(contrast)} ({evidence(contrast)})."


def headline(contrast: Contrast) -> str:
    """What was found, without its certainty."""
    subject, metric = contrast.segment, contrast.label
    if not contrast.is_judged or contrast.difference is None:
        return f"{subject}: {metric} cannot be compared with {contrast.baseline}"
    if contrast.verdict in ("higher", "lower"):
        unit = contrast.difference_unit
        size = f"{_digits(abs(contrast.difference), unit, signed=False)} {UNIT_WORDS.get(unit, unit)}".strip()
        typical = " for the typical user" if contrast.scale == "ratio" else ""
        return f"{subject}: {metric} is {size} {contrast.verdict}{typical} than {contrast.baseline}"
    return f"{subject}: {metric} against {contrast.baseline}: {VERDICT_WORDS[contrast.verdict].lower()}"


def evidence(contrast: Contrast) -> str:
    """What a finding rests on: its interval and n, or why there is none."""
    if not contrast.is_judged:
        return contrast.reasons[0] if contrast.reasons else ""
    people = f"{contrast.n:,} {contrast.counted}"
    people += f" from {contrast.accounts:,} accounts" if contrast.accounts else ""
    return f"95 % interval {interval(contrast.ci_low, contrast.ci_high, contrast.difference_unit)}; {people}"
