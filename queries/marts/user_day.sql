-- How active each user was on each day of the project's time zone. A session counts on the day it starts, so that
-- sessions add up over days.
-- params: none
-- grain: one row per user and day with any event
create or replace table user_day as
with
    active as (
        select user_id, ts::date as day, count(*)::integer as events
        from events
        group by user_id, ts::date
    ),
    started as (
        select user_id, session_id, min(ts)::date as day
        from events
        where session_id is not null
        group by user_id, session_id
    ),
    sessions as (select user_id, day, count(*)::integer as sessions from started group by user_id, day)
select active.user_id, active.day, active.events, coalesce(sessions.sessions, 0)::integer as sessions
from active
left join sessions on active.user_id = sessions.user_id and active.day = sessions.day
order by active.user_id, active.day
