-- What users did next, with the number of the event in the order of the names.
-- params: none
-- fills: steps
-- grain: one row per user and step
with
    names as (
        select event_name, dense_rank() over (order by event_name) - 1 as number
        from (select distinct event_name from events) as known
    )
select steps.user_id, steps.step, names.number
from ({{ steps }}) as steps
inner join names on names.event_name = steps.event_name
