"""Comparisons as a table: in few words for slides and pages, in full for sheets."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from strata.charts.palette import VERDICT_SHAPES
from strata.model.exhibit import Cell, Column, Table
from strata.model.results import VERDICT_WORDS, Caution, Contrast, Effect, amount, interval

BRIEF = ("Segment", "Metric", "Value", "n", "Compared with", "Its value", "Difference", "95 % interval", "Verdict")


def brief(contrasts: Sequence[Contrast]) -> Table:
    """One row per comparison as people read it, every value with its unit."""
    return Table(tuple(map(Column, BRIEF)), tuple(map(_brief, contrasts)))


def complete(contrasts: Sequence[Contrast]) -> Table:
    """One row per comparison with every number of it, its verdict and its sentence."""
    names = [each.name for each in fields(Contrast)]
    rows = ((*(_cell(getattr(each, name)) for name in names), each.sentence) for each in contrasts)
    return Table(tuple(map(Column, (*names, "sentence"))), tuple(rows))


def _brief(contrast: Contrast) -> tuple[Cell, ...]:
    unit = contrast.difference_unit
    bounds = interval(contrast.ci_low, contrast.ci_high, unit)
    level = "" if contrast.level <= 0.951 or contrast.ci_low is None else f" ({100 * contrast.level:.3g} %)"
    return (
        contrast.segment,
        contrast.label,
        amount(contrast.value, contrast.unit),
        contrast.n,
        contrast.baseline,
        amount(contrast.baseline_value, contrast.unit),
        amount(contrast.difference, unit, signed=True),
        bounds + level,
        f"{VERDICT_SHAPES[contrast.verdict]} {VERDICT_WORDS[contrast.verdict]}",
    )


def _cell(value: Any) -> Cell:  # noqa: ANN401 - whatever a comparison holds
    """A field of a comparison as one cell: several texts in a row, a warning as its sentence, an effect in words."""
    match value:
        case tuple():
            return "; ".join(str(_cell(each)) for each in value)
        case Caution():
            return value.sentence
        case Effect():
            return f"{value.name} {value.value:.3g}, {value.words}"
        case _:
            cell: Cell = value
            return cell
