-- The users and times of all events in the window, and nothing done with them.
-- params: $start timestamp, $until timestamp
-- grain: one row
select sum(user_id) as total, max(event_name) as last_event from events where ts >= $start and ts < $until
