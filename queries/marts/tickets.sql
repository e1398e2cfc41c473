-- The support tickets.
-- params: none
-- grain: one row per ticket row of the source
create or replace table tickets as
select
    ticket_key,
    user_id,
    account_id,
    opened_at,
    closed_at,
    * exclude (ticket_key, user_id, account_id, opened_at, closed_at, row_number, file, fault, notes)
from checked_tickets
where fault is null
order by opened_at, ticket_key
