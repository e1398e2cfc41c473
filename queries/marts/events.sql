-- What users did, stored so that a condition reads the rows of its own event alone.
-- params: none
-- grain: one row per event
create or replace table events as
select
    event_name,
    user_id,
    ts,
    session_id,
    * exclude (event_name, user_id, ts, session_id, row_number, file, fault, notes)
from checked_events
where fault is null
order by event_name, user_id, ts
