-- How a date or time is read: ISO, month names, Unix seconds or milliseconds, YYYYMMDD. The connection's time zone is
-- the project's: times with an offset are moved into it, times without one are taken to be in it. Casts forget what
-- stands behind a time (PM, EST, GMT+2), so that only times they read whole get to them.
-- params: none
-- grain: one value
create or replace temp macro as_moment(cell) as
    case
        when regexp_matches(cell, '^(1[5-9]|2[0-9])[0-9]{2}[-/][0-9]{1,2}[-/][0-9]{1,2}')
        then
            case
                when regexp_matches(cell, '^[0-9]+[-/][0-9]+[-/][0-9]+([T ]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]*)?)?)?$')
                then try_cast(cell as timestamp)
                when
                    regexp_matches(
                        cell,
                        '^[0-9]+[-/][0-9]+[-/][0-9]+[T ]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]*)?)? ?([zZ]|UTC|GMT|[+-][0-9]{1,2}(:?[0-9]{2})?)$'
                    )
                then try_cast(cell as timestamptz)::timestamp
            end
        when regexp_matches(cell, '^[0-9]{10}$')
        then to_timestamp(try_cast(cell as bigint))::timestamp
        when regexp_matches(cell, '^[0-9]{13}$')
        then to_timestamp(try_cast(cell as bigint) / 1000)::timestamp
        when regexp_matches(cell, '^(19|20)[0-9]{6}$')
        then try_strptime(cell, '%Y%m%d')
        when regexp_matches(cell, '(?i)(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec).*[0-9]{4}')
        then
            try_strptime(
                replace(cell, ',', ''),
                [
                    '%d %b %Y',
                    '%d %B %Y',
                    '%b %d %Y',
                    '%B %d %Y',
                    '%d-%b-%Y',
                    '%d-%B-%Y',
                    '%d %b %Y %H:%M',
                    '%d %b %Y %H:%M:%S',
                    '%d-%b-%Y %H:%M',
                    '%d-%b-%Y %H:%M:%S',
                    '%b %d %Y %H:%M',
                    '%b %d %Y %H:%M:%S',
                    '%b %d %Y %I:%M %p',
                    '%b %d %Y %I:%M:%S %p'
                ]
            )
    end
