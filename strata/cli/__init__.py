"""The same use cases as the screens, without a browser."""

from strata.cli.main import main

__all__ = ["main"]
