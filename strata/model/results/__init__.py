"""What an analysis returns: frozen, JSON-ready results that screen, command line and exports only draw.

Values are in the unit a person reads: NPS in points from -100 to 100, shares in percent, means as they are.
"""

from strata.model.results.brief import Brief
from strata.model.results.comparison import Comparison, Finding, Overview
from strata.model.results.contrast import (
    PREVIOUS,
    REST,
    VERDICT_WORDS,
    Caution,
    Contrast,
    Effect,
    Verdict,
    evidence,
    finding,
    headline,
)
from strata.model.results.load import Loaded, LoadedFile, LoadedTable, LoadIssue, LoadStep
from strata.model.results.numbers import UNIT_WORDS, amount, digits, interval
from strata.model.results.people import History, Member, OverlapCell, Overlaps, Reason, SizeOn, Step
from strata.model.results.source import SegmentSize, Source

__all__ = [
    "PREVIOUS",
    "REST",
    "UNIT_WORDS",
    "VERDICT_WORDS",
    "Brief",
    "Caution",
    "Comparison",
    "Contrast",
    "Effect",
    "Finding",
    "History",
    "LoadIssue",
    "LoadStep",
    "Loaded",
    "LoadedFile",
    "LoadedTable",
    "Member",
    "OverlapCell",
    "Overlaps",
    "Overview",
    "Reason",
    "SegmentSize",
    "SizeOn",
    "Source",
    "Step",
    "Verdict",
    "amount",
    "digits",
    "evidence",
    "finding",
    "headline",
    "interval",
]
