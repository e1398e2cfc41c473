"""Everything a user can cause or fix, as one tree.

StrataError                 the text is shown as is: one sentence with the value and the remedy
├── ProjectError            the project file (strata.toml) or a file it names
├── LoadError               the rows themselves, or a load that could not finish
├── WarehouseError          the warehouse folder or file, or a query that had to stop
│   └── QueryCancelled      a newer question replaced this one, or it ran out of time
├── SegmentError            a segment: its JSON, its names, its values
├── MetricError             a metric that does not exist or that the data cannot answer
├── StateError              saved segments and their versions
└── ExportError             a file that could not be made: its template, the disk, the browser that draws it
"""


class StrataError(Exception):
    """Something the user can put right; its text says what and how."""


class ProjectError(StrataError):
    """The project file or a file it names is missing, malformed or contradictory."""


class LoadError(StrataError):
    """The source rows cannot become a warehouse."""


class WarehouseError(StrataError):
    """The warehouse is missing, damaged or refused a query."""


class QueryCancelled(WarehouseError):
    """The query was stopped on purpose."""


class SegmentError(StrataError):
    """A segment names or asks something that cannot be answered."""


class MetricError(StrataError):
    """A metric is unknown, or the data have nothing to compute it from."""


class StateError(StrataError):
    """Saved work cannot be read or written as asked."""


class ExportError(StrataError):
    """A slide, sheet, picture or document cannot be made or written."""
