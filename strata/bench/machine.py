"""What the figures were measured on."""

import os
import platform
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

CPU_INFO = Path("/proc/cpuinfo")
PACKAGES = ("duckdb", "numpy")


@dataclass(frozen=True, slots=True)
class Machine:
    """Processor, cores, memory in GB, the versions that matter, and how busy it was in the minute before."""

    cpu: str
    cores: int
    memory_gb: float
    versions: tuple[tuple[str, str], ...]
    load_average: float


def this_machine() -> Machine:
    """The machine this runs on, now."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return Machine(
        cpu=_cpu(),
        cores=os.cpu_count() or 1,
        memory_gb=round(memory / 2**30, 1),
        versions=(("python", platform.python_version()), *((name, version(name)) for name in PACKAGES)),
        load_average=round(os.getloadavg()[0], 1),
    )


def _cpu() -> str:
    lines = CPU_INFO.read_text(encoding="utf-8").splitlines() if CPU_INFO.is_file() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())
