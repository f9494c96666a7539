# The programs one behind the other, over the sample traffic of which the truth
# is known (scripts/make-sample).
. "$top_srcdir/tests/cmd/tap.sh"
sample=$data/sample
as_of=--as-of=2026-11-23
cd "$sample" || exit 99

# The counts of a report, added up.
added_up() {
	awk -F, '{ n += $NF } END { print n + 0 }' "$@" # "count" counts nothing
}
# Rows of a CSV as the report counts them: records, not lines.
rows() { # FILE
	movement-report -q "$1" | added_up
}
# Nobody of the sample has a comma or a quote in what is counted here.
by() { # LIST FILE: keys and counts in the order of their bytes, without a header
	movement-report -q --sort=key --by="$1" "$2" | tail -n +2 | LC_ALL=C sort
}

# ---- the sample is what its maker makes ----

ok "make-sample ends well" sh "$top_srcdir/scripts/make-sample" "$tmp/again"
ok "and makes the same bytes again" diff -r "$sample" "$tmp/again"
travel=$(awk -F, 'NR > 1 { n += $2 + $3 } END { print n }' totals.csv)
ok "at least 440 travel" [ "$travel" -ge 440 ]
ok "on at least four flights" [ "$(tail -n +2 totals.csv | wc -l)" -ge 4 ]

# ---- messages to records ----

status "api-pnr-ingest reads every flight" 0 api-pnr-ingest $as_of -o "$tmp/travellers.csv" *.edi
has "and rejects nothing" "$travel read, $travel written, 0 rejected" "$tmp/err"
is "it warns of nothing but a wrong character set" \
	"$(grep warning: "$tmp/err" | grep -v 'the interchange declares' | head -5)" ""
is "as many passengers and crew as the flight has" \
	"$(by flight,traveller_type "$tmp/travellers.csv")" \
	"$(awk -F, 'NR > 1 { print $1 ",PAX," $2; print $1 ",CREW," $3 }' totals.csv | LC_ALL=C sort)"
is "all arrive on one day at one airport" "$(by arr_port,arr_time:day "$tmp/travellers.csv")" \
	"KBL,2026-11-23,$travel"
is "nobody is without a name, a birth date, a nationality or a document" \
	"$(by surname,given_names,birth_date,nationality,doc_number "$tmp/travellers.csv" |
		grep -E '^,|,,' | head -5)" ""

mkdir "$tmp/gz"
for file in *.edi; do gzip -c "$file" >"$tmp/gz/$file.gz"; done
status "gzip files" 0 sh -c 'cd "$1" && api-pnr-ingest "$2" *.edi.gz' sh "$tmp/gz" $as_of
sed 's/\.edi\.gz:/.edi:/' "$tmp/out" >"$tmp/gz.csv"
ok "give the same but for the source" cmp "$tmp/gz.csv" "$tmp/travellers.csv"

# ---- records against the alert list ----

match() {
	watchlist-match -l national=watchlist.csv "$@"
}
status "watchlist-match searches them" 0 match -j1 -o "$tmp/hits.csv" "$tmp/travellers.csv"
by flight,surname,given_names,hit_id "$tmp/hits.csv" >"$tmp/hit"
by hit_list,hit_id "$tmp/hits.csv" >"$tmp/hit_id"
{
	read -r header
	while IFS=, read -r id flight surname given change; do
		ok "found: $change" grep -qxF "$flight,$surname,$given,$id,1" "$tmp/hit"
		ok "on the list that has the name national" grep -q "^national,$id," "$tmp/hit_id"
		listed="${listed:-} $id"
	done
} <truth.csv
is "six listed persons were looked for" "$(echo ${listed:-} | wc -w | tr -d ' ')" 6
others=$(($(added_up "$tmp/hit_id") - 6))
ok "at most two others are hit ($others)" [ "$others" -ge 0 -a "$others" -le 2 ]
is "every hit says on what and why" \
	"$(by hit_on,hit_reason "$tmp/hits.csv" | grep -v -e '^,' -e ',,' | added_up)" \
	"$((others + 6))"
is "the document under another name is the reason of its hit" \
	"$(by hit_id,hit_on "$tmp/hits.csv" | sed -n 's/^N-106,\([^,]*\),.*/;\1;/p' | grep -c ';document;')" 1

status "-j3" 0 match -j3 -o "$tmp/hits3.csv" "$tmp/travellers.csv"
ok "gives the same bytes" cmp "$tmp/hits.csv" "$tmp/hits3.csv"

status "--clear" 0 match --clear -o "$tmp/clear.csv" "$tmp/travellers.csv"
status "--all" 0 match --all -o "$tmp/all.csv" "$tmp/travellers.csv"
hit_persons=$(by doc_number "$tmp/hits.csv" | wc -l)
is "who is clear and who is hit are all that travel" \
	"$(($(rows "$tmp/clear.csv") + hit_persons))" "$travel"
is "--all has the clear and the hits" "$(rows "$tmp/all.csv")" \
	"$(($(rows "$tmp/clear.csv") + $(rows "$tmp/hits.csv")))"

# ---- the day's figures ----

for what in nationality hour,flight sex,traveller_type nationality,birth_date:year; do
	status "movement-report --by=$what" 0 movement-report --by=$what "$tmp/travellers.csv"
	is "adds up to all that travel" "$(added_up "$tmp/out")" "$travel"
done

# ---- pipes ----

status "all stages by pipes" 0 bash -c 'set -o pipefail
	api-pnr-ingest -q "$1" *.edi | tee "$2/p1" |
		watchlist-match -q -l national=watchlist.csv | tee "$2/p2" |
		movement-report -q --by=hit_id,flight' sh $as_of "$tmp"
ok "travellers are those of the files" cmp "$tmp/p1" "$tmp/travellers.csv"
ok "hits are those of the files" cmp "$tmp/p2" "$tmp/hits.csv"
movement-report -q --by=hit_id,flight "$tmp/hits.csv" >"$tmp/figures.csv"
ok "and so is the report" cmp "$tmp/out" "$tmp/figures.csv"

# ---- zones ----

zones=$(tail -n +2 zones-truth.csv | wc -l | tr -d ' ')
status "mrz-parse reads the zones" 0 mrz-parse $as_of -o "$tmp/zones.csv" zones.txt
has "all of them" "$zones read, $zones written, 0 rejected" "$tmp/err"
is "as many of each format and status as there are" \
	"$(by mrz_format,mrz_status "$tmp/zones.csv")" \
	"$(awk -F, 'NR > 1 { n[$2 "," $3]++ } END { for (k in n) print k "," n[k] }' zones-truth.csv |
		LC_ALL=C sort)"
# The same zones as CSV, each with the number of its first line.
awk -F, 'NR == FNR { first[$1]; next }
	FNR == 1 { printf "line,mrz" }
	{ printf FNR in first ? "\n" FNR ",%s" : "/%s", $0 }
	END { print "" }' zones-truth.csv zones.txt >"$tmp/numbered.csv"
status "mrz-parse reads them as CSV" 0 mrz-parse $as_of -o "$tmp/numbered-out.csv" "$tmp/numbered.csv"
is "every zone is what the truth says" \
	"$(by line,mrz_format,mrz_status "$tmp/numbered-out.csv")" \
	"$(sed -n 's/$/,1/; 2,$p' zones-truth.csv | LC_ALL=C sort)"
is "two are spoiled" "$(by mrz_status "$tmp/numbered-out.csv" | sed -n 's/^invalid,//p')" 2
done_testing
