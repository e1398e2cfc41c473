"""How long questions take, beside plain SQL that answers the same."""

from strata.bench.machine import Machine, this_machine
from strata.bench.measure import Measured, Timing, measure
from strata.bench.questions import QUESTIONS, Question

__all__ = ["QUESTIONS", "Machine", "Measured", "Question", "Timing", "measure", "this_machine"]
