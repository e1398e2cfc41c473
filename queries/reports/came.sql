-- The day each user came: joined, or was seen before that; long ago where neither is known.
-- params: none
-- grain: one row per user, in the order of user ids
select
    cast(
        coalesce(
            least(coalesce(joined_at, first_seen), coalesce(first_seen, joined_at)), cast('1900-01-01' as timestamp)
        ) as date
    ) as came
from users
order by user_id
