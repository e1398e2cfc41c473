"""Source files -> a versioned warehouse: read the project file, load it."""

from strata.build.append import append
from strata.build.load import load
from strata.build.project import Project, read_project
from strata.build.report import LoadReport, Progress

__all__ = ["LoadReport", "Progress", "Project", "append", "load", "read_project"]
