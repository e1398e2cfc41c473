-- By which of day and month the dates of each column can be read, before and with the new rows.
-- params: none
-- grain: one row per column that had such dates before
select
    before.table_name,
    before.column_name,
    before.n_month_first,
    before.n_day_first,
    before.n_differing,
    sum(dates.n_month_first)::bigint as n_month_first_now,
    sum(dates.n_day_first)::bigint as n_day_first_now,
    sum(dates.n_differing)::bigint as n_differing_now
from built.load_dates as before
inner join slash_dates as dates on dates.table_name = before.table_name and dates.column_name = before.column_name
where before.n > 0 and before.table_name not in ('users', 'accounts')
group by all
order by before.table_name, before.column_name
