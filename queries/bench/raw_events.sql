-- The events of a warehouse as they were delivered: with the keys of users, in the order in which they happened.
-- params: none
-- grain: one row per event
create or replace table events as
select events.ts, users.user_key, events.event_name
from served.events
inner join served.users on users.user_id = events.user_id
order by events.ts
