-- How many users are in each segment.
-- params: none
-- fills: members
-- grain: one row per segment
select segment, '' as category, count(*) as value from ({{ members }}) as members group by segment
