-- What simulated traffic lacks, made of the number of each row: dates known in part, clocks with
-- and without an offset, households, reasons, delays, and what is missing.  raw is the simulator's
-- movements.csv, checked is what stay-check(1) made of it; $out is where the records go.
create view chance as select rowid as id, rowid * 7919 % 1009 as a, rowid * 104729 % 997 as b, * from raw;
create view stay_chance as select rowid as id, rowid * 7919 % 1009 as a, rowid * 104729 % 997 as b,
	coalesce(nullif(exit_time, ''), '2026-03-31') as last, * from checked;
create view came as select *, case
	when entry_time = '' then ''
	when a < 60 then strftime('%Y-%m-%dT%H:%M:%S', entry_time, '-13 months')
	when a < 150 then strftime('%Y-%m-%dT%H:%M:%S', entry_time, '-5 months')
	-- The day before, on, and behind which it is a year, and three months.
	when a < 180 then strftime('%Y-%m-%dT09:30:00', last, '-12 months', (a % 3 - 1) || ' days')
	when a < 230 then strftime('%Y-%m-%dT09:30:00', last, '-3 months', (a % 3 - 1) || ' days')
	else entry_time end as came from stay_chance;
.mode csv
.separator , "\n"
.headers on
.once movements.csv
select surname, given_names,
	case when a < 15 then substr(birth_date, 1, 4) when a < 60 then substr(birth_date, 1, 7)
		when a < 65 then '' when a < 67 then '2031-01-01' when a < 70 then substr(crossing_time, 1, 4)
		else birth_date end as birth_date,
	case when b < 20 then '' when b < 25 then 'X' else sex end as sex,
	case when a between 140 and 145 then '' else nationality end as nationality, residence, doc_type, doc_issuer,
	case when b between 30 and 50 then '' else doc_number end as doc_number, transport_mode, direction, post,
	case when a between 150 and 160 then substr(crossing_time, 1, 10)
		when a between 161 and 300 then crossing_time || '+04:30'
		when a between 301 and 350 then crossing_time || 'Z'
		when a between 351 and 354 then '' else crossing_time end as crossing_time,
	case when a between 360 and 370 and decision = 'admitted' then 'referred'
		when b = 60 then '' else decision end as decision,
	case when b between 100 and 130 and purpose = 'tourism' then 'medical, treatment' else purpose end as purpose,
	lane, case a % 5 when 0 then '' when 1 then '0' else a % 4 end as companions,
	case when b % 3 = 0 then '' else 'H' || (id / 4) end as household,
	case b % 20 when 0 then 'unaccompanied_child' when 1 then 'medical' when 2 then 'elderly;medical'
		else '' end as vulnerability,
	case when decision = 'refused' and b % 9 != 0 then substr('ABCDE', 1 + a % 5, 1) else '' end as refusal_reason,
	case when b < 100 then ''
		when b < 130 then strftime('%Y-%m-%dT%H:%M:%SZ', crossing_time, (b % 90) || ' minutes')
		else strftime('%Y-%m-%dT%H:%M:%S', crossing_time, ((a * b) % 400 / 4 - 3) || ' minutes', (a % 60) || ' seconds')
			|| case when a between 161 and 300 then '+04:30' when a between 301 and 350 then 'Z' else '' end
		end as recorded_time,
	case when b > 900 then ''
		else strftime('%Y-%m-%dT%H:%M:%S', crossing_time, '-' || ((a * b) % 97) || ' minutes', '-' || (b % 60) || ' seconds')
			|| case when a between 161 and 300 then '+04:30' when a between 301 and 350 then 'Z' else '' end
		end as arr_time,
	case when b % 7 = 0 then '' when b % 7 = 1 then 'invalid' when b % 7 < 4 then 'repaired' else 'valid' end as mrz_status
from chance order by id;
.once stays.csv
select stay_id, stay_kind, surname, given_names, birth_date, case when b % 50 = 0 then '' else sex end as sex,
	nationality, residence, doc_type, doc_issuer, doc_number,
	case when b % 4 = 0 then '' else substr('CDB', 1 + b % 3, 1) end as visa_type,
	case when b % 11 = 0 then 'study' when b % 13 = 0 then 'diplomatic' when b % 17 = 0 then '' else purpose end as purpose,
	came as entry_time, entry_post, exit_time, exit_post,
	case when came = '' or (stay_status in ('entry_missing', 'exit_missing') and exit_time = '') then stay_days
		else cast(julianday(substr(last, 1, 10)) - julianday(substr(came, 1, 10)) as integer) + 1 end as stay_days,
	stay_status, case when b < 40 then b * 7 else overstay_days end as overstay_days
from came order by id;
