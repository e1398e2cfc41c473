-- Everything the statistics need of a metric within strata: sums of each user's value x, and of what it is counted per,
-- w, by account, combination of segments and stratum. Logarithms only where x > -1.
-- params: those of the metric
-- fills: metric, stratum
-- grain: one row per (account or -1, mask, stratum)
with
    metric as ({{ metric }}),

    strata as ({{ stratum }}),

    valued as (
        select
            users.account_id,
            member.mask,
            strata.stratum,
            cast(metric.num as double) as x,
            cast(metric.den as double) as w
        from metric
        inner join member on member.user_id = metric.user_id
        inner join users on users.user_id = metric.user_id
        inner join strata on strata.user_id = metric.user_id
    )

select
    coalesce(account_id, -1) as account_id,
    mask,
    stratum,
    count(*) as n,
    sum(x) as total,
    sum(x * x) as squares,
    sum(x * x * x) as cubes,
    sum(case when x > -1 then ln(1 + x) end) as log_total,
    sum(case when x > -1 then ln(1 + x) * ln(1 + x) end) as log_squares,
    min(x) as lowest,
    sum(w) as weight,
    sum(w * w) as weight_squares,
    sum(w * x) as weight_products
from valued
group by account_id, mask, stratum
order by account_id, mask, stratum
