-- How the values of a metric are spread: how many have each, by combination of segments. Of more different values
-- than $most_steps, neighbours are counted together, in steps of about equally many.
-- An account that owns its value counts once: any_mask says in which segments any of its users is, and least_mask is
-- 0 where any of them is in none; for a user both are the same.
-- Of the kept values those of place 0 are the metric's; others who are there have the value 0.
-- params: $most_steps integer
-- fills: values, owner
-- grain: one row per (any_mask, least_mask, step)
with
    valued as (
        select
            bit_or(member.mask) as any_mask,
            min(member.mask) as least_mask,
            coalesce(max(case when kept.place = 0 then kept.num / kept.den end), 0) as x
        from ({{ values }}) as kept
        inner join member on member.user_id = kept.user_id
        where kept.den > 0 and {{ owner }} is not null
        group by {{ owner }}
    ),

    counted as (select any_mask, least_mask, x, count(*) as n from valued group by any_mask, least_mask, x),

    pooled as (select x, sum(n) as n from counted where x between -1e90 and 1e90 group by x),

    ranked as (
        select
            x,
            row_number() over (order by x) as place,
            count(*) over () as n_values,
            sum(n) over (order by x rows between unbounded preceding and current row) - n as n_below,
            sum(n) over () as n_all
        from pooled
    ),

    stepped as (
        select x, case when n_values <= $most_steps then place else floor($most_steps * n_below / n_all) end as step
        from ranked
    )

select
    counted.any_mask,
    counted.least_mask,
    min(counted.x) as lowest,
    max(counted.x) as highest,
    cast(sum(counted.n) as double) as n
from counted
inner join stepped on stepped.x = counted.x
group by counted.any_mask, counted.least_mask, stepped.step
order by lowest, counted.any_mask, counted.least_mask
