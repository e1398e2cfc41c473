"""Colours and shapes, light and dark: what a chart may look like.

References:
    Okabe & Ito (2008), Color Universal Design, https://jfly.uni-koeln.de/color
"""

from dataclasses import dataclass
from typing import Literal

from strata.model.metrics import Direction
from strata.model.results import Contrast, Verdict

Mode = Literal["light", "dark"]
Sense = Literal["better", "worse", ""]


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one mode.

    `series` belongs to the segments, in the order they were first shown; `heat` runs from the lowest below zero over
    none to the highest, and `text` is readable on all of it.
    """

    mode: Mode
    text: str
    muted: str
    faint: str
    background: str
    promoter: str
    passive: str
    detractor: str
    higher: str
    lower: str
    neutral: str
    on_detractor: str
    heat: tuple[str, str, str]
    series: tuple[str, ...]


LIGHT = Palette(
    mode="light",
    text="#0b0f19",
    muted="#4a5468",
    faint="#dfe4ee",
    background="#ffffff",
    promoter="#0072B2",
    passive="#c3cad6",
    detractor="#D55E00",
    higher="#005a8f",
    lower="#a34700",
    neutral="#4a5468",
    on_detractor="#0b0f19",
    heat=("#F0A366", "#f3f5fa", "#56B4E9"),
    series=("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#F0E442", "#000000"),
)
DARK = Palette(
    mode="dark",
    text="#e8edf7",
    muted="#a9b4c8",
    faint="#2f3a50",
    background="#0e1420",
    promoter="#3D9BD9",
    passive="#6b7689",
    detractor="#EE7733",
    higher="#7cc4f0",
    lower="#ffa66b",
    neutral="#a9b4c8",
    on_detractor="#0b0f19",
    heat=("#a3501a", "#182032", "#1668a3"),
    series=("#3D9BD9", "#E69F00", "#14B88A", "#EE7733", "#CC79A7", "#8FD0F5", "#F0E442", "#F2F5FB"),
)
PALETTES: dict[Mode, Palette] = {"light": LIGHT, "dark": DARK}

VERDICT_SHAPES: dict[Verdict, str] = {
    "higher": "▲",
    "lower": "▼",
    "no_clear_difference": "○",
    "practically_the_same": "≈",
    "expected_by_luck": "◇",
    "not_enough_data": "…",
}
"""A shape beside the word, so that nobody needs the colour."""


_SENSES: dict[Direction, dict[Verdict, Sense]] = {
    "higher_is_better": {"higher": "better", "lower": "worse"},
    "lower_is_better": {"higher": "worse", "lower": "better"},
    "neither": {},
}


def sense(contrast: Contrast) -> Sense:
    """Whether a clear difference is for the better or the worse; empty where nobody can say."""
    return _SENSES[contrast.direction].get(contrast.verdict, "")


def verdict_colour(contrast: Contrast, palette: Palette) -> str:
    """The colour of a verdict's word; only a clear difference for better or worse gets one of its own."""
    plain = palette.text if contrast.verdict in ("higher", "lower") else palette.neutral
    return {"better": palette.higher, "worse": palette.lower}.get(sense(contrast), plain)
