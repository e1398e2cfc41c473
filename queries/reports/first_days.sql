-- The first day of everything that happens at a time: of each survey's answers by its name, and of the tables.
-- params: none
-- grain: one row per survey and table that holds anything
select survey as what, cast(min(ts) as date) as first_day
from responses
where ts is not null
group by survey
union all
select 'events' as what, cast(min(day) as date) as first_day
from user_day
having count(*) > 0
union all
select 'tickets' as what, cast(min(opened_at) as date) as first_day
from tickets
having count(opened_at) > 0
union all
select 'subscriptions' as what, cast(min(started_at) as date) as first_day
from subscriptions
having count(started_at) > 0
