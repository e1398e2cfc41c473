"""Personal data in free text, masked before anybody reads it: by pattern, and by what people are called in the data."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import Any

from strata.analysis.stop_words import STOP_WORDS, WORDS_THAT_ARE_NAMES
from strata.membership import column
from strata.warehouse import Members, Query, Warehouse

NAME, LINK, MAIL, PHONE, NUMBER, ID = "[name]", "[link]", "[e-mail]", "[phone]", "[number]", "[id]"
MASKS = (NAME, LINK, MAIL, PHONE, NUMBER, ID)
ENDINGS = "com|org|net|edu|gov|info|biz|io|co|app|dev|de|at|ch|fr|es|it|nl|be|pl|pt|uk|ie|eu|us|ca|au|nz|jp|cn|in|br"
PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), mask)
    for pattern, mask in (
        (r"\b(?:(?:https?|ftp)://|www\.)[^\s\"'<>)\]]+", LINK),
        (r"[^\s@<>()\[\],;:\"]+@[^\s@<>()\[\],;:\"']+\.[^\W\d_]{2,}", MAIL),
        (rf"\b(?:[a-z0-9-]+\.)+(?:{ENDINGS})\b(?:/\S*)?", LINK),
        (r"(?<!\w)@\w{2,}", NAME),
        (r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", ID),
        (r"\b(?:\d{1,3}\.){3}\d{1,3}\b", NUMBER),
        (r"\b[^\W\d_]+[-_#]?\d{3,}\w*\b", ID),
        (r"(?<![\w.,])(?!\d{4}-\d{2}-\d{2}\b)(?:\+|00)?\(?\d(?:[\s()./-]{0,2}\d){6,17}(?!\w)", PHONE),
        (r"(?<![\d.,])\d{6,}(?![\d.,]\d)", NUMBER),
    )
)
"""What gives itself away by its form, in the order in which it is looked for."""
WORD = re.compile(r"\[[a-z-]+\]|\w+(?:['’.-]\w+)*")
MOST_WORDS = 4
"""Words a name has at most."""
FEWEST_LETTERS = 3
"""Shorter parts of a name are in too many other words' places."""
AT_ONCE = 50_000
"""Texts that are looked up in the database at once."""


@dataclass(frozen=True)
class Known:
    """What people and accounts are called, as far as it stands in some texts; all in small letters.

    Attributes:
        phrases: Whole names, keys and the like.
        parts: Single words of names.
        always: Those of them that are names in small letters, too.
        own: What each author is called, by user.
    """

    phrases: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    always: frozenset[str] = frozenset()
    own: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def firsts(self) -> frozenset[str]:
        """The words a name can begin with: most texts have none of them."""
        return self.parts | {phrase.partition(" ")[0] for phrase in self.phrases}


NOBODY = Known()


def masked(text: str, known: Known = NOBODY, own: Sequence[str] = ()) -> str:
    """A text without links, addresses, numbers that identify, and names.

    Args:
        text: What somebody wrote.
        known: What people are called.
        own: What this person is called.

    >>> masked("Call Ann on +44 20 7946 0958 or mail ann@example.org", Known(parts=frozenset({"ann"})))
    'Call [name] on [phone] or mail [e-mail]'
    """
    for pattern, mask in PATTERNS:
        text = pattern.sub(mask, text)
    for value in own:
        if _has_no_case(value) and len(value) > 1:
            text = text.replace(value, NAME)
    mine = frozenset(part for value in own for part in _parts(value)) - STOP_WORDS
    words = list(WORD.finditer(text))
    if not any(small in mine or small in known.firsts for small in (word.group().lower() for word in words)):
        return text
    return "".join(_without_names(text, words, known, mine))


def known(warehouse: Warehouse, texts: Sequence[str], users: Sequence[int]) -> Known:
    """What of some texts somebody is called in the data, and what their authors are called.

    Args:
        warehouse: Where people and accounts are.
        texts: What was written.
        users: Who wrote each text.
    """
    phrases = frozenset(phrase for text in texts for phrase in _phrases(text))
    words = frozenset(phrase for phrase in phrases if _is_name_like(phrase)) - STOP_WORDS
    found: set[str] = set()
    for value, owner in _columns(warehouse):
        names = (("value", value), ("owner", (owner,)))
        rows = _looked_up(warehouse, Query("comments/known", names=names), filter(_is_telling, phrases))
        found |= {value for value, *_ in rows}
    parts = {value: is_always for each in _names(warehouse) for value, is_always in _looked_up(warehouse, each, words)}
    always = frozenset(value for value, is_always in parts.items() if is_always) - WORDS_THAT_ARE_NAMES
    return Known(frozenset(found) - STOP_WORDS, frozenset(parts), always, _own(warehouse, users))


def _names(warehouse: Warehouse) -> Iterator[Query]:
    """The statement that looks up words among those people are called by, collected once; if there are any."""
    columns = _personal(warehouse)
    parts = (Query("comments/name_parts", names=(("value", value), ("owner", (owner,)))) for value, owner in columns)
    written = Query("comments/names_written", kept=(("names", tuple(parts)),))
    if columns:
        yield Query("comments/known_parts", kept=(("names", (written,)),))


def _without_names(text: str, words: Sequence[re.Match[str]], known: Known, mine: frozenset[str]) -> Iterator[str]:
    """The pieces of a text, the longest names in it masked."""
    end, place = 0, 0
    while place < len(words):
        size = _length_of_name(words[place : place + MOST_WORDS], known, mine)
        yield text[end : words[place].start()]
        last = words[place + max(size, 1) - 1]
        yield NAME if size else text[words[place].start() : last.end()]
        end, place = last.end(), place + max(size, 1)
    yield text[end:]


def _length_of_name(words: Sequence[re.Match[str]], known: Known, mine: frozenset[str]) -> int:
    """How many of these words are a name; 0 where the first one begins none."""
    for size in range(len(words), 0, -1):
        if " ".join(word.group().lower() for word in words[:size]) in known.phrases:
            return size
    word = words[0].group()
    small = word.lower()
    is_part = small in known.always or (small in known.parts and (word[0].isupper() or _has_no_case(word)))
    return int(small in mine or is_part)


def _phrases(text: str) -> Iterator[str]:
    """Every run of up to four words, in small letters."""
    words = WORD.findall(text.lower())
    for size in range(1, MOST_WORDS + 1):
        yield from map(" ".join, zip(*(words[first:] for first in range(size)), strict=False))


def _parts(value: str) -> Iterator[str]:
    return (part for part in value.lower().split() if len(part) >= FEWEST_LETTERS)


def _is_name_like(phrase: str) -> bool:
    return " " not in phrase and len(phrase) >= FEWEST_LETTERS and not any(map(str.isdigit, phrase))


def _is_telling(phrase: str) -> bool:
    """Whether a text that is the same as a key or a name tells who is meant: no short number, no single letter."""
    return len(phrase) >= FEWEST_LETTERS and not (phrase.isdigit() and len(phrase) < 5)


def _has_no_case(text: str) -> bool:
    """Whether a script has no capitals, so that a name cannot be told by its first letter."""
    return text.lower() == text.upper()


def _columns(warehouse: Warehouse) -> list[tuple[tuple[str, str], str]]:
    """The columns that say who a user or an account is."""
    keys = [(("users", "user_key"), "users"), (("accounts", "account_key"), "accounts")]
    return [*keys, (("accounts", "account_name"), "accounts"), *_personal(warehouse)]


def _personal(warehouse: Warehouse) -> list[tuple[tuple[str, str], str]]:
    attributes = (each for each in warehouse.catalog.attributes if each.is_personal and each.type == "text")
    return [(column(each), column(each)[0]) for each in attributes]


def _looked_up(warehouse: Warehouse, query: Query, texts: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    """The rows a statement knows of some texts, asked in batches."""
    waiting = iter(sorted(texts))
    while batch := tuple(islice(waiting, AT_ONCE)):
        yield from zip(*warehouse.arrays(replace(query, params=(("texts", batch),))).values(), strict=True)


def _own(warehouse: Warehouse, users: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """What the authors are called, by user."""
    if not users:
        return {}
    authors, found = _set_of(warehouse, users), dict[int, list[str]]()
    for value, _ in _personal(warehouse):
        rows = warehouse.arrays(Query("comments/own", names=(("value", value),)), Members(authors))
        for user, name in zip(rows["user_id"], rows["value"], strict=True):
            found.setdefault(int(user), []).append(str(name))
    return {user: tuple(names) for user, names in found.items()}


def _set_of(warehouse: Warehouse, users: Sequence[int]) -> int:
    flags = warehouse.user_flags(0)
    flags[list(users)] = True
    return warehouse.user_set(flags)
