-- What users did next, with the number of the event: its place in a list of names, from 0.
-- params: $names varchar
-- fills: steps
-- grain: one row per user and step
with names as (select unnest($names) as event_name, generate_subscripts($names, 1) - 1 as number)
select steps.user_id, steps.step, names.number
from ({{ steps }}) as steps
inner join names on names.event_name = steps.event_name
