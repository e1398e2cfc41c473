-- The ids the source gives the members of a segment.
-- params: none
-- grain: one row per user
select users.user_key from member inner join users on users.user_id = member.user_id order by users.user_id
