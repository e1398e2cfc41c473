-- On how many of a window's last 30 days each user was active, and how many days those are: a shorter window counts
-- whole.
-- params: $start timestamp, $until timestamp
-- grain: one row per user active in the last 30 days of the window
with
    last_day as (
        select least(coalesce(cast($until as timestamp), last_end), last_end) as ends
        from (select cast(value as date) + interval '1' day as last_end from meta where key = 'as_of') as data
    ),
    month as (
        select
            greatest(coalesce(cast($start as timestamp), ends - interval '30' day), ends - interval '30' day) as begins,
            ends
        from last_day
    ),
    active as (
        select user_id, count(*) as days
        from user_day
        where day >= (select begins from month) and day < (select ends from month)
        group by user_id
    )

select active.user_id, active.days, date_diff('day', cast(month.begins as date), cast(month.ends as date)) as of_days
from active
cross join month
