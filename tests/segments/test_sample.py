"""The example of the design on the whole sample company, beside a statement written by hand."""

import duckdb

from strata.membership import Library, members
from strata.model.segment import parse_segment

INTERNAL = {"name": "internal-users", "where": {"attribute": "role", "op": "is_missing"}}
STALLED = {
    "name": "Stalled hygienists",
    "of": "users",
    "where": {
        "all": [
            {"attribute": "role", "op": "is", "value": ["hygienist"]},
            {"event": "report_exported", "did": False, "within": {"last": 30, "unit": "day"}},
            {"any": [{"response": "nps", "is": "detractor"}, {"response": "csat", "op": "<=", "value": 2}]},
            {"not": {"segment": "internal-users"}},
            {
                "account": {
                    "users_at_least": 5,
                    "where": {"event": "login", "did": True, "at_least": 1, "within": {"last": 7, "unit": "day"}},
                }
            },
        ]
    },
}
BY_HAND = """
with
    answers as (
        select user_id, survey, last(score order by ts, row_number) as score from responses group by user_id, survey
    ),
    exporters as (
        select user_id from events
        where event_name = 'report_exported' and ts >= '2026-09-01' and ts < '2026-10-01'
    ),
    busy as (
        select users.account_id
        from users
        where
            not is_internal
            and exists (
                from events
                where
                    events.user_id = users.user_id
                    and event_name = 'login'
                    and ts >= '2026-09-24'
                    and ts < '2026-10-01'
            )
        group by users.account_id
        having count(*) >= 5
    )
select user_id
from users
where
    role = 'hygienist'
    and user_id not in (from exporters)
    and account_id in (from busy where account_id is not null)
    and exists (
        from answers
        where
            answers.user_id = users.user_id
            and ((survey = 'nps' and score <= 6) or (survey = 'csat' and score <= 2))
    )
"""


def test_example_of_the_design_counts_as_a_statement_written_by_hand(sample):
    library = Library({"internal-users": parse_segment(INTERNAL)})
    found = sample.user_flags(members(sample, parse_segment(STALLED).where, library)).nonzero()[0]
    with duckdb.connect(str(sample.file), read_only=True) as connection:
        expected = {user_id for (user_id,) in connection.sql(BY_HAND).fetchall()}
    assert set(found.tolist()) == expected
    assert len(expected) > 1_000
