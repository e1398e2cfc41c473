-- Everything the statistics need of several metrics at once: sums of each user's value x by account and by the
-- combination of groups the user is in; the values are those kept of each metric, with its place. Logarithms only
-- where x > -1.
-- params: none
-- fills: values
-- grain: one row per (metric, account or -1, combination)
select
    place,
    coalesce(account_id, -1) as account_id,
    mask,
    cast(count(*) as double) as n,
    sum(num) as total,
    sum(num * num) as squares,
    sum(num * num * num) as cubes,
    sum(case when num > -1 then ln(1 + num) end) as log_total,
    sum(case when num > -1 then ln(1 + num) * ln(1 + num) end) as log_squares,
    min(num) as lowest,
    sum(den) as weight,
    sum(den * den) as weight_squares,
    sum(den * num) as products
from ({{ values }}) as valued
inner join member on member.user_id = valued.user_id
group by place, account_id, mask
