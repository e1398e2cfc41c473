"""What unnamed columns are, judged by their names and values."""

import re
from typing import NamedTuple

from strata.model.attributes import AttributeType, Kind, Owner

_WORDS: tuple[tuple[Kind, frozenset[str]], ...] = (
    (
        "demographic",
        frozenset(
            "age gender sex birth birthday country region city state county zip postcode language lang locale income "
            "education marital partner dependents citizen senior role job title seniority occupation name email e_mail "
            "phone address home".split()
        ),
    ),
    (
        "customer",
        frozenset(
            "plan tier mrr arr contract tenure churn churned charges payment billing subscription trial renewal seats "
            "referral source channel acquired signup owner csm converted".split()
        ),
    ),
    ("firmographic", frozenset("industry size employees revenue company segment sector headcount band".split())),
    (
        "technographic",
        frozenset(
            "browser device os platform app version screen integration system software internet phone_model".split()
        ),
    ),
    ("behavioural", frozenset("logins sessions visits usage events onboarding training clicks active".split())),
    (
        "psychographic",
        frozenset("attitude values interest interests personality motivation goal goals lifestyle".split()),
    ),
)
_PERSONAL = frozenset("email mail phone mobile address ssn passport iban birthday birthdate surname".split())
_NAMES = frozenset("name full_name first_name last_name user_name username given_name family_name".split())


class Profile(NamedTuple):
    """What a column's values could be: how many there are, and how many read as each type."""

    n: int = 0
    n_values: int = 0
    n_numbers: int = 0
    n_booleans: int = 0
    is_all_f: bool = False
    n_moments: int = 0
    n_month_first: int = 0
    n_day_first: int = 0
    n_differing: int = 0
    example_value: str | None = None
    example_row: int | None = None

    @property
    def order(self) -> str:
        """Suffix of the macro that reads this column's dates; none where they are unambiguous or unclear."""
        if self.n_month_first == self.n_day_first and self.n_differing:
            return ""
        return "_day_first" if self.n_day_first > self.n_month_first else "_month_first"

    @property
    def is_ambiguous(self) -> bool:
        """Whether all values are dates, but day and month cannot be told apart."""
        return 0 < self.n == self.n_month_first == self.n_day_first and self.n_differing > 0


def inferred_type(profile: Profile) -> AttributeType:
    """Returns the type all of a column's values have; text where they have none in common, or there are none."""
    if profile.n == 0:
        return "text"
    if profile.n_booleans == profile.n and not profile.is_all_f:
        return "boolean"
    if profile.n_numbers == profile.n:
        return "number"
    n_dates = max(profile.n_moments, profile.n_month_first, profile.n_day_first)
    return "date" if n_dates == profile.n and not profile.is_ambiguous else "text"


def inferred_kind(name: str, owner: Owner) -> Kind:
    """Returns the kind an attribute of this name most likely has; of accounts, `firmographic` where none is known."""
    words = set(re.split(r"[_\d]+", name)) | {name}
    for kind, known in _WORDS:
        if words & known:
            return "firmographic" if owner == "account" and kind == "demographic" else kind
    return "customer" if owner == "user" else "firmographic"


def looks_personal(name: str, owner: Owner) -> bool:
    """Returns whether an attribute of this name tells who a person is."""
    return bool(set(name.split("_")) & _PERSONAL) or (owner == "user" and name in _NAMES)
