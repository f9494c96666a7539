-- The records as the reports see them, read anew from what the recommendations say: movement
-- (movements.csv), stay (stays.csv), hit (hits.csv), each with what is derived.

-- Statistics Division of the United Nations, M49: the States of the simulated traffic.
create table continent (code text primary key, region text);
insert into continent with recursive listed(region, rest) as (
	values ('Africa', 'COD DZA EGY ETH GHA KEN LBY MAR NGA SDN SEN SOM TUN UGA ZAF '),
	('Americas', 'ARG BRA CAN CHL COL MEX PER USA '),
	('Asia', 'AFG ARE ARM AZE BGD BHR CHN CYP GEO HKG IDN IND IRN IRQ ISR JOR JPN KAZ KGZ KHM KOR KWT LBN LKA MMR MYS NPL OMN PAK PHL QAT SAU SGP SYR THA TJK TKM TUR UZB VNM YEM '),
	('Europe', 'AUT BEL BGR BLR CHE CZE DEU DNK ESP EST FIN FRA GBR GRC HRV HUN IRL ISL ITA LTU LVA NLD NOR POL PRT ROU RUS SRB SVK SWE UKR '),
	('Oceania', 'AUS NZL ')
), cut(region, code, rest) as (
	select region, substr(rest, 1, 3), substr(rest, 5) from listed union all
	select region, substr(rest, 1, 3), substr(rest, 5) from cut where rest != '')
select code, region from cut where code != '';

-- The first and the last day on which somebody of a birth date can be born: '' is not known.
create view born as select m.rowid as id,
	case length(birth_date) when 10 then birth_date when 7 then birth_date || '-01'
		when 4 then birth_date || '-01-01' end as first,
	min(case length(birth_date) when 10 then birth_date when 7 then date(birth_date || '-01', '+1 month', '-1 day')
		when 4 then birth_date || '-12-31' end, substr(crossing_time, 1, 10)) as last
from movements m where birth_date != '' and crossing_time != '';
-- Years on a day: of those that are full.
create table lived as select b.id,
	substr(m.crossing_time, 1, 4) - substr(b.last, 1, 4) - (substr(m.crossing_time, 6, 5) < substr(b.last, 6, 5)) as least,
	substr(m.crossing_time, 1, 4) - substr(b.first, 1, 4) - (substr(m.crossing_time, 6, 5) < substr(b.first, 6, 5)) as most
from born b join movements m on m.rowid = b.id where b.first <= substr(m.crossing_time, 1, 10);

create table movement as select m.*,
	substr(crossing_time, 1, 10) as day, substr(crossing_time, 1, 7) as month,
	case when length(crossing_time) > 10 then substr(crossing_time, 1, 13) else '' end as hour,
	substr(crossing_time, 12, 2) as hour_of_day,
	coalesce(cast((strftime('%w', substr(crossing_time, 1, 10)) + 6) % 7 + 1 as text), '') as weekday,
	case when least = most then least end as age,
	coalesce(case when min(least / 5, 15) = min(most / 5, 15) then case when least >= 75 then '75+'
		else (least / 5 * 5) || '-' || (least / 5 * 5 + 4) end end, '') as age_group,
	coalesce(region, '') as region,
	case when doc_number != '' then doc_issuer || '/' || doc_type || '/' || doc_number
		else surname || '/' || given_names || '/' || birth_date || '/' || nationality end as person,
	-- Seconds between two clocks that both tell their offset, or both do not.
	case when length(crossing_time) > 10 and recorded_time != '' and (length(crossing_time) > 19) = (length(recorded_time) > 19)
		then cast(strftime('%s', recorded_time) - strftime('%s', crossing_time) as integer) end as late,
	case when length(crossing_time) > 10 and arr_time != '' and (length(crossing_time) > 19) = (length(arr_time) > 19)
		then cast(strftime('%s', crossing_time) - strftime('%s', arr_time) as integer) end as took
from movements m left join lived l on l.id = m.rowid left join continent on code = nationality;

create view moved as select * from movement where decision != 'refused' and direction != 'transit';
create view arrived as select * from movement where decision != 'refused' and direction = 'entry';
create view tried as select * from movement where direction != 'transit';
-- Whole minutes that were full.
create view recorded as select *, (late - (late % 60 + 60) % 60) / 60 as delay from movement where late is not null;
create view cleared as select *, (took - (took % 60 + 60) % 60) / 60 as minutes from movement where took is not null;

create view visit as select s.*, surname || '/' || given_names || '/' || birth_date as who,
	case when doc_number != '' then doc_issuer || '/' || doc_type || '/' || doc_number
		else surname || '/' || given_names || '/' || birth_date || '/' || nationality end as person,
	nullif(stay_days, '') + 0 as days,
	case when overstay_days = '' then null else overstay_days + 0 end as over
from stays s where stay_kind != 'absence';
create table band as select v.*, case
	when days is null then '' when days = 1 then '0' when days <= 4 then '1-3' when days <= 29 then '4-28'
	when days <= 92 then '29-91' when days <= 366 then '92-365' else '366+' end as stay_band,
	case when over <= 3 then '1-3' when over <= 7 then '4-7' when over <= 30 then '8-30' when over <= 90 then '31-90'
		when over <= 180 then '91-180' when over <= 365 then '181-365' else '366+' end as over_band
from visit v;
create view ended as select * from band where entry_time != '' and exit_time != '';
-- Of a stay that has begun; the day it ended on, or to which it was counted.
create view begun as select b.*, substr(entry_time, 1, 10) as first, substr(entry_time, 1, 7) as month,
	coalesce(nullif(substr(exit_time, 1, 10), ''), date(substr(entry_time, 1, 10), (days - 1) || ' days')) as last,
	substr(entry_time, 1, 4) - substr(birth_date, 1, 4) - (substr(entry_time, 6, 5) < substr(birth_date, 6, 5)) as age
from band b where entry_time != '';
-- 1998 Recommendations, paragraphs 36 and 37; 2008 Recommendations, 2.9, 2.13 and 2.25.
create table judged as select *, case when age < 0 then '' when age >= 75 then '75+' else (age / 5 * 5) || '-' || (age / 5 * 5 + 4) end as age_group,
	case when last is null then '' when last >= date(first, '+12 months') then 'long_term'
		when last >= date(first, '+3 months') and purpose not in ('tourism', 'family', 'business', 'medical', 'pilgrimage')
		then 'short_term' else 'visitor' end as migrant,
	case when last is null or last >= date(first, '+12 months')
		or purpose in ('work', 'diplomatic', 'transit', 'protection', 'commuting') then ''
		when first < last then 'tourist' when exit_time = '' then '' else 'same_day' end as visitor
from begun;
create view guest as select * from judged where visitor != '';
create view within as select * from begun where exit_time = '' and stay_status != 'exit_missing';

create table hit as select *,
	case when doc_number != '' then doc_issuer || '/' || doc_type || '/' || doc_number
		else surname || '/' || given_names || '/' || birth_date || '/' || nationality end as person,
	printf('%.2f-%.2f', min(cast(hit_score * 1000 + 0.5 as integer) / 50, 19) / 20.0,
		min(cast(hit_score * 1000 + 0.5 as integer) / 50, 19) / 20.0 + 0.05) as score_band
from hits where hit_id != '';
