-- The events by how often they happened, the most frequent first.
-- params: none
-- grain: one row per event
select event_name, count(*) as n from events group by event_name order by n desc, event_name
