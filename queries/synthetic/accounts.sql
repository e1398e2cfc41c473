-- The companies: plan, region, industry and seats.
-- params: $accounts integer
-- grain: one row per account
create or replace temp table known_accounts as
select
    range::integer as account_id,
    printf('a%07d', range) as account_key,
    printf('Company %d', range) as account_name,
    ['Starter', 'Growth', 'Scale', 'Enterprise'][1 + floor(4 * uniform('plan', range) ** 1.5)::integer] as plan,
    ['North', 'South', 'East', 'West', 'Abroad'][1 + floor(5 * uniform('region', range))::integer] as region,
    ['clinic', 'group', 'school', 'laboratory'][1 + floor(4 * uniform('industry', range) ** 2)::integer] as industry,
    floor(exp(2.3 + normal('seats', range)))::double as seats
from range($accounts)
order by account_id
