-- Which of some words are a part of what somebody is called, and whether they are so in small letters, too.
-- params: $texts varchar
-- fills: names
-- grain: one row per word found
select value, is_always_name from ({{ names }}) where value in (select unnest($texts))
