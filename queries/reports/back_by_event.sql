-- The days on which users did something.
-- params: $back varchar, $end timestamp
-- grain: one row per event
select user_id, cast(ts as date) as day from events where event_name = $back and ts < $end
