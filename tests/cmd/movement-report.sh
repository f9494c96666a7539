# movement-report: records in, counts out.
. "$top_srcdir/tests/cmd/tap.sh"
crossings=$data/report/crossings.csv

# ---- the figures: the sample's were counted by hand ----

status "by nationality, for a person" 0 movement-report --by=nationality --format=text "$crossings"
golden "the largest first, the empty key too, a total" report/nationality.txt
status "by week" 0 movement-report --by=week "$crossings"
golden "in the order of time, also over the turn of the year" report/week.csv
is "without --by: the count of all" "$(movement-report -q "$crossings")" "count
12"
is "--top keeps the total right" \
	"$(movement-report -q --by=nationality --top=2 --total "$crossings")" "nationality,count
AFG,4
PAK,3
other (4 groups),5
total,12"
is "--sort=key" "$(movement-report -q --by=post --sort=key "$crossings")" "post,count
HRT1,1
KBL1,6
TRK1,5"
is "--sort=count orders periods too" \
	"$(movement-report -q --by=month --sort=count "$crossings")" "month,count
2026-11,10
2026-12,1
2027-01,1"
is "a part of a date that is not known is empty" \
	"$(movement-report -q --by=birth_date:month --sort=key "$crossings" | sed -n '2,4p')" ",2
1950-10,1
1969-12,1"
is "--by may be given again" "$(movement-report -q --by=sex --by=decision --top=1 "$crossings")" \
	"sex,decision,count
M,admitted,5
other (4 groups),,7"

# ---- the figures: against sort | uniq -c, over rows made here ----

awk 'BEGIN {
	n = split("AFG IRN PAK TUR DEU  UZB", nat, " "); srand(7)
	print "nationality,arr_time,note,sex"
	for (i = 0; i < 30000; i++) {
		printf "%s,2026-%02d-%02dT%02d:%02d:00,", nat[1 + int(rand() * rand() * n)],
			1 + int(rand() * 12), 1 + int(rand() * 28), int(rand() * 24), int(rand() * 60)
		printf i % 10 == 0 ? "\"two\nlines, a \"\"quote\"\"\"," : "%d,", i % 7
		print substr("MFX", 1 + int(rand() * 3), rand() < 0.9)
	}
}' >"$tmp/many.csv"
# The same rows as plain words, one row a line, for tools that know no CSV.
awk -F, '/^(AFG|IRN|PAK|TUR|DEU|UZB),/ { a = $1 "," substr($2, 1, 7) "," substr($2, 1, 13) }
	NR > 1 && /,[MFX]?$/ { print a "," $NF }' "$tmp/many.csv" >"$tmp/words"
is "30,000 rows were made" "$(wc -l <"$tmp/words" | tr -d ' ')" 30000

counted() { # fields of words: as movement-report --sort=key prints them
	cut -d, -f"$1" "$tmp/words" | LC_ALL=C sort | uniq -c | awk '{ print $2 "," $1 }' |
		LC_ALL=C sort -t, -k1,1 -k2,2
}
report() {
	movement-report -q --by="$1" --sort=key "$tmp/many.csv" | tail -n +2 |
		LC_ALL=C sort -t, -k1,1 -k2,2
}
is "nationality agrees with sort | uniq -c" "$(report nationality)" "$(counted 1)"
is "month agrees" "$(report month)" "$(counted 2)"
is "hour agrees" "$(report hour)" "$(counted 3)"
is "three columns agree" "$(report nationality,month,sex)" "$(counted 1,2,4)"
movement-report -q --by=note --sort=key "$tmp/many.csv" >"$tmp/out"
is "a value with line breaks and quotes is one key" "$(tail -n 2 "$tmp/out")" '"two
lines, a ""quote""",3000'
movement-report -q --by=hour "$tmp/many.csv" >"$tmp/out"
is "the counts add up" "$(awk -F, 'NR > 1 { n += $NF } END { print n }' "$tmp/out")" 30000
movement-report -q --by=hour --top=10 "$tmp/many.csv" >"$tmp/out"
is "--top's counts add up too" "$(awk -F, 'NR > 1 { n += $NF } END { print n }' "$tmp/out")" 30000
is "ten and the others" "$(wc -l <"$tmp/out" | tr -d ' ')" 12

# ---- input ----

is "standard input is the default" "$(movement-report -q --by=direction <"$crossings")" \
	"direction,count
entry,9
exit,3"
is "and is called -" "$(movement-report -q --by=direction - "$crossings" <"$crossings" | tail -n 1)" \
	"exit,6"
gzip -c "$crossings" >"$tmp/c.gz"
is "gzip, several files" "$(movement-report -q --by=direction "$tmp/c.gz" "$crossings")" \
	"direction,count
entry,18
exit,6"
printf 'sex,post\nM,TRK1\n' >"$tmp/other.csv"
is "a later file may have other columns in another order" \
	"$(movement-report -q --by=post,sex --top=1 "$tmp/other.csv" "$crossings")" "post,sex,count
KBL1,F,3
other (6 groups),,10"
status "a later file without the column" 2 movement-report --by=nationality "$crossings" \
	"$tmp/other.csv"
has "is named with what it has" "other.csv: no column 'nationality'; there are: sex, post" "$tmp/err"
is "and no report is written" "$(cat "$tmp/out")" ""
status "a file that is not there" 2 movement-report --by=sex "$crossings" "$tmp/none"
is "no report of half the files" "$(cat "$tmp/out")" ""
status "an unknown column" 2 movement-report --by=natonality "$crossings"
has "names those there are" "no column 'natonality'; there are: direction, post, crossing_time" \
	"$tmp/err"
status "a period without a time" 2 movement-report --by=month "$tmp/other.csv"
has "says which option names a column" "--time=COLUMN" "$tmp/err"

printf 'sex,post\n' >"$tmp/header.csv"
printf 'sex,post,crossing_time\n' >"$tmp/header2.csv"
status "only a header" 0 movement-report --by=sex "$tmp/header.csv"
is "gives only a header" "$(cat "$tmp/out")" "sex,count"
has "and says that nothing was read" "0 read, 0 written, 0 rejected" "$tmp/err"
is "as a table: a total of 0" "$(movement-report -q --by=sex --format=text "$tmp/header.csv")" \
	"sex    count
-----  -----
-----  -----
total      0"
status "an empty file" 2 movement-report --by=sex /dev/null
has "has no header" "no header" "$tmp/err"

# ---- what is wrong with the input ----

printf 'arr_time,sex\n2026-11-23,M\n2026-02-30,F\n2026-11-24,M,extra\n2026-11-25,M\n' >"$tmp/bad.csv"
status "bad rows" 1 movement-report --by=month --reject="$tmp/reject" "$tmp/bad.csv"
is "cost nobody else's row" "$(cat "$tmp/out")" "month,count
,1
2026-11,2"
is "the rejected row is kept" "$(cat "$tmp/reject")" "2026-11-24,M,extra"
has "a value that is no date is warned of with its place" \
	"bad.csv: line 3: field 1: warning: '2026-02-30' is no date" "$tmp/err"
has "the rows are counted" "4 read, 2 written, 1 rejected" "$tmp/err"
status "--strict" 2 movement-report --strict --by=month "$tmp/bad.csv"
is "--strict writes no report" "$(cat "$tmp/out")" ""

# ---- output ----

printf 'a\n"\033[2Jx"\n' >"$tmp/esc.csv"
is "a value cannot drive the terminal" \
	"$(movement-report -q --by=a --format=text "$tmp/esc.csv" | sed -n 3p)" '\x1b[2Jx      1  ████████████████████'
is "CSV has it as it is" "$(movement-report -q --by=a "$tmp/esc.csv" | sed -n 2p)" \
	"$(printf '\033[2Jx,1')"
if script -qec true /dev/null </dev/null >/dev/null 2>&1; then
	script -qec "movement-report -q --by=nationality $crossings" /dev/null </dev/null |
		tr -d '\r' >"$tmp/out"
	golden "a table on a terminal" report/nationality.txt
	for columns in 30 200; do # the table takes 18, and two part it from the bars
		script -qec "stty cols $columns; movement-report -q --by=nationality $crossings" /dev/null </dev/null >"$tmp/out"
		is "the longest bar, in $columns columns" "$(grep AFG "$tmp/out" | grep -o █ | wc -l)" \
			$((columns == 30 ? 10 : 40))
	done
	script -qec "movement-report -q --by=week -o $tmp/o.csv $crossings" /dev/null </dev/null \
		>/dev/null
	cp "$tmp/o.csv" "$tmp/out"
	golden "CSV in a file, though there is a terminal" report/week.csv
else
	skip "a table on a terminal" "no script(1), or no terminal to be had"
fi
if [ -w /dev/full ]; then
	status "a full disk" 2 movement-report --by=sex -o /dev/full "$crossings"
	has "is told" "/dev/full: cannot write" "$tmp/err"
fi
is "a closed pipe is quiet" "$(movement-report -q --by=arr_time "$tmp/many.csv" 2>&1 | head -1)" \
	"arr_time,count"
movement-report -q --by=arr_time,nationality "$tmp/many.csv" >"$tmp/one"
movement-report -q --by=arr_time,nationality "$tmp/many.csv" >"$tmp/two"
ok "two runs write something" test -s "$tmp/one"
ok "and the same" cmp "$tmp/one" "$tmp/two"

# ---- measures, conditions, columns across ----

is "a condition" "$(movement-report -q --by=direction --where='nationality in (AFG, PAK) and not sex = F' "$crossings")" \
	"direction,count
entry,3
exit,2"
is "conditions given twice must both be met" \
	"$(movement-report -q --where='sex = F' --where='direction = exit' "$crossings")" "count
1"
is "across" "$(movement-report -q --by=post --across=direction --total "$crossings")" "post,entry,exit,total
KBL1,4,2,6
TRK1,4,1,5
HRT1,1,0,1
total,9,3,12"
is "measures" "$(movement-report -q --by=direction --measure='count,share,women=rate where sex = F' "$crossings" | head -n 2)" \
	"direction,count,share,women
entry,9,75.00,33.33"
is "the month before, and the change" \
	"$(movement-report -q --by=month --measure=count,before,change "$crossings")" "month,count,before,change
2026-11,10,,
2026-12,1,10,-90.00
2027-01,1,1,0.00"
is "regions" "$(movement-report -q --by=region "$crossings" | sort)" ",1
Asia,9
Europe,2
region,count"
is "--suppress" "$(movement-report -q --by=nationality --suppress=3 --total "$crossings")" "nationality,count
AFG,4
PAK,3
,*
DEU,*
IRN,*
TUR,*
total,12"

# ---- named reports ----

movement-report --report=list >"$tmp/list"
is "all named reports are listed" "$(awk '{ print $1 }' "$tmp/list" | tr '\n' ' ')" \
	"arrivals net demography purpose refusals peak stays overstays migrants tourism inside hits quality humanitarian clearance "
status "a report of several tables is no CSV" 2 movement-report --report=peak --format=csv "$crossings"
has "and the message says what to do" "--table=week, or --format=html or json" "$tmp/err"
is "one table of it is" "$(movement-report -q --report=peak --table=days --top=1 "$crossings")" "day,count
2026-11-22,6
other (4 groups),6"
status "a table that is not there" 2 movement-report --report=peak --table=hour "$crossings"
has "names the list" "--report=list" "$tmp/err"
status "an unknown report" 2 movement-report --report=peek "$crossings"
has "too" "--report=list" "$tmp/err"
status "a column that a report needs" 2 movement-report --report=purpose --format=json "$crossings"
has "is named" "no column 'purpose'; there are: direction, post" "$tmp/err"
status "an optional table that was asked for" 2 movement-report --report=arrivals --table=modes "$crossings"
has "is not left out in silence" "no column 'transport_mode'" "$tmp/err"
status "--where restricts a named report" 0 movement-report -q --report=peak --table=week --format=csv \
	--where='post = HRT1' "$crossings"
is "to its records" "$(cat "$tmp/out")" "weekday,08
6,1"

# ---- reports without rows ----

status "a condition that nothing meets" 0 movement-report --by=sex --where='sex = F and sex = M' "$crossings"
is "gives only a header" "$(cat "$tmp/out")" "sex,count"
has "and the message says why" "no record meets its conditions" "$tmp/err"
status "a file without records" 0 movement-report --report=peak --format=json "$tmp/header2.csv"
has "is told" "there was no record" "$tmp/err"
status "nothing to draw" 2 movement-report --by=sex --chart=bars --format=svg --where='sex = Y' "$crossings"
has "is told too" "nothing to draw" "$tmp/err"

# ---- conditions that are wrong ----

wrong() { # CONDITION WHAT
	status "wrong: $1" 2 movement-report --where="$1" "$crossings"
	has "  is told" "$2" "$tmp/err"
}
wrong 'sex' 'a comparison was expected'
wrong 'sex = ' 'expected'
wrong 'sx = F' "no column 'sx'; there are:"
wrong '(sex = F' 'expected'
wrong 'sex = F) or (sex = M' "at ')'"
wrong 'sex =' 'at the end'
wrong 'sex = F nationality = AFG' 'character 9)'
status "a measure that is none" 2 movement-report --measure=cuont "$crossings"
has "names those there are" "count, net, persons" "$tmp/err"
status "a change without a period" 2 movement-report --by=post --measure=count,change "$crossings"
has "says what it needs" "a period first in --by" "$tmp/err"

# ---- parts ----

head -n 5 "$crossings" >"$tmp/a.csv"
{ head -n 1 "$crossings" && tail -n +6 "$crossings"; } >"$tmp/b.csv"
for f in a b; do
	status "--partial of $f" 0 movement-report -q --by=nationality --across=sex --measure=count,persons,birth_date:distinct \
		--partial -o "$tmp/$f.part" "$tmp/$f.csv"
done
movement-report -q --by=nationality --across=sex --measure=count,persons,birth_date:distinct --total --format=csv \
	"$crossings" >"$tmp/whole"
status "--merge" 0 movement-report -q --merge --total --format=csv "$tmp/b.part" "$tmp/a.part"
ok "gives the bytes of the whole" cmp "$tmp/whole" "$tmp/out"
status "--merge --partial" 0 movement-report -q --merge --partial -o "$tmp/ab.part" "$tmp/a.part" "$tmp/b.part"
status "merges as well" 0 movement-report -q --merge --total --format=csv "$tmp/ab.part"
ok "to the same" cmp "$tmp/whole" "$tmp/out"
status "the same records twice" 2 movement-report --merge "$tmp/ab.part" "$tmp/a.part"
has "are refused" "in another partial already" "$tmp/err"
head -n 4 "$tmp/a.part" >"$tmp/cut.part"
status "a partial cut short" 2 movement-report --merge "$tmp/cut.part"
has "is refused" "cut short" "$tmp/err"
is "without a figure" "$(cat "$tmp/out")" ""
status "records are no partial" 2 movement-report --merge "$crossings"
has "and the message says what is" "--partial writes them" "$tmp/err"
status "options of what is counted beside --merge" 2 movement-report --merge --by=sex "$tmp/a.part"
status "--suppress beside --partial" 2 movement-report --partial --suppress=5 "$crossings"

# ---- usage ----

for bad in --by= --by=sex,sex --by=count --by=sex,,post --top=0 --top=x --sort=name --format=pdf --bogus --suppress=1 --chart=pie --language=xx --table=days --across= --measure=; do
	status "wrong usage: $bad" 2 movement-report "$bad" "$crossings"
done
done_testing
