-- The most frequent values of one property of an event that contain a text, and how many such values there are.
-- params: $event varchar, $search varchar, $most integer
-- fills: column
-- grain: one row per value, most frequent first
with
    valued as (
        select cast({{ column }} as varchar) as value
        from events
        where ($event = '*' or event_name = $event) and {{ column }} is not null
    )

select value, count(*) as n_events, count(*) over () as n_values
from valued
where contains(lower(value), lower($search))
group by value
order by n_events desc, value
limit $most
