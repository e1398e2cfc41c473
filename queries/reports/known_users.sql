-- Which of some ids of the source are those of users.
-- params: $keys varchar[]
-- grain: one row per id that is known
select user_key from users where user_key in (select unnest($keys)) order by user_key
