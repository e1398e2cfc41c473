"""Comparing groups of users: numbers in, typed results out; no frames, no database.

A database sums a per-user value by account and cell (Cells). describe() says how one group does, compare() how two
differ, judge() what that may be called. Which procedure answers is one table, METHODS; its interval and its p-value
always come from one and the same answer.
"""

from strata.stats.arms import Arm, Arms
from strata.stats.cells import Cells, Exposure, Kind
from strata.stats.corrections import TwoStage, benjamini_hochberg, fcr_level, holm, two_stage
from strata.stats.crowd import Crowd
from strata.stats.difference import Difference, compare, differ
from strata.stats.effects import Effect, effect, ordinal_effect
from strata.stats.estimate import Estimate, describe, estimate
from strata.stats.mantel_haenszel import MantelHaenszel, mantel_haenszel
from strata.stats.methods import GROUP_METHODS, METHODS, GroupMethod, Method, Scale
from strata.stats.omnibus import Omnibus, alexander_govern
from strata.stats.ordinal import ORDINAL_METHODS, OrdinalMethod, Superiority, compare_levels
from strata.stats.pace import PACE_METHODS, PaceMethod, describe_time, pace, spread_of
from strata.stats.placements import Levels
from strata.stats.power import sample_size
from strata.stats.race import LogRank, log_rank
from strata.stats.strata import Averages, Standardised, Strata, may_change, standardise
from strata.stats.sums import Sums
from strata.stats.survival import INDEPENDENT, Curve, LifeTable, Median, kaplan_meier, median, restricted_mean
from strata.stats.verdicts import Judgement, Verdict, is_withheld, judge, unit_of
from strata.stats.wording import UNITS, Unit, UnitName, amount, number, span

__all__ = [
    "GROUP_METHODS",
    "INDEPENDENT",
    "METHODS",
    "ORDINAL_METHODS",
    "PACE_METHODS",
    "UNITS",
    "Arm",
    "Arms",
    "Averages",
    "Cells",
    "Crowd",
    "Curve",
    "Difference",
    "Effect",
    "Estimate",
    "Exposure",
    "GroupMethod",
    "Judgement",
    "Kind",
    "Levels",
    "LifeTable",
    "LogRank",
    "MantelHaenszel",
    "Median",
    "Method",
    "Omnibus",
    "OrdinalMethod",
    "PaceMethod",
    "Scale",
    "Standardised",
    "Strata",
    "Sums",
    "Superiority",
    "TwoStage",
    "Unit",
    "UnitName",
    "Verdict",
    "alexander_govern",
    "amount",
    "benjamini_hochberg",
    "compare",
    "compare_levels",
    "describe",
    "describe_time",
    "differ",
    "effect",
    "estimate",
    "fcr_level",
    "holm",
    "is_withheld",
    "judge",
    "kaplan_meier",
    "log_rank",
    "mantel_haenszel",
    "may_change",
    "median",
    "number",
    "ordinal_effect",
    "pace",
    "restricted_mean",
    "sample_size",
    "span",
    "spread_of",
    "standardise",
    "two_stage",
    "unit_of",
]
