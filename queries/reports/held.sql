-- What the optional tables hold that a metric can be computed from: tickets where they name their user, and changes of
-- subscriptions where the subscriptions themselves are there too.
-- params: none
-- grain: one row per thing held
(select 'sessions' as held from user_day where sessions > 0 limit 1)
union all
(select 'tickets' as held from tickets where user_id is not null limit 1)
union all
(select 'subscriptions' as held from subscriptions limit 1)
union all
select distinct subscription_changes.change as held
from subscription_changes
inner join subscriptions on subscriptions.account_id = subscription_changes.account_id
where subscription_changes.change in ('churn', 'downgrade')
