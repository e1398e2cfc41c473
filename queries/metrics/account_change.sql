-- Whether each user's account made a change of its subscription in the window, 'churn' or 'downgrade' for example, of
-- the accounts with a subscription at the window's start or begun within it. The value is the account's.
-- params: $change varchar, $start timestamp, $until timestamp
-- grain: one row per user of such an account, the same for all its users
with
    subscribed as (
        select distinct account_id
        from subscriptions
        where
            (cast($start as timestamp) is null or ended_at is null or ended_at >= cast($start as timestamp))
            and (cast($until as timestamp) is null or started_at < cast($until as timestamp))
    ),
    changed as (
        select distinct account_id
        from subscription_changes
        where
            change = $change
            and (cast($start as timestamp) is null or "at" >= cast($start as timestamp))
            and (cast($until as timestamp) is null or "at" < cast($until as timestamp))
    )

select users.user_id, case when changed.account_id is null then 0 else 1 end as num, 1 as den
from users
inner join subscribed on subscribed.account_id = users.account_id
left join changed on changed.account_id = users.account_id
