-- How much each user does over the whole time, in which days and in sessions of what size: lognormal, so that a few do
-- most; two fifths stay, the others leave after an exponential time. The events add up exactly.
-- params: $events integer, $end timestamp
-- grain: one row per user with any event
create or replace temp table activity as
with
    lived as (
        select
            user_id,
            joined_at,
            date_diff('day', joined_at::date, $end::date) as days_left,
            case
                when uniform('stays', user_id) < 0.4 then 1e9 else -200 * ln(1 - uniform('leaves', user_id))
            end as lifetime,
            (1000 * exp(1.5 * normal('activity', user_id)))::bigint as weight
        from known_users
    ),
    summed as (
        select *, sum(weight) over (order by user_id rows unbounded preceding) as so_far, sum(weight) over () as total
        from lived
    )
select
    user_id,
    joined_at,
    1 + floor(least(lifetime, days_left - 1))::integer as active_days,
    (floor(so_far / total * $events) - floor((so_far - weight) / total * $events))::integer as n_events,
    2 + floor(13 * uniform('session size', user_id))::integer as session_size
from summed
where n_events > 0
order by user_id
