-- What users did around something, with the number of the event: its place in a list of names, from 0.
-- params: $names varchar, $width bigint
-- fills: around
-- grain: one row per event; place is its distance times $width, plus its number
with names as (select unnest($names) as event_name, generate_subscripts($names, 1) - 1 as number)
select around.user_id as user, around.distance * cast($width as bigint) + names.number as place
from ({{ around }}) as around
inner join names on names.event_name = around.event_name
