-- Whether each user was active in a week after joining, by the period in which that week began. Users whose week is
-- not wholly inside the data are left out, not counted as lost.
-- params: $week integer, $grain varchar, $start timestamp, $until timestamp
-- grain: one row per user whose week has been seen
with
    last_day as (select cast(value as date) + interval '1' day as ends from meta where key = 'as_of'),
    weeks as (
        select user_id, cast(coalesce(joined_at, first_seen) as date) + $week * interval '7' day as begins from users
    ),
    observed as (
        select weeks.user_id, weeks.begins
        from weeks
        cross join last_day
        where
            weeks.begins >= cast($start as timestamp)
            and weeks.begins < cast($until as timestamp)
            and weeks.begins + interval '7' day <= last_day.ends
    ),
    kept as (
        select distinct user_day.user_id
        from user_day
        inner join observed on observed.user_id = user_day.user_id
        where user_day.day >= observed.begins and user_day.day < observed.begins + interval '7' day
    )

select
    observed.user_id,
    cast(date_trunc($grain, observed.begins) as date) as period,
    case when kept.user_id is null then 0 else 1 end as num,
    1 as den
from observed
left join kept on kept.user_id = observed.user_id
