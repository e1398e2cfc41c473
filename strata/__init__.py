"""Strata: user segmentation with honest comparisons."""

__version__ = "0.1.0"
