"""Where numbers come from, and how large the groups they are about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """Where numbers come from."""

    project: str
    version: str
    loaded_at: str
    as_of: str
    timezone: str
    window: str
    population: str


@dataclass(frozen=True, slots=True)
class SegmentSize:
    """How large a segment is; `share` is percent of all users counted."""

    name: str
    definition: str
    key: str
    users: int
    accounts: int
    share: float
