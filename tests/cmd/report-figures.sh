# Every figure of every named report of movement-report(1), beside what SQL makes of the same
# records: two readings of what a report means, which must agree to the last digit.
# REPORT_TRAVELLERS=N is the size of the traffic.
. "$top_srcdir/tests/cmd/tap.sh"

if ! command -v sqlite3 >/dev/null; then
	skip "figures by another way" "no sqlite3"
	done_testing
	exit
fi

# ---- a year and more of traffic ----

cd "$tmp" || exit 99
border-simulate -q --travellers="${REPORT_TRAVELLERS:-1000}" --from=2024-12-20 --to=2026-03-10 --refuse-rate=0.06 \
	--listed-rate=0.02 -o month
movement-pair -q --home=UTO --as-of=2026-03-31 month/movements.csv >pairs.csv
printf '%s\n' 'visitor days 30 if nationality!=UTO' 'own exempt' >rules
stay-check -q --rules=rules --as-of=2026-03-31 pairs.csv >checked.csv
{
	echo '.import --csv month/movements.csv raw'
	echo '.import --csv checked.csv checked'
	cat "$data/report/figures-input.sql"
} | sqlite3 input.db
watchlist-match -q -l month/watchlist.csv movements.csv >hits.csv
for input in movements stays hits; do
	ok "$input to count" test "$(wc -l <$input.csv)" -gt 20
done
{
	for input in movements stays hits; do echo ".import --csv $input.csv $input"; done
	cat "$data/report/figures.sql"
} | sqlite3 figures.db
is "the region of every State is known" "$(sqlite3 figures.db "select distinct nationality from movements
	where nationality not in (select code from continent) and nationality not in ('', 'UTO')")" ""

# ---- another way ----

# Rounded half away from zero to two decimals, in whole numbers alone.
hundredths() { # NUMERATOR DENOMINATOR: a hundredth of it, neither below 0
	echo "case when ($2) > 0 then printf('%d.%02d', (($1) * 2 + ($2)) / (2 * ($2)) / 100, (($1) * 2 + ($2)) / (2 * ($2)) % 100) end"
}
percent() { # PART WHOLE
	hundredths "($1) * 10000" "$2"
}
change() { # NOW BEFORE
	echo "case when ($2) > 0 then case when (($2) - ($1)) * 20000 >= ($2) then '-' else '' end || $(percent "abs(($1) - ($2))" "$2") end"
}
# The smallest value with at least so many percent of the values at or below it.
nth() { # PERCENT
	echo "max(case when rank = (known * $1 + 99) / 100 then value end)"
}

# One row for each group, one for those behind the top ones, and the total: SELECT is computed over
# the records of each.  $size is what groups are ordered by, when not by a key.
size='count(*)'
lines() { # FROM KEY1 KEY2 TOP VALUE
	ranks=
	[ "$5" = null ] || ranks=', row_number() over (partition by kind, at_1, at_2 order by value is null, value) as rank,
		count(value) over (partition by kind, at_1, at_2) as known'
	cat <<-SQL
		with base as materialized (select $2 as key_1, $3 as key_2, $5 as value, * from $1),
		counted as (select key_1, key_2, $size as n from base group by key_1, key_2),
		placed as materialized (select *, row_number() over (order by n desc, key_1, key_2) as place from counted),
		lines as (
			select 0 as kind, key_1 as at_1, key_2 as at_2, p.n, base.* from base join placed p using (key_1, key_2)
				where place <= $4
			union all select 1, '', '', 0, base.* from base join placed p using (key_1, key_2) where place > $4
			union all select 2, '', '', 0, base.* from base),
		line as (select *$ranks from lines)
	SQL
}
others="(select 'other (' || count(*) || ' group' || case count(*) when 1 then '' else 's' end || ')' from placed where place >"

# The same figures from the program.  Both as a list of values, for there are several ways to quote.
compare() { # REPORT TABLE SQL
	case $1 in
	stays | overstays | migrants | tourism | inside) input=stays ;;
	hits) input=hits ;;
	*) input=movements ;;
	esac
	sqlite3 -header figures.db "$3" >want 2>&1
	movement-report -q --report="$1" --table="$2" --exact --total --format=csv $input.csv >got.csv 2>got.err
	sqlite3 -header :memory: '.import --csv got.csv t' 'select * from t' >got 2>>got.err
	if cmp -s want got && [ "$(wc -l <got)" -gt 1 ]; then result 0 "$1, $2"; else
		result 1 "$1, $2"
		sed 's/^/# /' got.err | head -5
		diff want got | sed 's/^/# /' | head -${REPORT_LINES:-10}
	fi
}

# A table by one or two columns.
by() { # REPORT TABLE FROM NAME1=KEY1[ NAME2=KEY2] ORDER TOP SELECT [VALUE]
	key=$4 name_2='' key_2="''"
	case $key in *' '*) name_2=${key#* } key_2=${name_2#*=} name_2=${name_2%%=*} key=${key%% *} ;; esac
	name=${key%%=*} key=${key#*=}
	case $5 in
	count) order='n desc, at_1, at_2' ;;
	number) order="at_1 != '', cast(at_1 as real), at_1, at_2" ;;
	key) order='at_1, at_2' ;;
	esac
	rest=$6
	[ "$rest" -gt 0 ] || rest=999999999
	compare "$1" "$2" "$(lines "$3" "$key" "$key_2" "$rest" "${8:-null}")
		select case kind when 0 then at_1 when 1 then $others $rest) else 'total' end as $name,
		${name_2:+at_2 as $name_2,} $7 from line group by kind, at_1, at_2 order by kind, $order"
}

# A table with a column for each value of another that there is.
cross() { # REPORT TABLE FROM NAME=KEY ORDER TOP ACROSS CELL VALUES...
	report=$1 table=$2 from=$3 key=$4 order_of=$5 top_of=$6 across=$7 cell=$8
	shift 8
	list=
	sqlite3 figures.db "select distinct case $across when '' then 'none' else $across end from $from" >there
	for value; do
		grep -qxF -- "$value" there || continue
		list="$list $(echo "$cell" | sed "s/@/$across = '${value#none}'/") as \"$value\","
	done
	by "$report" "$table" "$from" "$key" "$order_of" "$top_of" "$list $(echo "$cell" | sed "s/@/1/") as total"
}
each='sum(@)'
# The values of a column, in the order of their bytes, none first.
values() { # COLUMN FROM
	sqlite3 figures.db "select distinct case $1 when '' then 'none' else $1 end from $2 order by nullif($1, '')"
}

# ---- the reports ----

# By month, with what was before: one row for each month, joined to those before it.
months() { # REPORT VIEW YEARS NAME=CONDITION ... [REST OF SELECT]
	report=$1 view=$2 years=$3 rest=$4 heads='' sums=''
	shift 4
	for figure; do
		name=${figure%%=*} of=${figure#*=}
		sums="$sums, sum($of) as $name"
		[ "$name" = count ] && heads="$heads, m.count" && continue
		heads="$heads, m.$name, case when m.month > first then $(change "m.$name" "coalesce(b.$name, 0)") end as ${name}_change"
		[ -z "$years" ] || heads="$heads, case when date(m.month || '-01', '-1 year') >= first || '-01' then
			$(change "m.$name" "coalesce(y.$name, 0)") end as ${name}_year_change"
	done
	compare "$report" months "with m as (select month, '' as line, 0 as kind$sums$rest from $view group by month
			union all select null, 'total', 1$sums$rest from $view),
		bounds as (select min(month) as first from m where month != '')
		select coalesce(m.month, m.line) as month$heads${rest:+, m.more as refusal_rate}
		from m, bounds left join m b on b.kind = 0 and b.month = strftime('%Y-%m', m.month || '-01', '-1 month')
			left join m y on y.kind = 0 and y.month = strftime('%Y-%m', m.month || '-01', '-1 year')
		order by m.kind, m.month"
}
directions='entry exit'

months arrivals moved years '' "arrivals=direction = 'entry'" "departures=direction = 'exit'"
cross arrivals posts moved post=post count 0 direction "$each" $directions
cross arrivals modes moved transport_mode=transport_mode count 0 direction "$each" $directions
cross arrivals nationalities moved nationality=nationality count 20 direction "$each" $directions
cross arrivals regions moved region=region count 0 direction "$each" $directions
cross arrivals documents moved doc_type=doc_type count 0 direction "$each" $directions

net="sum(direction = 'entry') as arrivals, sum(direction = 'exit') as departures,
	sum(direction = 'entry') - sum(direction = 'exit') as net"
by net months moved month=month key 0 "$net"
size="sum(direction = 'entry')"
by net nationalities moved nationality=nationality count 20 "$net"
by net posts moved post=post count 0 "$net"
size='count(*)'

cross demography ages arrived age_group=age_group number 0 sex "$each" M F X none
female=$(percent "sum(sex = 'F')" 'count(*)')
by demography women arrived month=month key 0 "count(*) as count,
	sum(sex = 'F' and coalesce(age >= 18, 0)) as women, sum(sex = 'F' and coalesce(age < 18, 0)) as girls, $female as female"
by demography children '(select * from arrived where age < 18)' nationality=nationality count 20 \
	'count(*) as count, sum(age < 5) as under_5, count(distinct person) as persons'
by demography alone "(select * from arrived where age < 18 and companions = '0')" nationality=nationality count 20 \
	'count(*) as count, count(distinct person) as persons'
cross demography nationalities arrived nationality=nationality count 20 sex "$each" M F X none

share() { # FROM
	percent 'count(*)' "(select count(*) from base)"
}
by purpose purposes arrived purpose=purpose count 0 \
	"count(*) as count, $(share) as share, count(distinct person) as persons"
IFS='
'
cross purpose months arrived month=month key 0 purpose "$each" $(values purpose arrived)
cross purpose nationalities arrived nationality=nationality count 20 purpose "$each" $(values purpose arrived)
IFS=' 	
'

refused="decision = 'refused'"
refusal_rate=$(percent "sum($refused)" 'count(*)')
months refusals tried '' ", $refusal_rate as more" count=1 "refused=$refused"
by refusals posts tried post=post count 0 "count(*) as count, sum($refused) as refused, $refusal_rate as refusal_rate"
turned="(select * from tried where $refused)"
by refusals nationalities "$turned" nationality=nationality count 20 'count(*) as refused'
by refusals purposes "$turned" purpose=purpose count 0 'count(*) as refused'
by refusals reasons "$turned" refusal_reason=refusal_reason count 0 "count(*) as refused, $(share) as refused_share"

cross peak week movement weekday=weekday number 0 hour_of_day "$each" $(values hour_of_day movement)
by peak hours movement hour=hour count 20 'count(*) as count'
by peak posts movement 'post=post hour=hour' count 20 'count(*) as count'
by peak days movement day=day key 0 'count(*) as count'

mean=$(hundredths 'sum(value) * 100' 'count(value)')
by stays lengths ended stay_band=stay_band number 0 "count(*) as count, $(share) as share"
by stays nationalities ended nationality=nationality count 20 "count(*) as count, $mean as stay_days_mean,
	$(nth 50) as stay_days_median, $(nth 90) as stay_days_p90" days
by stays purposes ended purpose=purpose count 0 "count(*) as count, $mean as stay_days_mean,
	$(nth 50) as stay_days_median" days
by stays states band stay_status=stay_status count 0 "count(*) as count, $(share) as share"

late='coalesce(over > 0, 0)'
overstays="count(*) as stays, sum($late) as overstays, $(percent "sum($late)" 'count(*)') as overstay_rate"
beyond='(select * from band where over > 0)'
by overstays nationalities band nationality=nationality count 20 "$overstays, $(nth 50) as overstay_days_median" \
	'case when over > 0 then over end'
by overstays where "$beyond" nationality=nationality count 20 \
	"count(*) as overstays, sum(exit_time != '') as left_late, sum(exit_time = '') as still_inside"
by overstays lengths "$beyond" overstay_days_days_band=over_band number 0 \
	"count(*) as overstays, $(share) as overstays_share"
by overstays visas band visa_type=visa_type count 0 "$overstays"
by overstays purposes band purpose=purpose count 0 "$overstays"
by overstays unmatched "(select * from band where stay_status in ('entry_missing', 'exit_missing'))" \
	stay_status=stay_status count 0 'count(*) as count'

kinds='long_term short_term visitor none'
by migrants kinds judged migrant=migrant count 0 "count(*) as count, $(share) as share, count(distinct person) as persons"
cross migrants nationalities judged nationality=nationality count 20 migrant "$each" $kinds
cross migrants ages "(select * from judged where migrant in ('long_term', 'short_term'))" age_group=age_group number 0 \
	sex "$each" M F none
cross migrants months judged entry_time_month=month key 0 migrant "$each" $kinds

guests='tourist same_day'
cross tourism months guest entry_time_month=month key 0 visitor "$each" $guests
cross tourism residences guest residence=residence count 20 visitor "$each" $guests
by tourism nights "(select * from guest where visitor = 'tourist' and exit_time != '')" residence=residence count 20 \
	"count(*) as count, sum(value) as nights_sum, $mean as nights_mean" 'days - 1'
by tourism purposes guest purpose=purpose count 0 "count(*) as count, $(share) as share"
by tourism flows "(select * from guest where residence != '' and residence != nationality)" \
	'nationality=nationality residence=residence' count 25 'count(*) as count'

by inside nationalities within nationality=nationality count 20 'count(*) as count, count(distinct person) as persons'
by inside posts within entry_post=entry_post count 0 'count(*) as count'
by inside purposes within purpose=purpose count 0 'count(*) as count'
by inside lengths within stay_band=stay_band number 0 'count(*) as count'
by inside late '(select * from within where over > 0)' nationality=nationality count 20 \
	"count(*) as count, $(nth 50) as overstay_days_median" over

by hits lists hit hit_list=hit_list count 0 'count(*) as hits, count(distinct person) as persons'
cross hits outcomes hit hit_list=hit_list count 0 decision "$each" admitted refused referred
by hits scores hit hit_score_score_band=score_band number 0 "count(*) as hits, $(share) as hits_share"
by hits posts hit post=post count 0 'count(*) as hits, count(distinct person) as persons'
by hits entries hit 'hit_list=hit_list hit_id=hit_id' count 20 'count(*) as hits, count(distinct person) as persons'

have=
for column in name=surname birth_date=birth_date sex=sex nationality=nationality document=doc_number \
	time=hour_of_day decision=decision; do
	have="$have, $(percent "sum(${column#*=} != '')" 'count(*)') as with_${column%=*}"
done
by quality completeness movement post=post count 0 "count(*) as count$have"
by quality purposes "(select * from movement where direction = 'entry')" post=post count 0 \
	"count(*) as count, $(percent "sum(purpose != '')" 'count(*)') as with_purpose"
by quality late recorded post=post count 0 "count(*) as count, $(percent 'sum(delay > 60)' 'count(*)') as late,
	$(nth 50) as delay_median, $(nth 90) as delay_p90" delay
by quality zones "(select * from movement where mrz_status != '')" post=post count 0 \
	"count(*) as count, $(percent "sum(mrz_status = 'invalid')" 'count(*)') as invalid_zones,
	$(percent "sum(mrz_status = 'repaired')" 'count(*)') as repaired_zones"

cross humanitarian days moved day=day key 0 direction "$each" $directions
cross humanitarian households moved day=day key 0 direction "count(distinct case when @ then nullif(household, '') end)" $directions
by humanitarian groups moved direction=direction count 0 "count(*) as count, count(distinct person) as persons,
	sum(coalesce(age < 5, 0)) as under_5, sum(coalesce(age < 18, 0)) as children,
	sum(sex = 'F' and coalesce(age >= 18, 0)) as women, sum(sex = 'F' and coalesce(age < 18, 0)) as girls,
	sum(coalesce(age >= 60, 0)) as elderly"
by humanitarian alone "(select * from moved where age < 18 and companions = '0')" direction=direction count 0 \
	'count(*) as children'
cross humanitarian vulnerabilities "(select * from moved where vulnerability != '')" vulnerability=vulnerability count 0 \
	direction "$each" $directions
cross humanitarian nationalities moved nationality=nationality count 20 direction "$each" $directions
cross humanitarian posts moved post=post count 0 direction "$each" $directions

by clearance lanes cleared 'post=post lane=lane' count 0 "count(*) as count, $(nth 50) as clearance_median,
	$(nth 90) as clearance_p90, max(minutes) as clearance_max" minutes
by clearance posts cleared post=post count 0 "count(*) as count, $mean as clearance_mean,
	$(nth 50) as clearance_median, $(nth 90) as clearance_p90" minutes
by clearance hours cleared hour_of_day=hour_of_day key 0 "count(*) as count, $(nth 50) as clearance_median,
	$(nth 90) as clearance_p90" minutes
by clearance days cleared day=day key 0 "count(*) as count, $(nth 50) as clearance_median" minutes

done_testing
