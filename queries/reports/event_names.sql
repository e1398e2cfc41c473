-- The kinds of event that happened at least once.
-- params: none
-- grain: one row per kind of event, by name
select distinct event_name from events order by event_name
