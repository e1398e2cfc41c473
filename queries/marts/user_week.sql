-- How active each user was in each week, Monday to Sunday.
-- params: none
-- grain: one row per user and week with any event; week is its Monday
create or replace table user_week as
select
    user_id, date_trunc('week', day)::date as week, sum(events)::integer as events, count(*)::tinyint as days
from user_day
group by user_id, week
order by week, user_id
