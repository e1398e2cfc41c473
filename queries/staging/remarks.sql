-- The remarks that apply, out of a list in which the others are null.
-- params: none
-- grain: one value
create or replace temp macro remarks(candidates) as list_filter(candidates, lambda one : one is not null)
