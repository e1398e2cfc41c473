-- How many users are in the nested segment.
-- params: none
-- fills: members
-- grain: one row
select segment, '' as category, count(*) as value
from ({{ members }}) as members
where segment = 'Nested'
group by segment
