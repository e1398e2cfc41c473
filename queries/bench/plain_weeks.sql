-- The percent of each segment that was active in each week, of those who had come by its end.
-- params: $first timestamp, $last timestamp
-- fills: members
-- grain: one row per segment and week
with
    members as ({{ members }}),

    weeks as (select date_trunc('week', ts) as week, user_key from events where ts >= $first and ts < $last),

    active as (
        select members.segment, weeks.week, count(distinct weeks.user_key) as n
        from weeks
        inner join members on members.user_key = weeks.user_key
        group by members.segment, weeks.week
    ),

    there as (
        select active.segment, active.week, count(*) as n
        from active
        inner join members on members.segment = active.segment
        inner join users on users.user_key = members.user_key
        where users.joined_at < active.week + interval '7' day
        group by active.segment, active.week
    )

select active.segment, strftime(active.week, '%Y-%m-%d') as category, 100.0 * active.n / there.n as value
from active
inner join there on there.segment = active.segment and there.week = active.week
