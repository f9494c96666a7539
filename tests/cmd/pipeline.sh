# The programs one behind the other, over a simulated day of which the truth is
# known (border-truth(5)).
. "$top_srcdir/tests/cmd/tap.sh"
as_of=--as-of=2026-11-23

# The counts of a report, added up.
added_up() {
	awk -F, '{ n += $NF } END { print n + 0 }' "$@" # "count" counts nothing
}
# Rows of a CSV as the report counts them: records, not lines.
rows() { # FILE
	movement-report -q "$1" | added_up
}
# Nobody has a comma or a quote in what is counted here.
by() { # LIST FILE: keys and counts in the order of their bytes, without a header
	movement-report -q --sort=key --by="$1" "$2" | tail -n +2 | LC_ALL=C sort
}

status "a day without faults" 0 border-simulate --seed=23 --travellers=600 --from=2026-11-23 \
	--to=2026-11-23 --fault-rate=0 --ocr-rate=0 --listed-rate=0.03 --lost-rate=0.01 \
	--listed-others=20 -o "$tmp/day"
cd "$tmp/day" || exit 99
# What is no fault but a bad habit stays: a line behind an interchange.
grep -v ',noise,' truth/faults.csv | grep -v ',repeated,' >"$tmp/faults"
is "has none" "$(wc -l <"$tmp/faults" | tr -d ' ')" 1

# ---- messages to records ----

api-pnr-ingest $as_of -o "$tmp/travellers.csv" apis/*.edi 2>"$tmp/err"
is "api-pnr-ingest rejects nothing but noise" \
	"$(grep -c ': outside of any interchange' "$tmp/err")" \
	"$(tail -1 "$tmp/err" | sed 's/.* \([0-9]*\) rejected/\1/')"
is "it warns of nothing but a wrong character set" \
	"$(grep warning: "$tmp/err" | grep -v 'the interchange declares' | head -5)" ""
travel=$(rows "$tmp/travellers.csv")
ok "at least 300 travel ($travel)" [ "$travel" -ge 300 ]
# A list that was sent twice is read twice.
repeated=$(awk -F, '$3 == "repeated" { print $1 }' truth/faults.csv)
is "as many of each message as it names" \
	"$(movement-report -q --sort=key --by=source,message_ref "$tmp/travellers.csv" | sed '1d; s/:[0-9]*,/,/' | LC_ALL=C sort -u)" \
	"$(sed 's/,"[^"]*"//' truth/messages.csv | awk -F, '/^apis/ && $(NF - 2) > 0 { print $1 "," $2 "," $(NF - 2) }' | LC_ALL=C sort)"
is "nobody is without a name or a role" \
	"$(by surname,full_name,traveller_type "$tmp/travellers.csv" | grep -E '^,,|,,[0-9]+$' | head -5)" ""
by flight,doc_number "$tmp/travellers.csv" | cut -d, -f2 | sort -u >"$tmp/documents"
awk -F, 'NR == FNR { if ($1 ~ /^apis/) on[$4] = 1; next } $1 in on && $3 != "transit" { print $16 }' \
	truth/passengers.csv truth/travellers.csv | sort -u >"$tmp/shown"
is "the documents are those of who flies, but for crews, no-shows and second passports" \
	"$(comm -13 "$tmp/documents" "$tmp/shown" | head -3)" ""

mkdir "$tmp/gz"
for file in apis/*.edi; do gzip -c "$file" >"$tmp/gz/${file##*/}.gz"; done
(cd "$tmp/gz" && api-pnr-ingest -q $as_of *.edi.gz 2>/dev/null) | sed 's/\.edi\.gz:/.edi:/' >"$tmp/gz.csv"
sed 's|apis/||' "$tmp/travellers.csv" >"$tmp/plain.csv"
ok "gzip files give the same but for the source" cmp "$tmp/gz.csv" "$tmp/plain.csv"

# ---- records against the alert list ----

match() {
	watchlist-match -l national=watchlist.csv "$@"
}
match -j1 -o "$tmp/hits.csv" "$tmp/travellers.csv" 2>"$tmp/err"
is "watchlist-match searches them" "$?" 0
by hit_id,doc_number "$tmp/hits.csv" | cut -d, -f1,2 >"$tmp/hit"
# Whose name, and date of birth, are on the list as they travel, and whose document is.
awk -F, 'NR == FNR { document[$1] = $16; next }
	FNR > 1 && $NF != "" { print $1 "," document[$2]; next }
	FNR > 1 && $4 == "none" && $(NF - 1) == "none" { print $1 "," document[$2] }' \
	truth/travellers.csv truth/listed.csv | while IFS=, read -r id number; do
	[ -n "$number" ] && grep -q ",$number," "$tmp/travellers.csv" && echo "$id,$number"
done | LC_ALL=C sort -u >"$tmp/must"
ok "some are listed as they are, or with their document ($(wc -l <"$tmp/must"))" test "$(wc -l <"$tmp/must")" -ge 3
is "all of them are found" "$(comm -23 "$tmp/must" "$tmp/hit")" ""
is "every hit is on the list that has the name national" "$(by hit_list "$tmp/hits.csv" | cut -d, -f1)" national
is "every hit says on what and why" \
	"$(by hit_on,hit_reason "$tmp/hits.csv" | grep -v -e '^,' -e ',,' | added_up)" "$(rows "$tmp/hits.csv")"

status "-j3" 0 match -j3 -o "$tmp/hits3.csv" "$tmp/travellers.csv"
ok "gives the same bytes" cmp "$tmp/hits.csv" "$tmp/hits3.csv"

status "--clear" 0 match --clear -o "$tmp/clear.csv" "$tmp/travellers.csv"
status "--all" 0 match --all -o "$tmp/all.csv" "$tmp/travellers.csv"
hit_rows=$(by source,message_ref,surname,given_names,doc_number,birth_date "$tmp/hits.csv" | wc -l)
ok "who is clear and who is hit are all that travel" \
	[ "$(($(rows "$tmp/clear.csv") + hit_rows))" -le "$travel" ]
is "--all has the clear and the hits" "$(rows "$tmp/all.csv")" \
	"$(($(rows "$tmp/clear.csv") + $(rows "$tmp/hits.csv")))"

# ---- the day's figures ----

for what in nationality hour,flight sex,traveller_type nationality,birth_date:year; do
	status "movement-report --by=$what" 0 movement-report --by=$what "$tmp/travellers.csv"
	is "adds up to all that travel" "$(added_up "$tmp/out")" "$travel"
done
is "as many movements at each post as there were" "$(by post,direction movements.csv | added_up)" \
	"$(tail -n +2 truth/movements.csv | wc -l | tr -d ' ')"

# ---- pipes ----

bash -c 'api-pnr-ingest -q "$1" apis/*.edi 2>/dev/null | tee "$2/p1" |
	watchlist-match -q -l national=watchlist.csv | tee "$2/p2" |
	movement-report -q --by=hit_id,flight' sh $as_of "$tmp" >"$tmp/out"
ok "travellers of a pipe are those of the files" cmp "$tmp/p1" "$tmp/travellers.csv"
ok "hits are those of the files" cmp "$tmp/p2" "$tmp/hits.csv"
movement-report -q --by=hit_id,flight "$tmp/hits.csv" >"$tmp/figures.csv"
ok "and so is the report" cmp "$tmp/out" "$tmp/figures.csv"

# ---- zones ----

zones=$(grep -c '^mrz/' truth/zones.csv)
status "mrz-parse reads the zones of every post" 0 mrz-parse --specimen $as_of -o "$tmp/zones.csv" mrz/*.txt
has "all of them" "$zones read, $zones written, 0 rejected" "$tmp/err"
is "every one is valid" "$(by mrz_status "$tmp/zones.csv")" "valid,$zones"
is "as many of each format as there are" "$(by mrz_format "$tmp/zones.csv")" \
	"$(awk -F, '/^mrz/ { n[$3]++ } END { for (k in n) print k "," n[k] }' truth/zones.csv | LC_ALL=C sort)"
is "the passports' numbers are those of the travellers" "$(
	by doc_number "$tmp/zones.csv" | cut -d, -f1 | LC_ALL=C sort -u >"$tmp/numbers"
	awk -F, 'NR == FNR { number[$1] = $16; next } $3 == "TD3" { print number[$4] }' \
		truth/travellers.csv truth/zones.csv | LC_ALL=C sort -u | comm -13 "$tmp/numbers" - | head -3
)" ""
done_testing
