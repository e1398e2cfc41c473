-- Whether each user was active in a week after joining, of the weeks that are held of each user. Users whose week is
-- not wholly inside the window and the data are left out, not counted as lost.
-- params: $week integer, $start timestamp, $until timestamp
-- fills: table
-- grain: one row per user whose week has been seen
with
    bounds as (
        select
            greatest(coalesce(cast($start as timestamp), first_day), first_day)
            - $week * interval '7' day as first_start,
            least(coalesce(cast($until as timestamp), last_end), last_end)
            - ($week + 1) * interval '7' day as last_start
        from (select min(day) as first_day from user_day) as activity
        cross join (select cast(value as date) + interval '1' day as last_end from meta where key = 'as_of') as data
    )

select returns.user_id, cast(returns.weeks >> $week & 1 as integer) as is_back
from {{ table }} as returns
cross join bounds
where returns.began_on >= bounds.first_start and returns.began_on <= bounds.last_start
