-- The weeks of users whose days changed, as they are now.
-- params: none
-- grain: one row per user and week with a changed day
create or replace temp table changed_weeks as
with touched as (select distinct user_id, date_trunc('week', day)::date as week from changed_days)
select
    user_day.user_id,
    date_trunc('week', user_day.day)::date as week,
    sum(user_day.events)::integer as events,
    count(*)::tinyint as days
from built.user_day as user_day
semi join touched on touched.user_id = user_day.user_id and touched.week = date_trunc('week', user_day.day)::date
group by user_day.user_id, date_trunc('week', user_day.day)::date
