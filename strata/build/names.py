"""Column headers -> names that are unique, portable and free of collisions."""

import re
import unicodedata
from collections.abc import Collection, Iterable


def headers(cells: Iterable[str], *, reserved: Collection[str] = ()) -> list[str]:
    """Returns the header cells trimmed, blank ones named by position, repeated ones numbered (`name_2`).

    Names that differ only in case count as repeated, as they do in SQL.
    """
    trimmed = (" ".join(cell.replace("\0", "").split()) for cell in cells)
    return unique((name or f"column_{place}" for place, name in enumerate(trimmed, start=1)), taken=reserved)


def unique(names: Iterable[str], *, taken: Collection[str] = ()) -> list[str]:
    """Returns the names in order, with `_2`, `_3` ... behind those that are taken already."""
    seen = {name.lower() for name in taken}
    result = []
    for name in names:
        candidate, number = name, 2
        while candidate.lower() in seen:
            candidate, number = f"{name}_{number}", number + 1
        seen.add(candidate.lower())
        result.append(candidate)
    return result


def snake_case(header: str) -> str:
    """Returns a header as an attribute name.

    >>> snake_case("TotalCharges"), snake_case("Q14FIND "), snake_case("E-Mail address")
    ('total_charges', 'q14find', 'e_mail_address')
    """
    plain = unicodedata.normalize("NFKD", header).encode("ascii", "ignore").decode()
    spaced = re.sub(r"([a-z])([A-Z])", r"\1_\2", re.sub(r"([A-Z]{2,})([A-Z][a-z])", r"\1_\2", plain))
    return re.sub(r"[^a-z0-9]+", "_", spaced.lower()).strip("_") or "column"
