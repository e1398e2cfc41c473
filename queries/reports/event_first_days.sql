-- The day on which each event was first seen.
-- params: none
-- grain: one row per event
select event_name, cast(min(ts) as date) as first_day from events group by event_name order by event_name
