-- What plain averages within strata need of several metrics: sums of each user's value by combination of segments and
-- stratum, whatever the account. From the kept values of metrics, each with its place, and the kept strata of users or
-- of accounts. Logarithms only where the value is more than -1.
-- params: none
-- fills: values, strata, key
-- grain: one row per (metric, mask, stratum)
select
    valued.place,
    mask,
    coalesce(stratum, '') as stratum,
    cast(count(*) as double) as n,
    sum(den) as weight,
    sum(num) as total,
    sum(num * num) as squares,
    sum(case when num > -1 then ln(1 + num) end) as log_total,
    sum(case when num > -1 then ln(1 + num) * ln(1 + num) end) as log_squares,
    min(num) as lowest
from ({{ values }}) as valued
inner join member on member.user_id = valued.user_id
left join ({{ strata }}) as stratified on stratified.{{ key }} = valued.{{ key }}
group by valued.place, mask, coalesce(stratum, '')
