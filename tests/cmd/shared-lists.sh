# Lists as they are published, where they are at hand; the counts are had from
# the files by other means.
. "$top_srcdir/tests/cmd/tap.sh"

if [ ! -d "$shared/lists" ]; then
	skip "published lists" "they are not here"
	done_testing
	exit 0
fi

count() { zcat "$1" | tr '\n' ' ' | grep -oE "$2" | wc -l | tr -d ' '; }

for list in "$shared"/lists/un-consolidated-*.xml.gz; do
	name=$(basename "$list" .xml.gz)
	printf 'surname\nNOBODY\n' | watchlist-match -v -l "$list" >"$tmp/out" 2>"$tmp/err"
	is "$name: loads" $? 0
	has "$name: every individual" "$name: un, $(count "$list" '<INDIVIDUAL>') entries" "$tmp/err"
	has "$name: every document" \
		" $(count "$list" '<NUMBER>[^<]*[0-9][^<]*</NUMBER>') documents" "$tmp/err"
done

# Every other list: its persons are counted by their marks in the file.
reads() { # FILE FORMAT ENTRIES
	watchlist-import -v "L=$shared/lists/$1" >"$tmp/out" 2>"$tmp/err"
	is "$1: loads" $? 0
	has "$1: every person" "L: $2, $3 entries" "$tmp/err"
	watchlist-import -q "$tmp/out" >"$tmp/again"
	ok "$1: what is written is read again" cmp "$tmp/out" "$tmp/again"
}
text() { case $1 in *.gz) zcat "$1" ;; *) cat "$1" ;; esac }
persons() { text "$shared/lists/$1" | grep -c "$2"; }
reads eu-sample.xml eu "$(persons eu-sample.xml '<subjectType code="person"')"
reads ofac-nonsdn-2024-05-06.xml.gz ofac "$(persons ofac-nonsdn-2024-05-06.xml.gz '<sdnType>Individual<')"
reads ofac-enhanced-irgc.xml.gz ofac-enhanced \
	"$(persons ofac-enhanced-irgc.xml.gz '<entityType [^>]*>Individual<')"
reads ofac-sdn-advanced-sample.xml ofac-advanced \
	"$(persons ofac-sdn-advanced-sample.xml '<Profile [^>]*PartySubTypeID="4"')"
reads ofac-sdn.csv.gz ofac-csv "$(persons ofac-sdn.csv.gz '^[0-9]*,"[^"]*","individual"')"
reads ofac-cons_prim.csv.gz ofac-csv "$(persons ofac-cons_prim.csv.gz '^[0-9]*,"[^"]*","individual"')"
reads opensanctions-targets.simple.csv.gz opensanctions \
	"$(persons opensanctions-targets.simple.csv.gz '^"[^"]*","Person",')"

# Persons of the list as the list itself writes them, then changed: the first
# names of up to 60 individuals with at least three words in all.
list=$shared/lists/un-consolidated-2026-02-27.xml.gz
if [ -f "$list" ]; then
	zcat "$list" | awk '
		/<INDIVIDUAL>/ { name = "" }
		/<(FIRST|SECOND|THIRD|FOURTH)_NAME>/ { gsub(/<[^>]*>|^ +| +$|\r/, ""); name = name " " $0 }
		/<REFERENCE_NUMBER>/ {
			gsub(/<[^>]*>|[ \r]/, "")
			n = split(name, w, " ")
			if (n < 3 || name ~ /["&]|[^ -~]/ || done++ >= 60) next
			turned = w[n]
			for (i = n - 1; i > 0; i--) turned = turned " " w[i]
			longest = 1
			for (i = 2; i <= n; i++) if (length(w[i]) > length(w[longest])) longest = i
			m = int(length(w[longest]) / 2) + 1
			wrong = ""
			for (i = 1; i <= n; i++)
				wrong = wrong " " (i == longest ? substr(w[i], 1, m - 1) (substr(w[i], m, 1) == "t" || substr(w[i], m, 1) == "T" ? "m" : "t") substr(w[i], m + 1) : w[i])
			print $0 ",turned,\"" turned "\""
			print $0 ",letter,\"" wrong "\""
		}' >"$tmp/persons"
	{ echo want,change,full_name && cat "$tmp/persons"; } >"$tmp/rows.csv"
	ok "there are persons to look for" test "$(wc -l <"$tmp/persons")" -ge 100
	status "they are looked for" 0 watchlist-match -q -l "$list" "$tmp/rows.csv"
	# Each row has a hit on its own entry.
	movement-report -q --by=want,change,hit_id "$tmp/out" | awk -F, '$1 == $3 { print $1 "," $2 }' |
		sort -u >"$tmp/found"
	cut -d, -f1,2 "$tmp/persons" | sort -u >"$tmp/wanted"
	is "all are found, turned round and with one wrong letter" "$(comm -13 "$tmp/found" "$tmp/wanted")" ""
fi

done_testing
