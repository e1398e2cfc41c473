"""Exhibits of every form, with the names and gaps that break slides and sheets."""

from strata.model.exhibit import Column, Exhibit, Form, Mark, Plot, Role, Series, Stamp, Table
from strata.model.results import Contrast, SegmentSize, Source

SOURCE = Source(
    project="Brightsmile",
    version="20261001-120000",
    loaded_at="2026-10-01T12:00:00+00:00",
    as_of="2026-09-30",
    timezone="Europe/Zurich",
    window="last 90 days",
    population="all users but 40 internal and test users",
)
LONG = "A name of two hundred characters, " + "and on it goes " * 11 + "="
NAMES = (
    "Hygienists",
    "Dentists / owners",
    "מרפאה אחת",
    "診療所の受付",
    "😀 happy & <b>bold</b>",
    "=cmd()",
    LONG,
    LONG + "2",
)
PARTS: tuple[tuple[str, Role], ...] = (("Detractors", "detractor"), ("Passives", "passive"), ("Promoters", "promoter"))


def stamp(n_segments: int = 2) -> Stamp:
    sizes = tuple(
        SegmentSize(name, f"Users whose role is {name}.", name, 1200 + 7 * place, 60 + place, 10.0)
        for place, name in enumerate(NAMES[:n_segments])
    )
    return Stamp(
        SOURCE,
        sizes,
        baseline="everyone else",
        method="Score interval with accounts as units; corrected by Benjamini-Hochberg",
        rules=("Latest answer of each person in these dates",),
        link="http://127.0.0.1:8501/compare?segments=%5B%22a%401%22%5D",
    )


def mark(place: int, *, reach: float = 4.25) -> Mark:
    value = 12.5 + 3.1 * place
    return Mark(value, value - reach, value + reach, n=300 + 11 * place, accounts=40 + place)


def plot(form: Form, *, n_series: int = 2, n_categories: int = 6, unit: str = "%") -> Plot:
    categories = tuple(
        f"{place + 1} Mar" if form in ("lines", "heat") else f"Group {place + 1}" for place in range(n_categories)
    )
    series = tuple(
        Series(NAMES[order], tuple(mark(place + order) for place in range(n_categories))) for order in range(n_series)
    )
    return Plot(form, unit, categories, series, counted="users", category_title="week", value_title="")


def stacked() -> Plot:
    categories = ("hygienist", "dentist", "assistant")
    shares = ((52.0, 21.0, 27.0), (18.5, 30.25, 51.25), (3.0, 40.0, 57.0))
    series = tuple(
        Series(name, tuple(Mark(share[i], n=120 + place) for place, share in enumerate(shares)), role)
        for i, (name, role) in enumerate(PARTS)
    )
    return Plot("stacked", "%", categories, series, counted="answers")


def withheld() -> Plot:
    marks = (mark(1), Mark(None, n=3, accounts=1, withheld="Too few answers (n=3)."), mark(3))
    return Plot("bars", "points", ("many", "few", "more"), (Series("NPS", marks),), counted="answers")


def exhibit(
    drawn: Plot | None, *, title: str = "Weekly retention", n_segments: int = 2, table: Table | None = None
) -> Exhibit:
    return Exhibit(
        key="weekly-retention",
        title=title,
        plot=drawn,
        stamp=stamp(n_segments),
        findings=(
            "Hygienists: retention is 12.4 percentage points lower than everyone else (95 % interval -18.0 to -6.8).",
            "It falls in both segments after week 4.",
        ),
        notes=("Hollow points are of weeks that are not over.",),
        table=table,
    )


def table(n_rows: int = 5) -> Table:
    columns = (Column("Segment"), Column("NPS", "points"), Column("Share", "%"), Column("n"), Column("Remark"))
    rows = tuple((NAMES[place % len(NAMES)], 31.4 + place, 12.25 * place, 100 + place, None) for place in range(n_rows))
    return Table(columns, rows)


def contrast(segment: str = "Hygienists", *, value: float | None = 12.0) -> Contrast:
    is_known = value is not None
    return Contrast(
        segment=segment,
        baseline="everyone else",
        metric="nps",
        label="NPS",
        unit="points",
        value=value,
        low=2.5 if is_known else None,
        high=21.5 if is_known else None,
        baseline_value=41.0,
        baseline_low=38.0,
        baseline_high=44.0,
        n=212 if is_known else 3,
        baseline_n=2304,
        counted="answers",
        accounts=51,
        baseline_accounts=300,
        difference=-29.0 if is_known else None,
        ci_low=-38.5 if is_known else None,
        ci_high=-19.5 if is_known else None,
        scale="difference",
        p=0.0001 if is_known else None,
        p_adjusted=0.0004 if is_known else None,
        method="cluster_score" if is_known else None,
        correction="Benjamini-Hochberg, 4 comparisons",
        level=0.95,
        design_effect=1.4,
        effective_n=151.0,
        largest_account=6.0,
        detectable=11.0,
        needed=380,
        margin=None,
        effect=None,
        direction="higher_is_better",
        verdict="lower" if is_known else "not_enough_data",
        reasons=() if is_known else ("Too few answers to compare (n=3).",),
        badges=(),
        cautions=(),
    )


def every_form() -> tuple[Exhibit, ...]:
    """Twelve exhibits: every form, few and many series, long names, nothing at all."""
    return (
        exhibit(plot("bars"), title="Bars of two segments"),
        exhibit(plot("bars", n_series=1, n_categories=4), title="Bars of one"),
        exhibit(stacked(), title="NPS by role"),
        exhibit(plot("lines", n_series=3, n_categories=12), title="Weekly retention", n_segments=3),
        exhibit(plot("lines", n_series=8, n_categories=12), title="Eight lines", n_segments=8),
        exhibit(plot("dots", n_series=3, n_categories=4, unit="points"), title="Dots", n_segments=3),
        exhibit(plot("dots", n_series=1, n_categories=9, unit="points"), title="Dots of one"),
        exhibit(plot("heat", n_series=6, n_categories=12), title="Retention by cohort"),
        exhibit(withheld(), title=LONG),
        exhibit(Plot("bars", "%", (), ()), title="Nothing"),
        exhibit(None, title="Scorecard", table=table(30)),
        exhibit(plot("bars", n_series=8, n_categories=6), title="Forty-eight bars / 😀", n_segments=8),
    )
