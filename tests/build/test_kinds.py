import pytest

from strata.build.kinds import Profile, inferred_kind, inferred_type, looks_personal


@pytest.mark.parametrize(
    ("profile", "type_"),
    [
        (Profile(), "text"),
        (Profile(n=3, n_numbers=3), "number"),
        (Profile(n=3, n_numbers=2), "text"),
        (Profile(n=3, n_booleans=3), "boolean"),
        (Profile(n=3, n_booleans=3, is_all_f=True), "text"),
        (Profile(n=3, n_moments=3, n_month_first=3, n_day_first=3), "date"),
        (Profile(n=3, n_month_first=3, n_day_first=2, n_differing=1), "date"),
        (Profile(n=3, n_month_first=3, n_day_first=3, n_differing=1), "text"),
        (Profile(n=3, n_month_first=3, n_day_first=3), "date"),
    ],
)
def test_inferred_type(profile, type_):
    assert inferred_type(profile) == type_


@pytest.mark.parametrize(
    ("name", "owner", "kind"),
    [
        ("age", "user", "demographic"),
        ("q20age", "user", "demographic"),
        ("plan_tier", "user", "customer"),
        ("industry", "user", "firmographic"),
        ("browser_version", "user", "technographic"),
        ("country", "account", "firmographic"),
        ("wibble", "user", "customer"),
        ("wibble", "account", "firmographic"),
    ],
)
def test_inferred_kind(name, owner, kind):
    assert inferred_kind(name, owner) == kind


def test_looks_personal():
    assert looks_personal("work_email", "user")
    assert looks_personal("name", "user")
    assert not looks_personal("name", "account")
    assert not looks_personal("plan_name", "user")
