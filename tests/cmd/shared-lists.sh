# Lists as they are published, where they are at hand; the counts are had from
# the files by other means.
. "$top_srcdir/tests/cmd/tap.sh"

if [ ! -d "$shared/lists" ]; then
	skip "published lists" "they are not here"
	done_testing
	exit 0
fi

text() { case $1 in *.gz) zcat "$1" ;; *) cat "$1" ;; esac }

# Persons, names, dates of birth and documents, each once a person.
counted() { # FILE FORMAT
	text "$1" | awk -f "$top_srcdir/tests/cmd/list-elements.awk" |
		awk -v format="$2" -f "$top_srcdir/tests/cmd/list-counts.awk"
}
# Lines of a person's number, a tab, and values of one kind parted by ';': each once a person.
different() {
	awk -F'\t' '{
		k = split($2, part, ";")
		for (i = 1; i <= k; i++) {
			gsub(/^ +| +$/, "", part[i])
			n += part[i] != "" && !seen[$1, part[i]]++
		}
	} END { print n + 0 }'
}
# OFAC's three files and OpenSanctions' one, by sqlite3.
counted_ofac() { # PRIMARY ALTERNATE
	text "$1" | grep -a '^[0-9]' >"$tmp/primary"
	text "$2" | grep -a '^[0-9]' >"$tmp/alternate"
	{
		echo 'create table p(id,name,type,programme,title,c1,c2,c3,c4,c5,c6,remarks);'
		echo 'create table a(id,n,kind,name,remarks);'
		printf '.mode csv\n.import "%s" p\n.import "%s" a\n.mode tabs\n' "$tmp/primary" "$tmp/alternate"
		echo "select id, rtrim(remarks, '. ') from p where trim(type) = 'individual' and trim(remarks) <> '-0-';"
	} | sqlite3 "$tmp/ofac.db" >"$tmp/remarks" 2>/dev/null
	sqlite3 -separator '	' "$tmp/ofac.db" "select id, replace(name, ';', ',') from p where trim(type) = 'individual'
		union all select a.id, a.name from a join p on p.id = a.id where trim(p.type) = 'individual'" >"$tmp/names"
	awk -F'\t' '{
		k = split($2, part, ";")
		for (i = 1; i <= k; i++) {
			item = part[i]
			gsub(/^ +| +$/, "", item)
			number = item
			sub(/(issued|expires).*/, "", number)
			if (item ~ /^[af]\.k\.a\. /) {
				gsub(/^[af]\.k\.a\. .|.$/, "", item)
				print $1 "\t" item >names
			} else if (sub(/^(alt\. )?DOB /, "", item)) {
				print $1 "\t" item >births
			} else if (number ~ /[0-9]/ && number !~ /^(alt\. )?POB |^Linked/ &&
				item ~ /Passport|No\.|Number|ID |Cedula|C\.U\.|R\.F\.C|RFC|D\.N\.I|SSN|Card|License|Document|NIT|Fiscal Code|Credencial|Cartilla|I\.F\.E|Electoral|Identidad|Tarjeta|Identification|RTN|RUC/) {
				sub(/^alt\. /, "", item)
				print $1 "\t" item >documents
			}
		}
	}' names="$tmp/more-names" births="$tmp/births" documents="$tmp/papers" "$tmp/remarks"
	printf '%d entries, %d names, %d dates of birth, %d documents\n' \
		"$(sqlite3 "$tmp/ofac.db" "select count(*) from p where trim(type) = 'individual'")" \
		"$(cat "$tmp/names" "$tmp/more-names" | different)" "$(different <"$tmp/births")" "$(different <"$tmp/papers")"
	rm -f "$tmp/ofac.db" "$tmp/more-names" "$tmp/births" "$tmp/papers"
}
counted_opensanctions() { # FILE
	text "$1" >"$tmp/targets"
	printf '.mode csv\n.import "%s" t\n' "$tmp/targets" | sqlite3 "$tmp/targets.db"
	column() { sqlite3 -separator '	' "$tmp/targets.db" "select id, $1 from t where schema = 'Person'" | different; }
	printf '%d entries, %d names, %d dates of birth, %d documents\n' "$(column id)" "$(column "name || ';' || aliases")" \
		"$(column birth_date)" "$(column identifiers)"
	rm "$tmp/targets.db"
}

reads() { # FILE FORMAT WHAT IT HAS
	watchlist-import -v "L=$shared/lists/$1" >"$tmp/out" 2>"$tmp/err"
	is "$1: loads" $? 0
	is "$1: every person, name, date of birth and document" \
		"$(sed -n "s/.* L: $2, \(.* documents\);.*/\1/p" "$tmp/err")" "$3"
	watchlist-import -q "$tmp/out" >"$tmp/again"
	ok "$1: what is written is read again" cmp "$tmp/out" "$tmp/again"
}
for list in un-consolidated-2026-02-27.xml.gz:un un-consolidated-older.xml.gz:un eu-sample.xml:eu \
	ofac-nonsdn-2024-05-06.xml.gz:ofac ofac-enhanced-irgc.xml.gz:ofac-enhanced \
	ofac-sdn-advanced-sample.xml:ofac-advanced; do
	reads "${list%:*}" "${list#*:}" "$(counted "$shared/lists/${list%:*}" "${list#*:}")"
done
if command -v sqlite3 >/dev/null 2>&1; then
	reads ofac-sdn.csv.gz ofac-csv "$(counted_ofac "$shared/lists/ofac-sdn.csv.gz" "$shared/lists/ofac-alt.csv.gz")"
	reads ofac-cons_prim.csv.gz ofac-csv \
		"$(counted_ofac "$shared/lists/ofac-cons_prim.csv.gz" "$shared/lists/ofac-cons_alt.csv.gz")"
	reads opensanctions-targets.simple.csv.gz opensanctions \
		"$(counted_opensanctions "$shared/lists/opensanctions-targets.simple.csv.gz")"
else
	skip "lists in CSV" "no sqlite3(1)"
fi

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
