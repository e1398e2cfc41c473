"""Numbers as people read them."""

UNIT_WORDS = {"points": "points", "pp": "percentage points", "%": "%"}
"""Units of differences as a sentence says them; others are said as they are."""


def amount(value: float | None, unit: str, *, signed: bool = False) -> str:
    """A value as people read it: whole NPS points, percent with one digit, a dash when there is none."""
    if value is None:
        return "–"
    suffix = {"points": "", "pp": " pts", "": ""}.get(unit, f" {unit}")
    return digits(value, unit, signed=signed) + suffix


def interval(low: float | None, high: float | None, unit: str) -> str:
    """An interval of a difference as people read it, with signs and its unit once."""
    if low is None or high is None:
        return "–"
    return f"{digits(low, unit, signed=True)} to {amount(high, unit, signed=True)}"


def digits(value: float, unit: str, *, signed: bool) -> str:
    """The number alone, with as many digits as its unit deserves; what was counted has none behind the point."""
    sign = "+" if signed else ""
    match unit:
        case "points":
            return f"{round(value):{sign},d}"
        case "%" | "pp":
            return f"{round(value, 1) + 0.0:{sign},.1f}"
        case _ if isinstance(value, int):
            return f"{value:{sign},d}"
        case _:
            return f"{value:{sign},.{2 if abs(value) < 10 else 1 if abs(value) < 100 else 0}f}"
