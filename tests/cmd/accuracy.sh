# scripts/accuracy: its tables are there, and add up.
. "$top_srcdir/tests/cmd/tap.sh"

if ! command -v sqlite3 >/dev/null 2>&1; then
	skip "the figures" "no sqlite3(1)"
	done_testing
	exit
fi
BORDERTOOLS_SHARED=$tmp/nowhere
export BORDERTOOLS_SHARED
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
has "the lists are skipped where they are not" "skipped: the published lists are not" "$tmp/figures"

# What becomes of a name: each change where it can be told beforehand.
change=$top_builddir/tests/accuracy/change
if [ ! -x "$change" ]; then
	skip "changes" "tests/accuracy/change is not built"
	done_testing
	exit
fi
printf '%s\n' hit_id,form,surname,given_names,birth_date,sex,nationality \
	'7,primary,AL KIVILO,TARVO JUHAN ALEXANDER,1971-03-09,M,EST' '8,primary,Иванов,,,,' >"$tmp/persons.csv"
status "changed names" 0 "$change" -q --seed=3 "$tmp/persons.csv"
cp "$tmp/out" "$tmp/changed"
changed() { # KIND: surname and given names of the row without a birth date
	awk -F, -v kind="$1" '$4 == kind && $5 == "absent" { print $8 "|" $9 }' "$tmp/changed"
}
is "as listed" "$(changed 'as listed')" 'AL KIVILO|TARVO JUHAN ALEXANDER'
is "order turned" "$(changed 'order turned')" 'TARVO JUHAN ALEXANDER|AL KIVILO'
is "particle missing" "$(changed 'particle missing')" 'KIVILO|TARVO JUHAN ALEXANDER'
is "particle glued" "$(changed 'particle glued')" 'ALKIVILO|TARVO JUHAN ALEXANDER'
is "first and surname" "$(changed 'first and surname')" 'AL KIVILO|TARVO'
is "short name" "$(changed 'short name')" 'AL KIVILO|TARVO JUHAN ALEX'
is "cut by a card, which has room for 30" "$(changed 'cut by a card')" 'AL KIVILO|TARVO JUHAN ALEXAND'
is "a letter missing: one less" "$(changed 'letter missing' | awk '{ print length }')" 30
is "a letter doubled: one more" "$(changed 'letter doubled' | awk '{ print length }')" 32
is "a name added: a word more" "$(changed 'name added' | awk -F'[| ]' '{ print NF }')" 6
is "words joined: one less" "$(changed 'words joined' | awk -F'[| ]' '{ print NF }')" 4
is "day and month turned" "$(awk -F, '$4 == "day and month turned" { print $10 }' "$tmp/changed")" 1971-09-03
is "the year alone" "$(awk -F, '$4 == "the year alone" { print $10 }' "$tmp/changed")" 1971
ok "at least twelve kinds" test "$(sed 1d "$tmp/changed" | cut -d, -f4 | sort -u | wc -l)" -ge 20
is "the truth goes with each" "$(sed 1d "$tmp/changed" | cut -d, -f2 | sort -u)" 7
status "the same again" 0 "$change" -q --seed=3 "$tmp/persons.csv"
ok "is the same" cmp "$tmp/out" "$tmp/changed"
status "another seed" 0 "$change" -q --seed=4 "$tmp/persons.csv"
ok "is not" sh -c '! cmp -s "$1" "$2"' sh "$tmp/out" "$tmp/changed"
status "as they are" 0 "$change" -q --plain "$tmp/persons.csv"
is "whatever the script" "$(cut -d, -f8,10 "$tmp/out" | tail -2)" 'Иванов,
Иванов,'
done_testing
