-- Whether each user was active in a week after joining: week 1 begins seven days after the day of joining, or of
-- being first seen where that is not known. Users whose week is not wholly inside the window and the data are left
-- out, not counted as lost.
-- params: $week integer, $start timestamp, $until timestamp
-- grain: one row per user whose week has been seen
with
    bounds as (
        select
            greatest(coalesce(cast($start as timestamp), first_day), first_day) as begins,
            least(coalesce(cast($until as timestamp), last_end), last_end) as ends
        from (select min(day) as first_day from user_day) as activity
        cross join (select cast(value as date) + interval '1' day as last_end from meta where key = 'as_of') as data
    ),
    weeks as (
        select user_id, cast(coalesce(joined_at, first_seen) as date) + $week * interval '7' day as begins from users
    ),
    observed as (
        select weeks.user_id, weeks.begins
        from weeks
        cross join bounds
        where weeks.begins >= bounds.begins and weeks.begins + interval '7' day <= bounds.ends
    ),
    active as (
        select distinct user_day.user_id
        from user_day
        inner join observed on observed.user_id = user_day.user_id
        where user_day.day >= observed.begins and user_day.day < observed.begins + interval '7' day
    )

select observed.user_id, case when active.user_id is null then 0 else 1 end as is_back
from observed
left join active on active.user_id = observed.user_id
