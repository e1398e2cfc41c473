-- What making this version took, filled by load.
-- params: none
-- grain: one row per step
create or replace table load_steps (position integer, step varchar, seconds double)
