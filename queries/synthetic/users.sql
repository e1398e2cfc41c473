-- The people, more of them joining from month to month, a few accounts much larger than the rest.
-- params: $users integer, $accounts integer, $days integer, $end timestamp
-- grain: one row per user; ids follow the day of joining
create or replace temp table known_users as
with
    drawn as (
        select range as user_id, $days * sqrt((range + uniform('joined', range)) / $users) as joined_day
        from range($users)
    )
select
    user_id::integer as user_id,
    printf('u%015d', user_id) as user_key,
    case
        when uniform('has account', user_id) < 0.97 then floor($accounts * uniform('account', user_id) ** 2)::integer
    end as account_id,
    -- Between seven in the morning and seven in the evening, later in the day the later in the order of ids.
    $end
    - to_days($days - floor(joined_day)::integer)
    + to_microseconds((3600e6 * (7 + 12 * (joined_day % 1)))::bigint) as joined_at,
    uniform('internal', user_id) < 0.005 as is_internal,
    ['dentist', 'hygienist', 'assistant', 'front desk', 'owner'][
        1 + floor(5 * uniform('role', user_id) ** 1.4)::integer
    ] as role,
    floor(exp(1.5 + normal('team', user_id)))::double as team_size,
    case
        when uniform('newsletter known', user_id) < 0.9 then uniform('newsletter', user_id) < 0.4
    end as newsletter
from drawn
order by user_id
