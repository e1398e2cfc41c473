-- The subscriptions of accounts; mrr is per month, in the source's currency.
-- params: none
-- grain: one row per subscription row of the source
create or replace table subscriptions as
select
    subscription_key,
    account_id,
    started_at,
    ended_at,
    plan,
    mrr,
    renewal_at,
    * exclude (
        subscription_key, account_id, started_at, ended_at, plan, mrr, renewal_at, row_number, file, fault, notes
    )
from checked_subscriptions
where fault is null
order by account_id, started_at, subscription_key
