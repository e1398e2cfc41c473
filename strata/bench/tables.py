"""The tables as delivered, as data frames read them: numbers in place of keys, which is kind to them."""

USERS = "select number as user_id, joined_at, is_internal, role, plan, seats from users order by number"
EVENTS = (
    "select events.ts, cast(users.number as integer) as user_id, events.event_name "
    "from events inner join users on users.user_key = events.user_key order by events.ts"
)
ANSWERS = (
    "select answers.ts, answers.row_number, cast(users.number as integer) as user_id, answers.score "
    "from answers inner join users on users.user_key = answers.user_key order by answers.ts"
)
