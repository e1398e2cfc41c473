-- How long each step of the load took.
-- params: none
-- grain: one row per step
select step, seconds from load_steps order by position
