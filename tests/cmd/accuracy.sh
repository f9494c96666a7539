# scripts/accuracy: its tables are there, and add up.
. "$top_srcdir/tests/cmd/tap.sh"

if ! command -v sqlite3 >/dev/null 2>&1; then
	skip "the figures" "no sqlite3(1)"
	done_testing
	exit
fi
status "a small month" 0 sh "$top_srcdir/scripts/accuracy" -b "$top_builddir" -k "$tmp/kept" -- \
	--travellers=3000 --listed-rate=0.02 --fault-rate=0.1 --ocr-rate=0.002
is "without a word of error" "$(cat "$tmp/err")" ""
cp "$tmp/out" "$tmp/figures"
for what in 'Passenger lists' 'Faults' 'Listed travellers' 'False alarms' 'Zones one by one'; do
	ok "$what" grep -q "^$what" "$tmp/figures"
done
# The rows of a table, without its two lines of head.
rows() { # HEADING
	awk -v what="$1" 'index($0, what) == 1 { on = 1; next } on && /^[A-Z]/ { exit } on && NF' "$tmp/figures" |
		sed 1,2d
}
is "as many zones as the truth has" \
	"$(rows 'Zones one by one' | sed 's/one thing/one/' | awk '{ n += $2 } END { print n }')" \
	"$(grep -c '^mrz/' "$tmp/kept/month/truth/zones.csv")"
is "each of them became something" \
	"$(rows 'Zones one by one' | sed 's/one thing/one/' | awk '{ s = 0; for (i = 3; i <= NF; i++) s += $i; if (s != $2) print }')" ""
is "nobody is found who was not there" \
	"$(rows 'Listed travellers' | awk '{ if ($(NF - 2) > $(NF - 3) || $NF > $(NF - 1)) print }')" ""
is "as many faults as the truth has" \
	"$(awk '/^Faults/ { on = 1; next } on && /^[A-Z]/ { exit } on { n += $2 } END { print n }' "$tmp/figures")" \
	"$(grep -cE ',(rejected|warned),' "$tmp/kept/month/truth/faults.csv")"
status "a wrong option" 2 sh "$top_srcdir/scripts/accuracy" -b "$top_builddir" -- --no-such-option
done_testing
