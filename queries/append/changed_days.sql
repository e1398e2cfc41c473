-- The days of users that new events change, as they are with them. A session counts on the day it starts, which new
-- events may move back.
-- params: none
-- grain: one row per user and day with a new event, or with a session that starts elsewhere now
create or replace temp table changed_days as
with
    active as (
        select user_id, ts::date as day, count(*) as events
        from added.events
        group by user_id, ts::date
    ),
    started as (
        select user_id, session_id, min(ts)::date as day
        from added.events
        where session_id is not null
        group by user_id, session_id
    ),
    known as (
        select events.user_id, events.session_id, min(events.ts)::date as day
        from built.events as events
        semi join started on started.user_id = events.user_id and started.session_id = events.session_id
        group by events.user_id, events.session_id
    ),
    moved as (
        select started.user_id, started.session_id, started.day, known.day as day_before
        from started
        left join known on known.user_id = started.user_id and known.session_id = started.session_id
        where known.day is null or started.day < known.day
    ),
    parts as (
        select user_id, day, events, 0 as sessions
        from active
        union all
        select user_id, day, 0, 1
        from moved
        union all
        select user_id, day_before, 0, -1
        from moved
        where day_before is not null
        union all
        select user_day.user_id, user_day.day, user_day.events, user_day.sessions
        from built.user_day as user_day
        semi join
            (
                select user_id, day from active
                union all
                select user_id, day_before from moved where day_before is not null
            ) as touched
            on touched.user_id = user_day.user_id
            and touched.day = user_day.day
    )
select user_id, day, sum(events)::integer as events, sum(sessions)::integer as sessions
from parts
group by user_id, day
