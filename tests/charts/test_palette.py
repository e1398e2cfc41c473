import tomllib
from pathlib import Path

import pytest

from strata.charts.palette import PALETTES, VERDICT_SHAPES, Palette
from strata.model.results import VERDICT_WORDS

CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
READABLE = 4.5


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_palette_is_the_one_of_the_theme(palette: Palette):
    theme = CONFIG["theme"][palette.mode]
    assert list(palette.series) == theme["chartCategoricalColors"]
    assert (palette.text, palette.background) == (theme["textColor"], theme["backgroundColor"])


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_palette_text_is_readable_on_its_background(palette: Palette):
    for colour in (palette.text, palette.muted, palette.higher, palette.lower, palette.neutral):
        assert contrast(colour, palette.background) >= READABLE


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_palette_text_is_readable_on_the_whole_scale_of_a_heat_map(palette: Palette):
    assert all(contrast(palette.text, colour) >= READABLE for colour in palette.heat)


def test_every_verdict_has_a_shape_of_its_own():
    assert VERDICT_SHAPES.keys() == VERDICT_WORDS.keys()
    assert len(set(VERDICT_SHAPES.values())) == len(VERDICT_SHAPES)


def contrast(one: str, two: str) -> float:
    """The contrast ratio of WCAG 2."""
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
