"""What is written about the methods is about those there are."""

import re
from pathlib import Path

import pytest

from strata.stats import (
    GROUP_METHODS,
    METHODS,
    ORDINAL_METHODS,
    PACE_METHODS,
    GroupMethod,
    Method,
    OrdinalMethod,
    PaceMethod,
)

ROOT = Path(__file__).parents[1]
DOCS = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
STATISTICS = (ROOT / "docs" / "statistics.md").read_text(encoding="utf-8")
REFERENCES = STATISTICS.partition("## References")[2]
ALL_METHODS: dict[str, GroupMethod | Method | OrdinalMethod | PaceMethod] = {
    **GROUP_METHODS,
    **METHODS,
    **ORDINAL_METHODS,
    **PACE_METHODS,
}
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


@pytest.mark.parametrize("key", ALL_METHODS)
def test_statistics_has_a_row_for_every_method(key):
    assert f"| `{key}` | {ALL_METHODS[key].label} |" in STATISTICS


@pytest.mark.parametrize("key", ALL_METHODS)
def test_statistics_lists_the_sources_of_every_method(key):
    sources = re.findall(r"(\w+)[^;(]*\((\d{4})\)", ALL_METHODS[key].reference)
    assert sources
    assert not [source for source in sources if not re.search(r"{}[^.(]*\({}\)".format(*source), REFERENCES)]


def test_statistics_has_no_row_for_what_is_no_method():
    assert set(re.findall(r"^\| `(\w+)`", STATISTICS, re.MULTILINE)) == set(ALL_METHODS)


@pytest.mark.parametrize("file", DOCS, ids=lambda file: file.name)
def test_links_lead_to_files(file):
    assert not [to for to in LINK.findall(file.read_text(encoding="utf-8")) if not (file.parent / to).exists()]
