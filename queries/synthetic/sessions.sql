-- The sessions: on working days mostly, between seven in the morning and four hours before midnight.
-- params: none
-- grain: one row per session
create or replace temp table sessions as
with
    numbered as (
        select *, unnest(range(ceil(n_events / session_size)::integer))::integer as session_number from activity
    ),
    dated as (
        select
            *,
            joined_at::date + floor(active_days * uniform('day', user_id, session_number))::integer as drawn_day,
            isodow(drawn_day) > 5 and uniform('weekend', user_id, session_number) < 0.7 as is_moved
        from numbered
    )
select
    user_id,
    session_number,
    greatest(
        joined_at,
        drawn_day::timestamp
        - to_days(case when is_moved then isodow(drawn_day) - 5 + session_number % 5 else 0 end::integer)
        + to_seconds(7 * 3600 + floor(13 * 3600 * uniform('start', user_id, session_number)))
    ) as started_at,
    least(session_size, n_events - session_number * session_size)::integer as n_events
from dated
