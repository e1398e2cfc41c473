-- The value of one attribute of each user, as text.
-- params: none
-- fills: attribute
-- grain: one row per user
select user_id, cast({{ attribute }} as varchar) as stratum from users
