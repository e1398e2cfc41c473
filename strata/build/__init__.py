"""Source files -> a versioned warehouse: read the project file, load it."""

from strata.build.load import load
from strata.build.project import Project, read_project
from strata.build.report import FileCount, Issue, LoadReport, Progress

__all__ = ["FileCount", "Issue", "LoadReport", "Progress", "Project", "load", "read_project"]
