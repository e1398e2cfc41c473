-- The values that the answers to a survey carry in a further column, the most frequent first.
-- params: $survey varchar, $most integer
-- fills: column
-- grain: one row per value
select cast({{ column }} as varchar) as value, count(*) as n
from responses
where survey = $survey and {{ column }} is not null
group by value
order by n desc, value
limit $most
