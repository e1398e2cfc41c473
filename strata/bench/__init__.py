"""How long questions take beside plain SQL that answers the same, and whether the statistics hold what they promise."""

from strata.bench.machine import Machine, this_machine
from strata.bench.measure import Measured, Timing, measure
from strata.bench.questions import QUESTIONS, Question
from strata.bench.scorecard import Scorecards, Situation, measure_scorecards

__all__ = [
    "QUESTIONS",
    "Machine",
    "Measured",
    "Question",
    "Scorecards",
    "Situation",
    "Timing",
    "measure",
    "measure_scorecards",
    "this_machine",
]
