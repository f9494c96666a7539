# border-simulate: the same seed gives the same bytes, and what it says of its
# traffic is so: counts, check digits, stays, faults, misread characters and
# listed persons are recomputed here from what it wrote.
. "$top_srcdir/tests/cmd/tap.sh"

month=$tmp/month
simulate() {
	border-simulate -q --travellers=4000 --fault-rate=0.15 --ocr-rate=0.002 --listed-rate=0.01 \
		--lost-rate=0.002 --listed-others=50 "$@"
}
status "a month" 0 border-simulate --travellers=4000 --fault-rate=0.15 --ocr-rate=0.002 \
	--listed-rate=0.01 --lost-rate=0.002 --listed-others=50 -o "$month"
has "it says how many set out" "4000 written" "$tmp/err"
truth=$month/truth

# Rows of CSV without quoted fields that hold commas or line ends.
column() { # NAME FILE: that column, without the header
	awk -F, -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i; next } { print $c }' "$2"
}
lines() {
	wc -l <"$1" | tr -d ' '
}

# ---- the same again ----

status "once more" 0 simulate -o "$tmp/again"
ok "gives the same bytes" diff -r "$month" "$tmp/again"
rm -rf "$tmp/again"
status "another seed" 0 simulate --seed=2 -o "$tmp/other"
ok "gives other ones" test -n "$(diff -rq "$month/movements.csv" "$tmp/other/movements.csv")"
rm -rf "$tmp/other"
border-simulate --print-world >"$tmp/world"
ok "the built-in world can be printed" test "$(lines "$tmp/world")" -gt 3000
status "and read again" 0 simulate --world="$tmp/world" -o "$tmp/again"
ok "which changes nothing" diff -r "$month" "$tmp/again"
rm -rf "$tmp/again"

# Whatever compiler and machine: a change of these bytes is a change of what a seed means.
status "a few days" 0 border-simulate -q --travellers=500 --to=2026-11-05 --fault-rate=0.1 \
	--ocr-rate=0.01 --listed-rate=0.05 --seed=5 -o "$tmp/days"
is "have the bytes that they have had" "$(
	cd "$tmp/days" && find . -type f | LC_ALL=C sort | xargs cat | sha256sum | cut -d' ' -f1
)" "$(cat "$data/simulate.sha256")"

# ---- journeys, movements, stays ----

is "as many journeys as were asked for" "$(lines "$truth/travellers.csv")" 4001
is "every movement has its truth" "$(lines "$month/movements.csv")" "$(lines "$truth/movements.csv")"
is "numbered one by one" "$(column row "$truth/movements.csv" | sed -n '$p')" \
	"$(($(lines "$month/movements.csv") - 1))"
status "its columns are those of border-record(5)" 0 movement-report -q --by=direction,decision \
	--time=crossing_time --format=csv "$month/movements.csv"
column crossing_time "$month/movements.csv" >"$tmp/times"
ok "movements stand in the order of time" env LC_ALL=C sort -c "$tmp/times"
for mode in air land sea rail; do
	ok "some cross by $mode" grep -q ",$mode," "$month/movements.csv"
done
is "documents of movements are those of the travellers, but for second passports" "$(
	awk -F, 'FILENAME ~ /travellers/ { doc[$1] = $15 $16; next }
		FILENAME ~ /stays/ { if ($15 != "") other[$1] = $14 $15; next }
		FILENAME ~ /truth.movements/ { who[$1] = $2; next }
		FNR > 1 { d = $8 $9; t = who[FNR - 1]; if (d != doc[t] && d != other[t]) print t, d }' \
		"$truth/travellers.csv" "$truth/stays.csv" "$truth/movements.csv" "$month/movements.csv" | head -3
)" ""

# Days since 1970 by another way than the program's: counting years and months.
days='function days(t, y, m, d) {
	y = substr(t, 1, 4) + 0; m = substr(t, 6, 2) + 0; d = substr(t, 9, 2) + 0
	n = 0
	for (i = 1970; i < y; i++) n += (i % 4 == 0 && i % 100 != 0 || i % 400 == 0) ? 366 : 365
	split("31 28 31 30 31 30 31 31 30 31 30 31", long, " ")
	if (y % 4 == 0 && y % 100 != 0 || y % 400 == 0) long[2] = 29
	for (i = 1; i < m; i++) n += long[i]
	return n + d
}'
is "days of every stay, both counted, and days beyond the last one allowed" "$(
	awk -F, "$days"'
		NR > 1 && $3 == "stay" {
			end = $6 != "" ? substr($6, 1, 10) : "2026-11-30"
			stay = days(end) - days($4) + 1
			over = days(end) - days($8)
			if (stay != $9 || (over > 0 ? over : 0) != $10) print $0, stay, over
		}' "$truth/stays.csv" | head -3
)" ""
ok "some overstay" test "$(column overstay_days "$truth/stays.csv" | grep -c '[1-9]')" -gt 10
is "every recorded crossing of a stay is a movement" "$(
	awk -F, 'FILENAME ~ /truth.movements/ { who[$1] = $2; again[$1] = $5; next }
		FILENAME ~ /month.movements/ { if (FNR > 1 && again[FNR - 1] == "no") seen[who[FNR - 1], $20] = 1; next }
		FNR == 1 { next }
		$12 == "yes" && !(($1, $4) in seen) { print "entry", $0 }
		$13 == "yes" && !(($1, $6) in seen) { print "exit", $0 }
		$13 == "no" && $6 != "" && ($1, $6) in seen { print "recorded", $0 }' \
		"$truth/movements.csv" "$month/movements.csv" "$truth/stays.csv" | head -3
)" ""
for what in exit_missing overstay open closed; do
	ok "there are stays that are $what" grep -q ",$what," "$truth/stays.csv"
done
ok "some are recorded twice" grep -q ',yes$' "$truth/movements.csv"
ok "some are refused" grep -q ',refused,' "$month/movements.csv"
ok "some change in transit" grep -q ',transit,ZUT1,' "$month/movements.csv"
ok "some come back with another passport" test -n "$(column second_number "$truth/stays.csv" | grep .)"
ok "some travel again" test "$(column person "$truth/travellers.csv" | sort | uniq -d | wc -l)" -gt 20

# ---- messages ----

# Counts segments and travellers of the messages of one file, knowing only the
# separators: those of UNA, or the usual ones.
cat >"$tmp/count.awk" <<'AWK'
BEGIN { RS = "\001never"; ORS = "" }
{
	text = $0
	element = "+"; release = "?"; end = "'"
	if ((i = index(text, "UNA")) && (i == 1 || substr(text, i - 1, 1) ~ /[\r\n]/)) {
		element = substr(text, i + 4, 1); release = substr(text, i + 6, 1); end = substr(text, i + 8, 1)
	}
	parting = element == "^" ? "\\^" : "[" element "]"
	segment = ""
	n = length(text)
	for (i = 1; i <= n; i++) {
		c = substr(text, i, 1)
		if (c == release) { segment = segment substr(text, ++i, 1); continue }
		if (c != end) { segment = segment c; continue }
		gsub(/^[ \r\n\002\003]+/, "", segment)
		tag = substr(segment, 1, 3)
		if (tag == "UNB") { split(segment, e, parting); control = e[6] }
		if (tag == "UNH") { split(segment, e, parting); ref = e[2]; segments = 0; people = 0; inside = 1 }
		if (inside) segments++
		if (tag == "NAD" && substr(segment, 4, 4) ~ /.(FL|FM|DD)/) people++
		if (tag == "UNT" && inside) { print control "/" ref "," people "," segments "\n"; inside = 0 }
		segment = ""
	}
}
AWK
cut -d, -f1,2 "$truth/faults.csv" | sort -u >"$tmp/faulty"
checked=0
grep -E ',(truncated|torn|no_trailers),' "$truth/faults.csv" | cut -d, -f1 >"$tmp/damaged"
for file in $(column file "$truth/messages.csv" | grep '^apis' | sort -u | grep -vxFf "$tmp/damaged" |
	awk 'NR % 9 == 1' | head -12); do
	LC_ALL=C awk -f "$tmp/count.awk" "$month/$file" | sort -u >"$tmp/counted"
	awk -F, -v file="$file" 'NR == FNR { bad[$1, $2] = 1; next }
		$1 == file && !(($1, $2) in bad) { print $2 "," $(NF - 2) "," $NF }' \
		"$tmp/faulty" "$truth/messages.csv" | sort >"$tmp/told"
	is "$file: messages have the segments and travellers that the truth says" \
		"$(comm -13 "$tmp/counted" "$tmp/told")" ""
	checked=$((checked + $(lines "$tmp/told")))
done
for file in $(column file "$truth/messages.csv" | grep '^pnr' | sort -u | awk 'NR % 9 == 1' | head -5); do
	LC_ALL=C awk -f "$tmp/count.awk" "$month/$file" | cut -d, -f1,3 | sort >"$tmp/counted"
	is "$file: so have those of bookings" "$(cat "$tmp/counted")" \
		"$(grep "^$file," "$truth/messages.csv" | cut -d, -f2,9 | sort)"
	is "$file: and as many bookings" "$(tr "'~\$" '\n\n\n' <"$month/$file" | tr -d '\r' | grep -c '^SRC$')" \
		"$(grep -c "^$file," "$truth/bookings.csv")"
done
is "cards can be paid with, by their last digit, and are named as records may have them" "$(
	for file in "$month"/pnr/*; do tr "'~\$" '\n\n\n' <"$file"; done | tr -d '\r' |
		grep '^FOP' | grep -oE '[:|][345][0-9]{14,15}[:|]' | tr -d ':|' |
		awk '{ s = 0
			for (i = length($0); i > 0; i--) {
				d = substr($0, i, 1) * ((length($0) - i) % 2 ? 2 : 1)
				s += d > 9 ? d - 9 : d
			}
			x = "XXXXXXX"
			masked = substr($0, 1, 6) substr(x, 1, length($0) - 10) substr($0, length($0) - 3)
			print s % 10 == 0 ? masked : $0 }' | sort -u >"$tmp/cards"
	column cards "$truth/bookings.csv" | tr ';' '\n' | grep '^[345]' | sort -u | comm -3 - "$tmp/cards" | head -3
)" ""
ok "there are such cards" test -s "$tmp/cards"
ok "at least ten messages were counted ($checked)" test "$checked" -ge 10

status "api-pnr-ingest reads all of them" 1 api-pnr-ingest --as-of=2026-11-30 -o "$tmp/api.csv" "$month"/apis/*.edi
cp "$tmp/err" "$tmp/api.err"
ok "some faults were put in" test "$(lines "$truth/faults.csv")" -gt 20
awk -F, 'NR > 1' "$truth/faults.csv" | while IFS=, read -r file ref fault report about who; do
	case $report in
	rejected) grep -F "$file: " "$tmp/api.err" | grep -v ': warning: ' ;;
	warned) grep -F "$file: " "$tmp/api.err" | grep ': warning: ' ;;
	*) echo "$about" ;;
	esac | grep -qF -- "$about" || echo "$file $ref $fault"
done >"$tmp/untold"
is "every one of them is told" "$(head -3 "$tmp/untold")" ""
awk -F, 'NR > 1' "$truth/messages.csv" | wc -l >"$tmp/n"
is "as many travellers are read of each message as can be" "$(
	movement-report -q --format=csv --by=source,message_ref "$tmp/api.csv" |
		sed "1d; s|^$month/||; s/:[0-9]*,/,/" | sort -u |
		sort >"$tmp/read"
	sed 1d "$truth/messages.csv" | grep '^apis' | sed 's/,"[^"]*"//' |
		awk -F, '{ n = NF; if ($(n - 1) != 0) print $1 "," $2 "," $(n - 1) }' | sort |
		comm -13 "$tmp/read" - | head -3
)" ""

# ---- bookings, as they are read ----

status "api-pnr-ingest reads all bookings" 0 api-pnr-ingest --as-of=2026-11-30 \
	--tables="$tmp/pnr" "$month"/pnr/*.edi
is "nothing in them is rejected" "$(grep -c 'warning\|byte' "$tmp/err")" 0
# "message booking travellers legs", counted in the truth and in the tables
awk -F, 'NR > 1 { k = split($4, t, ";"); print $2, ++n[$2], k, $NF }' "$truth/bookings.csv" |
	sort >"$tmp/wanted"
for table in travellers legs; do
	movement-report -q --format=csv --by=message_ref,booking "$tmp/pnr/$table.csv" | sed 1d | tr , ' ' | sort >"$tmp/$table.n"
done
awk 'NR == FNR { n[$1, $2] = $3; next } { print $1, $2, n[$1, $2], $3 }' "$tmp/travellers.n" "$tmp/legs.n" |
	sort >"$tmp/found"
is "every traveller and every leg of every booking is there" \
	"$(comm -3 "$tmp/wanted" "$tmp/found" | head -3)" ""
# The locator, number and key of each DOCS, from those messages that have the default characters.
for file in "$month"/pnr/*; do
	head -c 9 "$file" | grep -q "^UNB\|UNA:+.? '" || continue
	tr -d '\r\n' <"$file" | sed "s/?'/_/g" | tr "'" '\n' | awk -F'[+]' '
		$1 == "SRC" { want = 1; inside = 0 }
		$1 == "RCI" && want { split($2, v, ":"); locator = v[2]; want = 0 }
		$1 == "TIF" { n = split($0, v, ":"); key = v[3] }
		$1 == "SSR" && $2 ~ /^DOCS/ { split($0, v, "/"); print locator, key, v[4] }'
done | sort -u >"$tmp/docs"
ok "there are documents in them" test "$(wc -l <"$tmp/docs")" -gt 300
movement-report -q --format=csv --by=pnr_locator,traveller,doc_number "$tmp/pnr/travellers.csv" |
	sed 1d | awk -F, '$3 != "" { print $1, $2, $3 }' | sort -u >"$tmp/docs.read"
is "and each is on its traveller" "$(comm -23 "$tmp/docs" "$tmp/docs.read" | head -3)" ""
is "cards are those that may be shown" "$(
	column cards "$truth/bookings.csv" | tr ';' '\n' | grep . | sort -u >"$tmp/cards"
	column card_number "$tmp/pnr/payments.csv" | grep . | sort -u | comm -3 - "$tmp/cards" | head -3
)" ""
ok "services that nobody may keep were sent" test "$(column sensitive "$truth/bookings.csv" | grep -c .)" -gt 5
column sensitive "$truth/bookings.csv" | tr ';' '\n' | grep . | sort -u >"$tmp/codes"
is "and none of them is in any table" "$(grep -rwFf "$tmp/codes" "$tmp/pnr" | head -3)" ""

# ---- zones ----

# The check digits of every zone, computed here from the standard's rule.
cat >"$tmp/zones.awk" <<'AWK'
function digit(s, i, sum) {
	for (i = 1; i <= length(s); i++)
		sum += (index("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<", substr(s, i, 1)) - 1) % 36 * \
			(substr(s, i, 1) != "<") * substr("731", (i - 1) % 3 + 1, 1)
	return sum % 10
}
function want(field, at, line) {
	if (substr(line, at, 1) != digit(field)) bad = 1
}
{
	a = $0; getline b; bad = 0
	if (length(a) == 30) {
		getline c
		if (substr(a, 15, 1) == "<") { # the number goes on in the optional data
			rest = substr(a, 16); sub(/<.*/, "", rest)
			whole = substr(a, 6, 9) substr(rest, 1, length(rest) - 1)
			if (substr(rest, length(rest)) != digit(whole)) bad = 1
			long++
		} else want(substr(a, 6, 9), 15, a)
		want(substr(b, 1, 6), 7, b); want(substr(b, 9, 6), 15, b)
		want(substr(a, 6, 25) substr(b, 1, 7) substr(b, 9, 7) substr(b, 19, 11), 30, b)
	} else {
		want(substr(b, 1, 9), 10, b); want(substr(b, 14, 6), 20, b); want(substr(b, 22, 6), 28, b)
		if (a !~ /^V/ && length(a) == 44) {
			if (substr(b, 43, 1) != "<" || substr(b, 29, 14) ~ /[^<]/) want(substr(b, 29, 14), 43, b)
			want(substr(b, 1, 10) substr(b, 14, 7) substr(b, 22, 22), 44, b)
		} else if (a !~ /^V/) want(substr(b, 1, 10) substr(b, 14, 7) substr(b, 22, 14), 36, b)
	}
	n++
	if (bad) print "wrong: " a " " b
}
END { print n, long + 0 >"/dev/stderr" }
AWK
mrz-parse -q --specimen --as-of=2026-11-30 --input=csv --column=printed "$truth/zones.csv" >"$tmp/printed.csv"
# Quoted fields are the zones as printed, and those as seen that have more than one line.
awk 'BEGIN { RS = "\"" } NR % 2 == 0 && before != "," { print } { before = $0 }' "$truth/zones.csv" >"$tmp/zones"
is "every check digit of every zone as it was printed" "$(awk -f "$tmp/zones.awk" "$tmp/zones" 2>"$tmp/n" | head -3)" ""
ok "of more than 3000 zones ($(cat "$tmp/n"))" test "$(cut -d' ' -f1 "$tmp/n")" -gt 3000
is "mrz-parse agrees" "$(movement-report -q --format=csv --by=mrz_status "$tmp/printed.csv" | sed 1d | cut -d, -f1)" valid
for format in TD1 TD2 TD3 MRV-A MRV-B; do
	ok "there are zones of $format" grep -q ",$format,t" "$truth/zones.csv"
done
is "a zone without a change is seen as it was printed, but for case" "$(
	awk 'BEGIN { RS = "\""; FS = "," }
		NR % 2 == 1 { between = $0; if ($0 != ",") unchanged = $(NF - 1) == 0; next }
		between != "," { printed = $0; next }
		unchanged && toupper($0) != printed' "$truth/zones.csv" | head -3
)" ""
substituted=$(grep -c ',substituted,' "$truth/ocr.csv")
ok "characters were misread ($substituted)" test "$substituted" -gt 100

# ---- the list ----

ok "listed persons travel" test "$(lines "$truth/listed.csv")" -gt 20
is "every one has his entry" "$(
	cut -d, -f1 "$truth/listed.csv" | sed 1d | sort -u >"$tmp/ids"
	cut -d, -f1 "$month/watchlist.csv" | sed 1d | sort -u | comm -13 - "$tmp/ids"
)" ""
is "and no entry stands twice" "$(cut -d, -f1 "$month/watchlist.csv" | sort | uniq -d)" ""
status "watchlist-match takes the list" 0 watchlist-match -q -l "$month/watchlist.csv" "$month/movements.csv"
is "without a word" "$(cat "$tmp/err")" ""

# ---- the folder ----

status "a folder that is not empty" 2 simulate -o "$month"
has "is left alone" "is there already, and is not empty" "$tmp/err"
mkdir "$tmp/here"
for there in . ./ ../here/.; do
	(cd "$tmp/here" && border-simulate -q --travellers=50 -o "$there" 2>"$tmp/err")
	has "-o $there, where somebody stands" "$there: name the folder that is to be made" "$tmp/err"
done
is "and nothing is left" "$(ls -A "$tmp/here")" ""
mkdir "$tmp/empty"
status "an empty one is filled" 0 simulate --travellers=50 -o "$tmp/empty"
ok "with messages and truth" test -s "$tmp/empty/truth/travellers.csv"
status "no folder at all" 2 border-simulate --travellers=50
has "is wrong usage" "-o DIR is missing" "$tmp/err"
status "a folder in a folder that is not there" 2 simulate -o "$tmp/no/where"
has "is told" "no/where: cannot create" "$tmp/err"
(ulimit -f 100 && simulate -o "$tmp/full") >"$tmp/out" 2>"$tmp/err"
is "a disk that is full" $? 2
has "is told" "cannot write: File too large" "$tmp/err"
is "and nothing is left" "$(ls -d "$tmp"/full* 2>/dev/null)" ""
border-simulate --travellers=3000000 -o "$tmp/long" 2>"$tmp/err" &
pid=$! waited=0
until ls -d "$tmp"/long* >/dev/null 2>&1 || [ $waited -gt 300 ]; do
	sleep 0.1
	waited=$((waited + 1))
done
kill -TERM $pid
wait $pid
is "a signal ends it" $? 2
is "and nothing is left then" "$(ls -d "$tmp"/long* 2>/dev/null)" ""
status "days in the wrong order" 2 simulate --from=2026-11-02 --to=2026-11-01 -o "$tmp/x"
status "no travellers" 2 simulate --travellers=0 -o "$tmp/x"

status "--help" 0 border-simulate --help
has "says what to fill" "-o, --output=DIR" "$tmp/out"
status "--version" 0 border-simulate --version
status "an unknown option" 2 border-simulate --no-such-option
status "an operand" 2 border-simulate -o "$tmp/x" somewhere

# ---- worlds ----

world() { # WHAT MESSAGE, the world on standard input
	cat >"$tmp/bad"
	status "a world with $1" 2 simulate --world="$tmp/bad" -o "$tmp/x"
	has "is refused" "$2" "$tmp/err"
}
world "a word that is none" "bad: line 2: 'sate' begins no statement" <<-'W'
	# a comment
	sate UTO
W
world "a State that is not there" "there is no state 'ABC'" <<-'W'
	post XXX1 land ABC 1 Nowhere
W
world "no airport" "the airport's post of the route is not declared" <<-'W'
	post XXX1 land GEO 1 Nowhere
W
world "a name before any culture" "line 1: 'male' before any culture" <<-'W'
	male 1 BOB
W
printf 'port \377 UTO +0100 X\n' >"$tmp/latin1"
world "bytes that are no UTF-8" "no UTF-8" <"$tmp/latin1"
status "a world that is not there" 2 simulate --world="$tmp/nowhere" -o "$tmp/x"
cat >"$tmp/own" <<-'W'
	traffic visitor=1
	mode land=1
	culture english
	script Latn
	form 1 given | family
	male 1 HECTOR
	female 1 HELENA
	family 1 TROY
W
status "a world of one's own" 0 simulate --travellers=300 --world="$tmp/own" -o "$tmp/x"
is "has its own traffic" "$(column kind "$tmp/x/truth/travellers.csv" | sort -u)" "$(printf 'mass\nvisitor')"
ok "and its own names" grep -q '^TROY,HE' "$tmp/x/movements.csv"
rm -rf "$tmp/x"
status "one day" 0 simulate --travellers=300 --from=2026-02-28 --to=2026-02-28 -o "$tmp/x"
is "is one day" "$(column crossing_time "$tmp/x/movements.csv" | cut -c1-10 | sort -u | head -1)" 2026-02-28
done_testing
