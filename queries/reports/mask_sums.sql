-- Everything the statistics need of a metric: sums of each user's value x, and of what it is counted per, by account
-- and combination of segments, from the kept values of metrics, each with its place. Logarithms only where x > -1.
-- params: none
-- fills: values
-- grain: one row per (metric, account or -1, mask)
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
