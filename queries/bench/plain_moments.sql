-- The mean number of events and of active days per user of each segment, and their variances; users without included.
-- params: $start timestamp, $until timestamp
-- fills: members
-- grain: one row per segment and measure
with
    members as ({{ members }}),

    counted as (
        select user_key, count(*) as events, count(distinct date_trunc('day', ts)) as days
        from events
        where ts >= $start and ts < $until
        group by user_key
    ),

    summed as (
        select
            members.segment,
            avg(coalesce(counted.events, 0)) as events,
            avg(coalesce(counted.days, 0)) as days,
            var_samp(coalesce(counted.events, 0)) as events_variance,
            var_samp(coalesce(counted.days, 0)) as days_variance
        from members
        left join counted on counted.user_key = members.user_key
        group by members.segment
    )

select segment, 'events' as category, events as value
from summed
union all
select segment, 'active_days' as category, days as value
from summed
