-- Notes that all events are in order.
-- params: none
-- grain: none
update meta
set value = '0'
where key = 'n_events_behind'
