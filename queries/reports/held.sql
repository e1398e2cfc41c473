-- The optional tables that hold anything a metric can be computed from; tickets only where they name their user.
-- params: none
-- grain: one row per table
(select 'sessions' as held from user_day where sessions > 0 limit 1)
union all
(select 'tickets' as held from tickets where user_id is not null limit 1)
union all
(select 'subscriptions' as held from subscriptions limit 1)
union all
(select 'subscription_changes' as held from subscription_changes limit 1)
