"""What each remark of a load means, and what to do about it."""

from collections.abc import Mapping

REMEDIES: Mapping[str, str] = {
    "missing user id": "the row says no user; fill in the column that `{key}` names",
    "missing account id": "the row says no account; fill in the column that `{key}` names",
    "missing ticket id": "a ticket needs an id; fill in the column that `{key}` names",
    "missing subscription id": "a subscription needs an id; fill in the column that `{key}` names",
    "missing event name": "an event needs a name; fill in the column that `{key}` names",
    "name of all events": "* stands for any event; give it another name with query =",
    "missing change": "the row does not say what changed; fill in the column that `{key}` names",
    "missing experiment": "the row names no experiment; fill in the column that `{key}` names",
    "missing variant": "the row names no variant; fill in the column that `{key}` names",
    "missing date": "the row cannot be placed in time without it; fill in the column that `{key}` names",
    "duplicate user id": "a user has one row, and the first was kept; remove the others or join them with query =",
    "duplicate account id": "an account has one row, and the first was kept; remove the others or use query =",
    "unknown user": "no such user in [users]; add the user there, or correct the id",
    "unknown account": "no such account in [accounts]; add the account there, or correct the id",
    "off the NPS scale": "NPS answers run from 0 to 10; map {value} to 'missing' in the project file",
    "off the CSAT scale": "CSAT answers run from 1 to 5; map {value} to 'missing' in the project file",
    "score is not a number": "scores are whole numbers; map {value} to 'missing' in the project file",
    "unreadable date": "write dates as YYYY-MM-DD, or read them with strptime in query =",
    "unreadable number": "write numbers up to 1e15, with a point and no thousands separators; it was left empty",
    "unreadable boolean": "write true or false, yes or no; it was left empty",
    "unreadable flag": "write true or false, yes or no, 1 or 0; it was taken for false",
    "ambiguous dates": "day and month cannot be told apart, so it stayed text; write dates as YYYY-MM-DD",
    "blank NPS score": "rows without a score are no answers and count nowhere; nothing to do if that is meant",
    "blank CSAT score": "rows without a score are no answers and count nowhere; nothing to do if that is meant",
    "date in the future": "later than the time of the load; check the clock or the column",
    "hour that comes twice": "the clocks go back in it: its events count on the right day, but in no sure order",
    "date before the user joined": "check joined_at, or whether the user's id was used before",
    "repeated id": "kept as rows of their own; remove them with query = if the rows are the same",
    "code without a label": "it was kept as it is; add it to labels or missing in the project file",
    "wrong number of fields": "the row would shift the columns; put quotes around texts that hold the delimiter",
    "quote not closed": "a quote opens here and is not closed in its row; double it, or close it",
    "cells beyond the header": "the row has cells right of the last column; name that column or move the cells",
    "not a JSON object": "write one object on each line, like {{...}}",
    "NUL bytes removed": "lines held NUL bytes, which were left out; export the file again if texts look odd",
    "blank lines skipped": "they hold nothing; no need to act",
    "encoding guessed": "the file is not UTF-8; save it as UTF-8 if accents look wrong",
    "only the first sheet read": "move other tables to files of their own",
}
"""Reason -> what it means and the remedy, with `{key}` and `{value}` for the example's."""


def remedy(reason: str, *, key: str | None, value: str | None, row: int | None) -> str:
    """Returns the sentence shown for a reason, with its example.

    >>> remedy("off the NPS scale", key="score", value="11", row=42)
    "score = 11 in row 42: NPS answers run from 0 to 10; map 11 to 'missing' in the project file"
    """
    said = f"{key} = {value}" if key and value is not None else f"{key} is blank" if key else value or reason
    where = f" in row {row}" if row else ""
    return f"{said}{where}: {REMEDIES[reason].format(key=key, value=value)}"
