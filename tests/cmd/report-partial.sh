# movement-report --partial and --merge: any split of the records, merged in any order, gives the
# bytes of the whole; what is damaged, cut short, there twice or of another report is refused.
. "$top_srcdir/tests/cmd/tap.sh"

cd "$tmp" || exit 99
border-simulate -q --travellers=700 --from=2025-11-20 --to=2026-02-10 --refuse-rate=0.1 -o month
mv month/movements.csv movements.csv
movement-pair -q --home=UTO --as-of=2026-02-28 movements.csv >pairs.csv
stay-check -q --as-of=2026-02-28 pairs.csv >stays.csv
# More persons and numbers than are held one by one.
awk 'BEGIN {
	print "doc_issuer,doc_number,post,direction,crossing_time,amount"
	for (i = 0; i < 9000; i++)
		printf "%s,D%d,P%d,%s,2026-0%d-1%dT%02d:00:00,%s\n", i % 7 ? "UTO" : "FRA", i * 7919 % 6007, i % 5 % 2,
			i % 3 ? "entry" : "exit", 1 + i % 4, i % 9, i % 24, i % 11 ? i * 6007 % 3001 "." i % 10 : ""
}' >many.csv

# The lines of a file in so many parts, at random places, each under its header: part-1 ...
split_lines() { # FILE PARTS SEED
	rm -f part-*
	awk -v parts="$2" -v seed="$3" -v rows="$(($(wc -l <"$1") - 1))" '
		BEGIN {
			srand(seed)
			for (i = 1; i < parts; i++) cut[int(rand() * rows)]++
			part = 1
		}
		NR == 1 { header = $0; for (i = 1; i <= parts; i++) print header >("part-" i); next }
		{ print >("part-" part); part += cut[NR - 1] }' "$1"
}
# Two by two, shuffled, until there is one: sums.
merge_all() { # SEED
	turn=0
	# shellcheck disable=SC2046
	set -- $(ls part-* | awk -v seed="$1" 'BEGIN { srand(seed) } { print rand(), $0 }' | sort | cut -d' ' -f2)
	while [ $# -gt 1 ]; do
		turn=$((turn + 1))
		movement-report -q --merge --partial -o "part-m$turn" "$1" "$2" || return 1
		rm "$1" "$2"
		shift 2
		set -- "$@" "part-m$turn"
	done
	mv "$1" sums
}
# What is counted, without whose it is and the checksum.
counted() { # FILE
	grep -v '^from,\|^end,' "$1"
}
same() {
	test -s want && cmp want got
}
seed=0
whole() { # WHAT FILE PARTS FORMATS OPTION ...
	what="$1 of $3 parts" file=$2 parts=$3 formats=$4
	shift 4
	seed=$((seed + 1))
	split_lines "$file" "$parts" $seed
	for part in part-*; do
		movement-report -q --partial -o sums "$@" "$part" && mv sums "$part"
	done
	movement-report -q --partial "$@" "$file" >whole
	ok "$what, merged two by two" merge_all $seed
	counted whole >want
	counted sums >got
	ok "$what: the sums" same
	for format in $formats; do
		movement-report -q --format="$format" "$@" "$file" >want
		movement-report -q --merge --format="$format" sums >got
		ok "$what: $format" same
	done
}

for parts in 1 3 20; do
	whole 'persons and percentiles' many.csv $parts 'csv text json html' --by=month,post --across=direction \
		--measure=count,share,persons,change,year_change,amount:median,amount:p99.9,amount:mean,amount:min,amount:max
done
whole 'persons and percentiles, exactly,' many.csv 7 'csv json' --exact --by=post \
	--measure='persons where amount > 100,doc_issuer+doc_number:distinct,amount:median,amount:sum,net'
whole 'a drawing' many.csv 9 'svg html' --by=month --across=direction --measure=count,amount:p90 --chart=lines
whole 'one line of totals' many.csv 3 'csv json' --measure=count,persons --where='direction = entry and post != P0'
whole 'a report' movements.csv 3 'json html' --report=arrivals
whole 'a report' movements.csv 13 'json html text' --report=demography
whole 'a report' movements.csv 20 'json html' --report=peak
whole 'a report' stays.csv 6 'json html' --report=overstays
whole 'a report with what is withheld' stays.csv 4 'json html' --report=tourism
movement-report -q --report=demography --suppress=5 --format=html movements.csv >want
split_lines movements.csv 4 99
for part in part-*; do movement-report -q --partial --report=demography -o sums "$part" && mv sums "$part"; done
movement-report -q --merge --suppress=5 --format=html part-* >got
ok "what is withheld of the parts is what is withheld of the whole" same
rm part-*

# Records that were rejected are in the sums; so are parts without records.
head -n 2 movements.csv >one.csv
echo 'no,such,row' >>one.csv
movement-report -q --partial --by=sex one.csv >one.sums 2>err
head -n 1 movements.csv >none.csv
movement-report -q --partial --by=sex none.csv >none.sums
cp none.sums none-again.sums
status "two parts without a record" 0 movement-report -q --merge one.sums none.sums none-again.sums
is "add nothing" "$(cat out)" "$(movement-report -q --by=sex one.csv 2>/dev/null)"

# ---- refused ----

movement-report -q --partial --by=sex,direction --measure=count,persons,lane:median movements.csv >good
head -n 5 movements.csv >few.csv
movement-report -q --partial --by=sex,direction --measure=count,persons,lane:median few.csv >few.sums
status "the sums of a few" 0 movement-report -q --merge good
refused=0 tried=0
refuse() { # WHAT FILES ...: whether it is refused with a reason and writes nothing
	why=$1
	shift
	tried=$((tried + 1))
	movement-report -q --merge "$@" >out 2>err
	ended=$?
	[ ! -s out ] || ended="$ended with output"
	read -r reason <err
	case $ended,$reason in
	2,"movement-report: "?*) refused=$((refused + 1)) ;;
	*)
		echo "# $why: exit status $ended"
		sed 's/^/# /' err | head -n 3
		;;
	esac
}
all_refused() { # WHAT
	is "$1: $tried, each refused with a reason" $refused $tried
	refused=0 tried=0
}

size=$(wc -c <few.sums)
at=0
while [ $at -lt "$size" ]; do
	head -c $at few.sums >cut
	refuse "cut at $at" cut
	at=$((at + 47))
done
lines=$(wc -l <few.sums)
line=1
while [ $line -lt "$lines" ]; do
	head -n $line few.sums >cut
	refuse "cut behind line $line" cut
	line=$((line + 1))
done
all_refused "cut short"

line=1
while [ $line -le "$lines" ]; do
	sed "${line}d" few.sums >changed
	refuse "without line $line" changed
	sed "${line}p" few.sums >changed
	refuse "line $line twice" changed
	for field in 1 2 3 4 5; do
		for change in x '' '"' 999999999999999999999999; do
			awk -F, -v OFS=, -v line=$line -v field=$field -v change="$change" '
				NR == line { if ($field == change) $field = change "2"; else $field = change } { print }' few.sums >changed
			refuse "line $line, field $field is '$change'" changed
		done
	done
	line=$((line + 1))
done
all_refused "a line or a field changed"

tail -c +2 few.sums >changed
refuse "without its first byte" changed
{ cat few.sums && echo; echo x; } >changed
refuse "with more behind its end" changed
cat few.sums few.sums >changed
refuse "two in one" changed
refuse "the same twice" few.sums few.sums
refuse "the same twice, not side by side" few.sums none.sums few.sums
movement-report -q --merge --partial few.sums -o again
refuse "and what was merged of it" again few.sums
movement-report -q --partial --by=direction,sex --measure=count,persons,lane:median one.csv >other
refuse "by other columns" good other
movement-report -q --partial --by=sex,direction --measure=count,persons one.csv >other
refuse "other measures" good other
movement-report -q --partial --by=sex,direction --measure=count,persons,lane:median --where='sex = F' one.csv >other
refuse "another condition" good other
movement-report -q --partial --exact --by=sex,direction --measure=count,persons,lane:median one.csv >other
refuse "exact, and not" good other
movement-report -q --partial --report=arrivals movements.csv >other
refuse "another report" good other
refuse "records" movements.csv
: >empty
refuse "nothing" empty
head -c 5000 "$top_builddir/movement-report" >program
refuse "a program" program
refuse "no file" no-such-file
all_refused "twice, mixed, something else"
status "with --by" 2 movement-report --merge --by=sex good
has "is wrong usage" "--merge" "$tmp/err"

done_testing
