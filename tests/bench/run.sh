# make bench: how fast each program is, beside a bare libcsv loop over the same
# bytes in the same run, and whether its memory grows with its input.  The
# input is a simulated month in a folder that is removed; nothing is read from or
# kept elsewhere.
#
# records/s and MB/s are those of user and system time together, for cat and -j
# those of the clock; the best of five runs.  MB are 10^6 bytes; those of
# memory 2^20.
set -u
bench=$top_builddir/tests/bench
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# A month of N journeys; its messages, zones and movements in a file each.
make() { # N
	month=$work/month-$1
	border-simulate -q --travellers="$1" --fault-rate=0 --ocr-rate=0 --listed-others=3000 -o "$month" || exit 1
	cat "$month"/apis/*.edi >"$work/paxlst-$1"
	cat "$month"/pnr/*.edi >"$work/pnrgov-$1"
	cat "$month"/mrz/*.txt >"$work/zones-$1"
	mv "$month/truth/travellers.csv" "$work/people-$1"
	mv "$month/movements.csv" "$work/rows-$1"
	mv "$month/watchlist.csv" "$work/list.csv"
	head -n 20001 "$work/rows-$1" >"$work/searched-$1"
	api-pnr-ingest -q --as-of=2026-11-30 "$work/paxlst-$1" 2>/dev/null |
		sed '1s/$/,board_decision/; 2,$s/$/,board/' >"$work/decided-$1"
	travellers=$(awk -F, '/^apis/ { n += $(NF - 2) } END { print n }' "$month/truth/messages.csv")
	booked=$(awk -F, '/^pnr/ { n += $(NF - 2) } END { print n }' "$month/truth/messages.csv")
	zones=$(grep -c '^mrz/' "$month/truth/zones.csv")
	people=$(($(wc -l <"$work/people-$1") - 1))
	mrz-make -q --specimen --lines "$work/people-$1" >"$work/sound-$1" 2>/dev/null || [ $? -eq 1 ] || exit 1
	sound=$(mrz-parse --specimen "$work/sound-$1" 2>&1 >/dev/null | sed -n 's/^mrz-parse: \([0-9]*\) read.*/\1/p')
	rows=$(($(wc -l <"$work/rows-$1") - 1))
	rm -rf "$month"
}
run() { # FILE COMMAND ...: seconds of work, of the clock, KB
	"$bench/bench-run" "$@" || exit 1
}

# The yardstick of a file in MB/s, taken beside every row anew, for the machine
# may have other work; how far the row of libcsv itself is from 100 % says how
# much that is.
bare() { # FILE
	run "$1" "$bench/bench-csv" bare |
		awk -v bytes="$(wc -c <"$1")" '{ print bytes / 1e6 / ($1 > 0 ? $1 : 0.001) }'
}

row() { # WHAT RECORDS FILE TIME COMMAND ...; TIME is 1 (of work) or 2 (of the clock)
	what=$1 records=$2 file=$3 time=$4
	shift 4
	yardstick=$(bare "$file")
	run "$file" "$@" >"$work/figures" || exit 1
	awk -v what="$what" -v records="$records" -v bytes="$(wc -c <"$file")" -v time="$time" \
		-v yardstick="$yardstick" '{
			s = $time > 0 ? $time : 0.001
			speed = bytes / 1e6 / s
			printf "%-40s %7.1f %12d %8.1f %8.1f %7.1f %%\n", what, bytes / 1e6, records / s,
				speed, $3 / 1024, 100 * speed / yardstick
		}' "$work/figures"
}

grow() { # WHAT KIND COMMAND ...: memory for the small month and for one four times as long
	what=$1 kind=$2
	shift 2
	for n in $small $large; do
		run -n 1 "$work/$kind-$n" "$@" >"$work/memory-$n" || exit 1
	done
	cat "$work/memory-$small" "$work/memory-$large" | awk -v what="$what" '
		{ mb[NR] = $3 / 1024 }
		END {
			grows = mb[2] > mb[1] * 1.25 + 1
			printf "%-40s %7.1f %8.1f  %s\n", what, mb[1], mb[2], grows ? "grows" : "constant"
			exit grows
		}' || grown=1
}

PATH=$top_builddir:$PATH
LC_ALL=C.UTF-8
export LC_ALL
matcher=
[ ! -x "$top_builddir/watchlist-match" ] || matcher=yes
grown=0

small=50000 large=200000
make $small
make $large
searched=20000 listed=3000

printf '%-40s %7s %12s %8s %8s %9s\n' '' 'MB' 'records/s' 'MB/s' 'peak MB' 'of libcsv'
row 'cat' $rows "$work/rows-$large" 2 cat
row 'bare libcsv' $rows "$work/rows-$large" 1 "$bench/bench-csv" bare
row 'CSV pass-through' $rows "$work/rows-$large" 1 "$bench/bench-csv" -q
row 'CSV pass-through -j2' $rows "$work/rows-$large" 2 "$bench/bench-csv" -q -j2
row 'mrz-parse' $zones "$work/zones-$large" 1 mrz-parse -q --specimen
row 'mrz-parse -j2' $zones "$work/zones-$large" 2 mrz-parse -q --specimen -j2
row 'mrz-parse, sound zones' $sound "$work/sound-$large" 1 mrz-parse -q --specimen
row 'mrz-parse, sound zones, -j2' $sound "$work/sound-$large" 2 mrz-parse -q --specimen -j2
row 'mrz-make' $people "$work/people-$large" 1 sh -c 'mrz-make -q --specimen || [ $? -eq 1 ]'
row 'mrz-make -j2' $people "$work/people-$large" 2 sh -c 'mrz-make -q --specimen -j2 || [ $? -eq 1 ]'
row 'api-pnr-ingest' $travellers "$work/paxlst-$large" 1 sh -c 'api-pnr-ingest -q || [ $? -eq 1 ]'
row 'api-pnr-respond' $travellers "$work/decided-$large" 1 \
	sh -c 'api-pnr-respond -q --sender=STATE || [ $? -eq 1 ]'
row 'api-pnr-ingest, bookings' $booked "$work/pnrgov-$large" 1 api-pnr-ingest -q
row 'api-pnr-ingest --tables, bookings' $booked "$work/pnrgov-$large" 1 \
	sh -c 'rm -rf "$1" && api-pnr-ingest -q --tables="$1"' sh "$work/tables"
row 'movement-report --by=nationality,sex' $rows "$work/rows-$large" 1 \
	movement-report -q --by=nationality,sex
row 'movement-report --by three columns' $rows "$work/rows-$large" 1 \
	movement-report -q --by=nationality,post,direction
row 'movement-report --report=demography' $rows "$work/rows-$large" 1 \
	movement-report -q --report=demography --format=html
if command -v mlr >/dev/null; then
	row 'the same three columns by Miller' $rows "$work/rows-$large" 1 \
		mlr --icsv --ocsv count-distinct -f nationality,post,direction
fi
# A new ledger each time: its work, and by the clock, with the disk and both threads in it.
for time in 1 2; do
	row "movement-record$([ $time -eq 1 ] || echo ', by the clock')" $rows "$work/rows-$large" $time \
		sh -c 'rm -f "$1"* && movement-record -q -d "$1"' sh "$work/ledger.db"
done
row 'movement-select' $rows "$work/rows-$large" 1 movement-select -q -d "$work/ledger.db"
movement-pair -q --home=UTO "$work/rows-$large" >"$work/stays-$large" || exit 1
echo 'visitor days 90 in 180' >"$work/rules"
row 'movement-pair' $rows "$work/rows-$large" 1 movement-pair -q --home=UTO
row 'stay-check --rules, 90 days in 180' $(($(wc -l <"$work/stays-$large") - 1)) "$work/stays-$large" 1 \
	stay-check -q --rules="$work/rules"
row 'movement-audit' $rows "$work/rows-$large" 1 movement-audit -q -d "$work/ledger.db"
if [ -n "$matcher" ]; then
	row "watchlist-match, $listed listed" $searched "$work/searched-$large" 1 \
		watchlist-match -q -l "$work/list.csv"
	row "watchlist-match -j2" $searched "$work/searched-$large" 2 \
		watchlist-match -q -j2 -l "$work/list.csv"
	# Many persons, each in three forms: as he is, with a letter changed, and turned round.
	awk -F, 'NR == 1 { print "entry,full_name,aliases,birth_date"; next }
		!(($1, $2, $3) in seen) && n < 100000 {
			seen[$1, $2, $3]; n++
			other = $1
			if (!sub(/OU/, "U", other) && !sub(/Y/, "I", other) && !sub(/E/, "I", other)) other = other "A"
			split($2, given, " ")
			print n "," $2 " " $1 "," $2 " " other ";" $1 " " given[1] "," $3
		}' "$work/rows-$large" >"$work/many.csv"
	many=$(($(wc -l <"$work/many.csv") - 1))
	watchlist-import -q --index="$work/many.index" "$work/many.csv" || exit 1
	row "watchlist-import, $many listed" $many "$work/many.csv" 1 watchlist-import -q
	row "watchlist-match, $many listed, mapped" $searched "$work/searched-$small" 1 \
		watchlist-match -q -l "$work/many.index"
	head -n 1 "$work/rows-$large" >"$work/nobody"
	for list in many.csv many.index; do
		run "$work/nobody" watchlist-match -q -l "$work/$list" | awk -v list="$list" -v many="$many" '
			{ printf "%-40s %.3f s\n", "  ready with " many " listed (" substr(list, 6) ")", $1 }'
	done
fi

if [ -n "$matcher" ]; then
	lost=5000000 asked=500000
	"$bench/bench-documents" list $lost >"$work/lost.csv" || exit 1
	"$bench/bench-documents" travellers $asked >"$work/asked.csv" || exit 1
	head -n 25001 "$work/asked.csv" >"$work/few.csv"
	"$bench/bench-documents" image "$work/lost.csv" "$work/lost.image" || exit 1
	row 'watchlist-match -d, the list itself' $lost "$work/lost.csv" 1 \
		watchlist-match -q -d - "$work/few.csv"
	row "watchlist-match -d IMAGE, $lost lost" $asked "$work/asked.csv" 1 \
		watchlist-match -q -d "$work/lost.image"
	row 'watchlist-match -d IMAGE --confusable' 25000 "$work/few.csv" 1 \
		watchlist-match -q --confusable -d "$work/lost.image"
	rm "$work/lost.csv" "$work/asked.csv"
fi

# What it writes beside what libcsv reads; the disk is part of it.
run /dev/null sh -c 'rm -rf "$1" && border-simulate -q --travellers=$2 -o "$1"' sh "$work/again" $large >"$work/figures"
du -sk "$work/again" | awk -v n=$large -v yardstick="$(bare "$work/rows-$large")" '
	NR == FNR { mb = $1 / 1e3; next }
	{ printf "%-40s %7.1f %12d %8.1f %8.1f %7.1f %%\n", "border-simulate", mb, n / $1, mb / $1,
		$3 / 1024, 100 * mb / $1 / yardstick }' - "$work/figures"
rm -rf "$work/again"

if [ -n "$matcher" ]; then
	# Travellers as they come, and the listed ones with a letter changed, one missing, and turned round.
	awk -F, 'NR == 1 {
			for (i = 1; i <= NF; i++) at[$i] = i
			print "surname,given_names,birth_date"
			next
		}
		!/[^ -~]/ && $at["surname"] != "" && $at["given_names"] != "" {
			s = $at["surname"]; g = $at["given_names"]; m = int(length(s) / 2) + 1
			b = $at["birth_date"]; sub(/[;\/~].*/, "", b)
			letter = substr("AEIOUNRSTLM", NR % 11 + 1, 1)
			print substr(s, 1, m - 1) letter substr(s, m + 1) "," g "," b
			print substr(s, 1, m - 1) substr(s, m + 1) "," g ","
			print g "," s ","
		}' "$work/list.csv" >"$work/changed"
	cut -d, -f1-3 "$work/searched-$large" | sed 1d >>"$work/changed"
	watchlist-match -q -l "$work/list.csv" "$work/changed" | sort >"$work/by-index"
	watchlist-match -q --exhaustive -j0 -l "$work/list.csv" "$work/changed" | sort >"$work/by-all"
	printf '\nHits that the index of names misses: %d of %d\n' \
		"$(comm -13 "$work/by-index" "$work/by-all" | wc -l)" "$(wc -l <"$work/by-all")"
	printf '\nLost documents, without reading and writing rows\n'
	"$bench/bench-documents" look "$work/lost.image" 2000000 || exit 1
fi

printf '\n%-40s %7s %8s\n' 'Peak memory, MB' 'once' '4 times'
grow 'CSV pass-through' rows "$bench/bench-csv" -q
grow 'mrz-parse' zones mrz-parse -q --specimen
grow 'mrz-parse -j2' zones mrz-parse -q --specimen -j2
grow 'mrz-make' people sh -c 'mrz-make -q --specimen || [ $? -eq 1 ]'
grow 'mrz-make -j2' people sh -c 'mrz-make -q --specimen -j2 || [ $? -eq 1 ]'
grow 'api-pnr-ingest' paxlst sh -c 'api-pnr-ingest -q || [ $? -eq 1 ]'
grow 'api-pnr-respond' decided sh -c 'api-pnr-respond -q --sender=STATE || [ $? -eq 1 ]'
grow 'api-pnr-ingest, bookings' pnrgov api-pnr-ingest -q
grow 'movement-report --by=nationality,sex' rows movement-report -q --by=nationality,sex
grow 'movement-report --report=demography' rows movement-report -q --report=demography --format=html
# SQLite fills its cache first: the long month, and four of them under other numbers.
ln -s "rows-$large" "$work/crossings-$small"
awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "doc_number") at = i; print; next }
	{ was = $at; for (k = 1; k <= 4; k++) { $at = was "Q" k; print } }' "$work/rows-$large" >"$work/crossings-$large"
grow 'movement-record' crossings sh -c 'rm -f "$1"* && movement-record -q -d "$1"' sh "$work/ledger.db"
if [ -n "$matcher" ]; then
	head -n 5001 "$work/rows-$large" >"$work/searched-$small"
	grow "watchlist-match, $listed listed" searched watchlist-match -q -l "$work/list.csv"
	grow "watchlist-match -j2" searched watchlist-match -q -j2 -l "$work/list.csv"
fi
[ "$grown" -eq 0 ] || echo 'Memory that grows with the input is a defect.' >&2
exit "$grown"
