"""Exhibits as files: every format is a row of FORMATS, and all say what is on the screen, from the same Exhibit.

A caller needs `FORMATS[name].write(exhibits, look)` and, to keep the bytes, `files.save`.
"""

from strata.export.formats import FORMATS, Format, format_named
from strata.export.look import Detail, Look

__all__ = ["FORMATS", "Detail", "Format", "Look", "format_named"]
