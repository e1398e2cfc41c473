-- Which variant of which experiment users were assigned to.
-- params: none
-- grain: one row per assignment row of the source
create or replace table assignments as
select user_id, experiment, variant, "at", * exclude (user_id, experiment, variant, "at", row_number, file, fault, notes)
from checked_assignments
where fault is null
order by experiment, user_id, "at"
