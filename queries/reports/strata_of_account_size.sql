-- How many users each account has, in bands; internal users do not count.
-- params: none
-- grain: one row per account with users
with
    sizes as (
        select account_id, count(*) as n_users
        from users
        where account_id is not null and not is_internal
        group by account_id
    )

select
    account_id,
    case
        when n_users = 1
        then '1 user'
        when n_users <= 5
        then '2 to 5 users'
        when n_users <= 20
        then '6 to 20 users'
        when n_users <= 100
        then '21 to 100 users'
        else 'over 100 users'
    end as stratum
from sizes
