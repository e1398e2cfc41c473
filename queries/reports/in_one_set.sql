-- The users of another statement as one set, without a name.
-- params: none
-- fills: rows
-- grain: one row per user
select '' as name, user_id from ({{ rows }}) as listed
