-- The optional tables that hold anything a metric can be computed from: tickets where they name their user, changes
-- of subscriptions where the subscriptions themselves are there too.
-- params: none
-- grain: one row per table
(select 'sessions' as held from user_day where sessions > 0 limit 1)
union all
(select 'tickets' as held from tickets where user_id is not null limit 1)
union all
(select 'subscriptions' as held from subscriptions limit 1)
union all
(
    select 'subscription_changes' as held
    from subscription_changes
    inner join subscriptions on subscriptions.account_id = subscription_changes.account_id
    limit 1
)
