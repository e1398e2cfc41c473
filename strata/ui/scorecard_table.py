"""The scorecard as one HTML table: a row a metric, a column a segment; every text from the data is escaped.

Every value is a button; a click on it reaches Python through scorecard_clicks.
"""

import json
from collections.abc import Callable, Sequence
from html import escape

from strata.charts.palette import VERDICT_SHAPES, Palette, sense, verdict_colour
from strata.charts.spark import interval_plot, reach
from strata.model.results import (
    UNIT_WORDS,
    VERDICT_WORDS,
    Comparison,
    Contrast,
    SegmentSize,
    amount,
    evidence,
    headline,
    interval,
)
from strata.ui.scorecard_rows import Row
from strata.ui.words import counted

Colour = Callable[[str], str]
FEWEST = 5
"""From how many answers on a value is shown."""
ROOMY = 4
"""Columns that fit the usual width of a page."""
SHORT = 12
"""Rows that are read without losing sight of the heads."""
MARKS = {
    "mix": "⚠ mix",
    "leak": "⚠ leak",
    "domination": "⚠ one account",
    "response": "⚠ who answered",
    "general": "note",
}
"""The short word of each warning; its sentence stands in the tooltip, and in full where one looks closer."""
DIRECTIONS = {"higher_is_better": "higher is better", "lower_is_better": "lower is better", "neither": ""}


def scorecard(
    rows: Sequence[Row], sizes: Sequence[SegmentSize], palette: Palette, *, colour: Colour, caption: str
) -> str:
    """Every metric of every segment: value, n, difference with its interval, verdict and warnings.

    Args:
        rows: At least one, each with one comparison per segment.
        sizes: The segments, in the order of the columns.
        palette: Light or dark.
        colour: The colour a segment has everywhere.
        caption: What the table is, for those who hear it.
    """
    style = "strata-scorecard" + " strata-many" * (len(sizes) > ROOMY) + " strata-long" * (len(rows) > SHORT)
    heads = "".join(_head(size, colour(size.name)) for size in sizes)
    body = "".join(_row(row, palette, colour) for row in rows)
    return (
        f'<div class="{style}" role="region" aria-label="{escape(caption)}" tabindex="0">'
        f'<table class="strata-table" role="table"><caption>{escape(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Metric</th>{heads}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table></div>'
    )


def key(contrast: Contrast) -> str:
    """What a click on a value says: its metric and its segment, as JSON because names may hold any character."""
    return json.dumps([contrast.metric, contrast.segment])


def findings(found: Sequence[Contrast], n_more: int, palette: Palette) -> str:
    """The clear differences in sentences to say aloud, with what each rests on, and how many more there are."""
    lines = "".join(f"<li>{_shape(each, palette)}{_headline(each)} {_rests(each)} {marks(each)}</li>" for each in found)
    more = f"<li><small>and {n_more} more in the table</small></li>" if n_more else ""
    return f'<ul class="strata-findings">{lines}{more}</ul>'


def chip(contrast: Contrast, palette: Palette) -> str:
    """The verdict: shape, word, and whether that is for the better; the reasons in its tooltip."""
    good = sense(contrast)
    also = f" <small>({good})</small>" if good else ""
    return (
        f'<span class="strata-chip" style="color:{verdict_colour(contrast, palette)}" '
        f'title="{escape(" ".join(contrast.reasons))}"><span aria-hidden="true">{VERDICT_SHAPES[contrast.verdict]}'
        f"</span><span>{VERDICT_WORDS[contrast.verdict]}{also}</span></span>"
    )


def marks(contrast: Contrast) -> str:
    """The warnings and badges as short words, each with its sentence in a tooltip."""
    warned = "".join(
        f'<span class="strata-mark" title="{escape(caution.sentence)}">{MARKS[caution.code]}</span>'
        for caution in contrast.cautions
    )
    return warned + "".join(f'<span class="strata-mark">{escape(badge)}</span>' for badge in contrast.badges)


def compared(comparison: Comparison) -> str:
    """What a scorecard compares, as a caption."""
    baseline = comparison.results[0].baseline if comparison.results else ""
    return f"Segments against {baseline}, metric by metric"


def _head(size: SegmentSize, colour: str) -> str:
    name = f"{_dot(colour)}{escape(size.name)}<small>{counted(size.users, 'user')}</small>"
    return f'<th scope="col" role="columnheader">{name}</th>'


def _row(row: Row, palette: Palette, colour: Colour) -> str:
    widest = {
        scale: reach([each for each in row.contrasts if each.scale == scale])
        for scale in {each.scale for each in row.contrasts}
    }
    cells = "".join(
        _cell(each, palette, colour(each.segment), reach=widest[each.scale], against=row.baseline is None)
        for each in row.contrasts
    )
    return f'<tr role="row">{_metric(row)}{cells}</tr>'


def _metric(row: Row) -> str:
    """The head of a row: metric, unit and direction, and the baseline's value where it is the same for all."""
    first, shared = row.first, row.baseline
    what = " · ".join(each for each in (UNIT_WORDS.get(first.unit, first.unit), DIRECTIONS[first.direction]) if each)
    small = f"<small>{escape(what)}</small>" if what else ""
    if shared:
        small += f"<small>{escape(shared.baseline)}: {_baseline(shared)}</small>"
    return f'<th scope="row" role="rowheader">{escape(first.label)}{small}</th>'


def _cell(contrast: Contrast, palette: Palette, colour: str, *, reach: float, against: bool) -> str:
    whose = f'<span class="whose">{_dot(colour)}{escape(contrast.segment)}</span>'
    people = f'<small title="{escape(_from(contrast))}">n = {contrast.n:,}</small>'
    worth = f'<span class="worth">{_value(contrast)}{people}</span>'
    if not contrast.is_judged:
        why = f"<small>{escape(' '.join(contrast.reasons[:1]))}</small>"
        return f'<td role="cell" class="withheld">{whose}{worth}{chip(contrast, palette)}{why}</td>'
    said = f'<span class="said">{chip(contrast, palette)}{marks(contrast)}</span>'
    return f'<td role="cell">{whose}{worth}{_difference(contrast, colour, reach=reach, against=against)}{said}</td>'


def _value(contrast: Contrast) -> str:
    """The value as a button that opens what stands behind it."""
    value = amount(contrast.value, contrast.unit) if contrast.n >= FEWEST else "–"
    about = escape(f"{contrast.label} of {contrast.segment}")
    return (
        f'<button type="button" class="strata-look number" data-look="{escape(key(contrast))}" title="Look closer">'
        f'{escape(value)}<span class="strata-unseen">, {about}: look closer</span></button>'
    )


def _difference(contrast: Contrast, colour: str, *, reach: float, against: bool) -> str:
    unit = contrast.difference_unit
    bounds = escape(interval(contrast.ci_low, contrast.ci_high, unit))
    level = f"{100 * contrast.level:.3g} % interval"
    beside = f"against {_baseline(contrast)}" if against else ""
    return (
        f'<small class="number">{beside}</small>{interval_plot(contrast, colour, reach=reach)}'
        f'<span class="gap"><b class="number">{escape(amount(contrast.difference, unit, signed=True))}</b> '
        f'<small class="number" title="{level}">{bounds}</small></span>'
    )


def _baseline(contrast: Contrast) -> str:
    value = amount(contrast.baseline_value, contrast.unit) if contrast.baseline_n >= FEWEST else "–"
    return f'<span title="{escape(contrast.baseline)}, n = {contrast.baseline_n:,}">{escape(value)}</span>'


def _from(contrast: Contrast) -> str:
    accounts = f" from {counted(contrast.accounts, 'account')}" if contrast.accounts else ""
    return f"{contrast.n:,} {contrast.counted}{accounts}"


def _headline(contrast: Contrast) -> str:
    """What was found, as a button that opens what stands behind it."""
    return (
        f'<button type="button" class="strata-look" data-look="{escape(key(contrast))}" title="Look closer">'
        f"{escape(headline(contrast))}</button>"
    )


def _rests(contrast: Contrast) -> str:
    return f"<small>{escape(evidence(contrast))}</small>"


def _shape(contrast: Contrast, palette: Palette) -> str:
    colour = verdict_colour(contrast, palette)
    return f'<span style="color:{colour}" aria-hidden="true">{VERDICT_SHAPES[contrast.verdict]}</span> '


def _dot(colour: str) -> str:
    return f'<span class="strata-dot" style="background:{colour}" aria-hidden="true"></span>'
