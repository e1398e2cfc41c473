-- The NPS answers of a warehouse as they were delivered, in the order in which they were given.
-- params: none
-- grain: one row per answer
create or replace table answers as
select responses.ts, responses.row_number, users.user_key, responses.score
from served.responses
inner join served.users on users.user_id = responses.user_id
where responses.survey = 'nps'
order by responses.ts
