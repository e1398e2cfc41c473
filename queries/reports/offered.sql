-- What conditions can be about besides attributes, events and surveys: plans, subscription changes, tickets,
-- renewals, and the surveys with comments.
-- params: none
-- grain: one row per (thing, name), the most frequent first
with
    found as (
        select 'plan' as thing, plan as name
        from subscriptions
        where plan is not null
        union all
        select 'change', change
        from subscription_changes
        where change is not null
        union all
        select 'renewal', ''
        from subscriptions
        where renewal_at is not null
        union all
        select 'ticket', ''
        from tickets
        union all
        select 'comment', survey
        from responses
        where comment is not null
    )

select thing, name, count(*) as n
from found
group by thing, name
order by thing, n desc, name
