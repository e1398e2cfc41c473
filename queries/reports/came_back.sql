-- In which stretches of days after they started users came back: bit by bit, as the list of days and bits says.
-- params: $days integer, $bits integer
-- fills: started, back
-- grain: one row per user who started
with
    started as (select user_id, start_date from ({{ started }}) as starting),

    stretches as (select unnest($days) as day, unnest($bits) as bits),

    returned as (
        select started.user_id, bit_or(stretches.bits) as bits
        from ({{ back }}) as back
        inner join started on started.user_id = back.user_id
        inner join stretches on stretches.day = date_diff('day', started.start_date, back.day)
        group by started.user_id
    )

select started.user_id, started.start_date, coalesce(returned.bits, 0) as bits
from started
left join returned on returned.user_id = started.user_id
