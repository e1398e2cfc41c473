"""The sample company: a seeded generator, its project file, and the effects planted in it."""

from data.sample.effects import Effects, Expected, read_effects
from data.sample.generate import PROJECT_FILE, generate

__all__ = ["PROJECT_FILE", "Effects", "Expected", "generate", "read_effects"]
