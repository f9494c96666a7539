# What every program does alike: options, exit status, bad files, full disks,
# closed pipes, whole output.
leaks=yes
. "$top_srcdir/tests/cmd/tap.sh"

programs='api-pnr-ingest movement-pair movement-record movement-report mrz-make mrz-parse stay-check watchlist-import watchlist-match'

# Each program's input: one good record, and one that must be rejected.
printf 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10\n' \
	>"$tmp/mrz-parse.in"
cp "$tmp/mrz-parse.in" "$tmp/mrz-parse.bad"
echo 'no zone at all' >>"$tmp/mrz-parse.bad"
printf "UNA:+.? 'UNB+UNOA:4+AIR+STATE+261123:0400+1'UNH+7+PAXLST:D:02B:UN:IATA'BGM+745'\
TDT+20+XX0012+++XX'LOC+125+FRA'DTM+189:2611230400:201'LOC+87+KBL'DTM+232:2611231000:201'\
NAD+FL+++BERG:ANNA'ATT+2++F'DTM+329:800102'CNT+42:1'UNT+12+7'UNZ+1+1'\n" >"$tmp/api-pnr-ingest.in"
sed "s/UNT+12/UNT+99/" "$tmp/api-pnr-ingest.in" >"$tmp/api-pnr-ingest.bad"
printf 'surname,given_names,birth_date,note\nBERG,ANNA,1980-01-02,"x, y"\n' >"$tmp/watchlist-match.in"
cp "$tmp/watchlist-match.in" "$tmp/watchlist-match.bad"
echo 'BERG,ANNA' >>"$tmp/watchlist-match.bad"
cp "$tmp/watchlist-match.in" "$tmp/movement-report.in"
cp "$tmp/watchlist-match.bad" "$tmp/movement-report.bad"
printf 'direction,post,crossing_time,doc_number\nentry,KBL1,2026-03-01T08:00:00Z,X1\n' >"$tmp/movement-record.in"
cp "$tmp/movement-record.in" "$tmp/movement-record.bad"
echo 'entry,KBL1,2026-02-30,X2' >>"$tmp/movement-record.bad"
printf 'direction,crossing_time,doc_number\nentry,2026-03-01T08:00:00Z,X1\n' >"$tmp/movement-pair.in"
cp "$tmp/movement-pair.in" "$tmp/movement-pair.bad"
echo 'entry,2026-02-30,X2' >>"$tmp/movement-pair.bad"
printf 'entry_time,exit_time,doc_number\n2026-03-01,2026-03-05,X1\n' >"$tmp/stay-check.in"
cp "$tmp/stay-check.in" "$tmp/stay-check.bad"
echo '2026-02-30,,X2' >>"$tmp/stay-check.bad"
printf 'surname,given_names,birth_date,nationality,doc_type,doc_issuer,doc_number\nBERG,ANNA,1980-01-02,FRA,P,FRA,X1\n' \
	>"$tmp/mrz-make.in"
cp "$tmp/mrz-make.in" "$tmp/mrz-make.bad"
echo 'BERG,ANNA,1980-01-02,FRA,P,FRA,' >>"$tmp/mrz-make.bad"
printf 'list,entry,full_name\nL,1,ANNA BERG\n' >"$tmp/watchlist-import.in"
cp "$tmp/watchlist-import.in" "$tmp/watchlist-import.bad"
echo 'L,2,ANNA,BERG' >>"$tmp/watchlist-import.bad"
printf 'id,surname,given_names,birth_date\nN1,BERG,ANNA,1980-01-02\n' >"$tmp/list.csv"

# The arguments that a program needs beside its input.
args() {
	case $1 in
	movement-record) echo "-d $tmp/ledger.db" ;;
	watchlist-import) echo --allow-partial-list ;;
	watchlist-match) echo "-l $tmp/list.csv" ;;
	esac
}

# How many records a file of them holds (a field may hold line ends).
records() {
	movement-report -q --format=csv "$1" | sed 1d
}

for p in $programs; do
	a=$(args "$p")
	good=$tmp/$p.in bad=$tmp/$p.bad

	status "$p --help" 0 "$p" --help
	has "$p --help says how it is used" "usage: $p" "$tmp/out"
	status "$p --version" 0 "$p" --version
	has "$p --version names it" "$p (bordertools)" "$tmp/out"
	status "$p with an unknown option" 2 "$p" --no-such-option
	has "$p names the option" "no-such-option" "$tmp/err"
	is "$p then writes nothing" "$(cat "$tmp/out")" ""
	status "$p -o without a value" 2 "$p" -o

	status "$p reads a file" 0 "$p" $a "$good"
	cp "$tmp/out" "$tmp/want"
	is "$p writes a record" "$(records "$tmp/want")" 1
	has "$p says what it did" "$p: 1 read, 1 written, 0 rejected" "$tmp/err"
	"$p" $a <"$good" >"$tmp/out" 2>"$tmp/err"
	is "$p reads standard input" "$(sed 's/standard input/FILE/' "$tmp/out")" \
		"$(sed "s|$good|FILE|" "$tmp/want")"
	gzip -c "$good" >"$tmp/packed"
	"$p" $a "$tmp/packed" >"$tmp/out" 2>"$tmp/err"
	is "$p reads gzip" "$(sed "s|$tmp/packed|FILE|" "$tmp/out")" "$(sed "s|$good|FILE|" "$tmp/want")"
	status "$p -q" 0 "$p" -q $a "$good"
	is "$p -q says nothing" "$(cat "$tmp/err")" ""
	status "$p -- FILE" 0 "$p" $a -- "$good"

	status "$p rejects a record" 1 "$p" $a --reject="$tmp/rejects" "$bad"
	has "$p counts it" "1 rejected" "$tmp/err"
	has "$p names the file" "$bad: " "$tmp/err"
	is "$p writes the others" "$(records "$tmp/out")" 1
	ok "$p keeps what it rejects" test -s "$tmp/rejects"
	is "$p keeps it private" "$(ls -l "$tmp/rejects" | cut -c1-10)" "-rw-------"
	status "$p --strict" 2 "$p" $a --strict "$bad"

	status "$p with a file that is not there" 2 "$p" $a "$tmp/nowhere" "$good"
	has "$p says why" "nowhere: cannot open: No such file" "$tmp/err"
	case $p in
	movement-report) is "$p gives no figures then, for they are not whole" "$(cat "$tmp/out")" "" ;;
	*) is "$p reads the other file all the same" "$(records "$tmp/out")" 1 ;;
	esac
	status "$p with a folder" 2 "$p" $a "$tmp"
	has "$p says that it is one" "directory" "$tmp/err"
	if [ "$(id -u)" -ne 0 ]; then
		cp "$good" "$tmp/locked" && chmod 000 "$tmp/locked"
		status "$p with a file it may not read" 2 "$p" $a "$tmp/locked"
		has "$p says so" "Permission denied" "$tmp/err"
		rm -f "$tmp/locked"
	else
		skip "$p with a file it may not read" "root may read all"
	fi

	"$p" $a "$good" 2>"$tmp/err" >/dev/full
	is "$p on a full disk" $? 2
	has "$p says so" "No space left" "$tmp/err"
	: >"$tmp/old"
	echo old >"$tmp/old"
	status "$p -o FILE" 0 "$p" $a -o "$tmp/new" "$good"
	ok "$p -o writes what goes to standard output otherwise" cmp "$tmp/new" "$tmp/want"
	status "$p -o, with an input that fails" 2 "$p" $a -o "$tmp/old" "$tmp/nowhere"
	is "$p -o leaves the old file then" "$(cat "$tmp/old")" old
	is "$p leaves no temporary file" "$(find "$tmp" -name 'new.*' -o -name 'old.*')" ""
	status "$p -o into a folder that is not there" 2 "$p" $a -o "$tmp/no/where" "$good"

	# The reader goes away: quiet, and no status of ours.
	# shellcheck disable=SC2046
	"$p" $a $(yes "$good" | head -2000) 2>"$tmp/err" | head -1 >"$tmp/out"
	is "$p and a closed pipe: one line" "$(wc -l <"$tmp/out" | tr -d ' ')" 1
	is "$p and a closed pipe: not a word" "$(grep -v ' read, ' "$tmp/err")" ""

	head -c 300000 /dev/urandom >"$tmp/noise"
	"$p" $a "$tmp/noise" >"$tmp/out" 2>"$tmp/err"
	st=$?
	ok "$p with noise ends as it should (status $st)" test $st -eq 1 -o $st -eq 2
	ok "$p with noise says something" test -s "$tmp/err"
	is "$p with noise keeps control bytes from the terminal" \
		"$(tr -d '\n' <"$tmp/err" | LC_ALL=C tr -cd '\000-\037\177' | wc -c | tr -d ' ')" 0

	# A line of 64 MB: not held in memory, not a crash.
	if [ -z "${BT_SANITIZED-}" ]; then
		(
			ulimit -v 150000
			head -c 64000000 /dev/zero | tr '\0' y | "$p" $a --reject="$tmp/long" >"$tmp/out" 2>"$tmp/err"
		)
		st=$?
		ok "$p with a line of 64 MB (status $st)" test $st -eq 1 -o $st -eq 2
		ok "$p is not out of memory then" test -z "$(grep 'out of memory' "$tmp/err")"
		rm -f "$tmp/long"
	else
		skip "$p with a line of 64 MB" "a sanitizer takes more memory"
	fi
done

# Empty files: a table without records for messages and zones, none for CSV.
for p in api-pnr-ingest mrz-parse; do
	status "$p with an empty file" 0 "$p" /dev/null
	is "$p writes the header" "$(wc -l <"$tmp/out" | tr -d ' ')" 1
	has "$p read nothing" "0 read, 0 written, 0 rejected" "$tmp/err"
done
for p in movement-pair movement-record movement-report mrz-make stay-check watchlist-match; do
	status "$p with an empty file" 2 "$p" $(args $p) /dev/null
	has "$p says that there is no header" "no header: the file is empty" "$tmp/err"
done

# Rows pass through unchanged, with one job or several, the same bytes and the
# same messages in the same order.
awk 'BEGIN {
	print "surname,given_names,note, odd name"
	for (i = 0; i < 30000; i++) {
		if (i % 1000 == 7) print "RAGGED" i
		else if (i % 1000 == 8) print "QUOTED" i ",\"a, \"\"b\"\"\nc\",x," i
		else if (i % 1000 == 9) print "BERG,ANNA,y," i
		else print "NAME" i ",GIVEN, kept ," i
	}
}' >"$tmp/rows.csv"
for j in 1 2 5; do
	watchlist-match -l "$tmp/list.csv" -t 1.000 --clear -j $j "$tmp/rows.csv" >"$tmp/clear.$j" 2>"$tmp/said.$j"
	watchlist-match -l "$tmp/list.csv" -a -j $j "$tmp/rows.csv" "$tmp/rows.csv" >"$tmp/all.$j" 2>>"$tmp/said.$j"
	watchlist-match -l "$tmp/list.csv" --strict -a -j $j "$tmp/rows.csv" >"$tmp/strict.$j" 2>/dev/null
done
for j in 2 5; do
	ok "-j $j: the same rows" cmp "$tmp/all.1" "$tmp/all.$j"
	ok "-j $j: the same rows under --clear" cmp "$tmp/clear.1" "$tmp/clear.$j"
	ok "-j $j: the same messages in the same order" cmp "$tmp/said.1" "$tmp/said.$j"
	ok "-j $j: the same rows before --strict stops" cmp "$tmp/strict.1" "$tmp/strict.$j"
done
is "30 of 30,000 rows are rejected" "$(grep -c 'the header 4' "$tmp/said.1")" 90
ok "the rows before the first rejection are there" test "$(wc -l <"$tmp/strict.1")" -eq 8
has "blanks are kept, and quoted against readers that drop them" 'NAME11,GIVEN," kept ",11' "$tmp/all.1"

# Columns of a later file may stand in another order.
printf 'note,birth_date,given_names,surname\nz,1980-01-02,ANNA,BERG\n' >"$tmp/turned.csv"
status "two files, columns in another order" 0 \
	watchlist-match -q -a -l "$tmp/list.csv" "$tmp/watchlist-match.in" "$tmp/turned.csv"
is "the second is put into the order of the first" "$(sed -n 3p "$tmp/out" | cut -d, -f1-4)" \
	"BERG,ANNA,1980-01-02,z"
printf 'surname,given_names\nBERG,ANNA\n' >"$tmp/fewer.csv"
status "two files with other columns" 2 \
	watchlist-match -a -l "$tmp/list.csv" "$tmp/watchlist-match.in" "$tmp/fewer.csv"
has "the column is named" "no column 'birth_date'" "$tmp/err"

# A file cut short is told, and what was read is kept.
awk 'BEGIN { print "surname,given_names"; for (i = 0; i < 50000; i++) print "N" i * 7919 % 50000 ",G" i }' |
	gzip -c >"$tmp/whole.gz"
head -c 50000 "$tmp/whole.gz" >"$tmp/cut.gz"
status "a gzip file that is cut short" 1 movement-report --by=given_names "$tmp/cut.gz"
has "it is told" "cut short" "$tmp/err"
ok "what was read is counted" test "$(wc -l <"$tmp/out")" -gt 1000

done_testing
