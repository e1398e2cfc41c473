-- How long ago each user joined, in bands; those who join later than the data reach are new.
-- params: $quarter timestamp, $year timestamp, $two_years timestamp
-- grain: one row per user
select
    user_id,
    case
        when joined_at >= cast($quarter as timestamp)
        then 'under 3 months'
        when joined_at >= cast($year as timestamp)
        then '3 to 12 months'
        when joined_at >= cast($two_years as timestamp)
        then '1 to 2 years'
        when joined_at is not null
        then 'over 2 years'
    end as stratum
from users
