-- What each user's account pays a month at the end of the window: the sum over its subscriptions that run on then,
-- credits as negative amounts. The value is the account's.
-- params: $until timestamp
-- grain: one row per user of an account that pays, the same for all its users
with
    ending as (
        select least(coalesce(cast($until as timestamp), last_end), last_end) as ends
        from (select cast(value as date) + interval '1' day as last_end from meta where key = 'as_of') as data
    ),
    paid as (
        select account_id, sum(mrr) as mrr
        from subscriptions
        cross join ending
        where started_at < ends and (ended_at is null or ended_at >= ends) and mrr between -1e90 and 1e90
        group by account_id
    )

select users.user_id, paid.mrr as num, 1 as den
from users
inner join paid on paid.account_id = users.account_id
