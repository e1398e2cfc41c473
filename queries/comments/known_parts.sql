-- Which of some words are a part of what somebody is called.
-- params: $texts varchar
-- fills: value, owner
-- grain: one row per word found
with
    parts as (
        select distinct unnest(string_split(lower(cast({{ value }} as varchar)), ' ')) as value
        from {{ owner }}
        where {{ value }} is not null
    )

select value
from parts
where value in (select unnest($texts))
