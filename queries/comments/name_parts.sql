-- The words that people are called by in a column.
-- params: none
-- fills: value, owner
-- grain: one row per word, in small letters
with
    parts as (
        select distinct unnest(string_split(lower(cast({{ value }} as varchar)), ' ')) as value
        from {{ owner }}
        where {{ value }} is not null and not contains(cast({{ value }} as varchar), '@')
    )

select value
from parts
where regexp_full_match(value, '[\pL''’.-]{3,}')
