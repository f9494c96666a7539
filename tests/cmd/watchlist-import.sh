# What watchlist-import(1) promises.
. "$top_srcdir/tests/cmd/tap.sh"

lists=$data/lists
header='list,entry,name_kind,full_name,surname,given_names,birth_date,birth_place,sex,nationality,documents,programme,remarks,listed,changed'

# The values of columns by their names, one row a line.
pick() { # LIST FILE
	movement-report -q --sort=key --by="$1" "$2" | sed -e 1d -e 's/,1$//'
}

# ---- every format ----

# The same invented man, and a company that is left out, in each of them.
known='primary,TARVO JUHAN KIVILO,1971-03-09,EST'
alias='alias,TARVO KIVI,1971-03-09,EST'
weak='weak,STONECUTTER,1971-03-09,EST'
original='original,ТАРВО КИВИЛО,1971-03-09,EST'

reads() { # FORMAT FILE SEX DOCUMENT NAMES
	status "$2" 0 watchlist-import -v "$lists/$2"
	cp "$tmp/out" "$tmp/list.csv"
	is "$2: the header" "$(head -1 "$tmp/list.csv")" "$header"
	has "$2: is $1" ": $1, 1 entries, " "$tmp/err"
	has "$2: the company is left out" "; 1 organizations left out" "$tmp/err"
	is "$2: the names" "$(pick name_kind,full_name,birth_date,nationality "$tmp/list.csv" |
		sed 's/Тарво Кивило/ТАРВО КИВИЛО/' | tr 'a-z' 'A-Z' | sed 's/^[A-Z]*/\L&/' | sort)" "$(printf '%s\n' "$5" | sort)"
	is "$2: sex and document" "$(pick sex,documents "$tmp/list.csv" | sed 's/,[0-9]*$//')" "$3,$4"
	status "$2: -f $1" 0 watchlist-import -q -f "$1" "$lists/$2"
	ok "$2: the same" cmp "$tmp/out" "$tmp/list.csv"
	# What we write, we read: the same rows again.
	status "$2: what was written is read" 0 watchlist-import -q "$tmp/list.csv"
	ok "$2: and says the same" cmp "$tmp/out" "$tmp/list.csv"
	gzip -c "$lists/$2" >"$tmp/$(basename "$2").gz"
	case $2 in
	ofac/*) ;; # its other names are beside it
	*)
		status "$2: compressed" 0 watchlist-import -q "$tmp/$(basename "$2").gz"
		ok "$2: the same" cmp "$tmp/out" "$tmp/list.csv"
		;;
	esac
	printf 'surname,given_names,birth_date\nKIVILO,TARVO JUHAN,1971-03-09\n' >"$tmp/man.csv"
	status "$2: as a list of watchlist-match" 0 watchlist-match -q -l "L=$lists/$2" "$tmp/man.csv"
	is "$2: finds him" "$(pick hit_list,hit_name,hit_score "$tmp/out" | tr 'a-z' 'A-Z')" "L,TARVO JUHAN KIVILO,1.000"
}

reads eu eu-small.xml M P/EST/KQ4471902 "$known
$alias
$weak
$original"
reads eu eu-small.csv M P/EST/KQ4471902 "$known
$alias
$original"
reads ofac ofac-small.xml M P/EST/KQ4471902 "$known
$alias
$weak"
reads ofac-enhanced ofac-enhanced-small.xml M P/EST/KQ4471902 "$known
$alias
$weak
$original"
reads ofac-advanced ofac-advanced-small.xml M P/EST/KQ4471902 "$known
$alias
$weak"
reads ofac-csv ofac/sdn.csv M P/EST/KQ4471902 "$known
$alias
$weak"
reads uk uk-small.xml M P//KQ4471902 "$known
$alias
$weak
$original"
reads uk uk-small.csv M P//KQ4471902 "$known
$alias
$weak
$original"
reads ofsi ofsi-small.csv "" P//KQ4471902 "$known
$alias
$weak
$original"
reads opensanctions opensanctions-small.csv "" //KQ4471902 "$known
$alias
$original"
reads ftm-json ftm-small.json M P/EST/KQ4471902 "$known
$alias
$weak
$original"

# ---- the United Nations' list, and one of a State ----

status "a list of the United Nations" 0 watchlist-import -q "$lists/un-small.xml"
is "a row a name" "$(pick entry,name_kind,full_name "$tmp/out")" "102,primary,Selvarin
XXi.001,alias,Juhan the Tall
XXi.001,alias,Tarvo Kivi
XXi.001,primary,TARVO JUHAN KIVILO
XXi.001,weak,Stonecutter
XXi.002,original,عمر دياخي
XXi.002,primary,Oumar Diakhé"
is "several dates, a range, and about" "$(pick entry,birth_date "$tmp/out" | sed 's/,[0-9]$//')" "102,1985~
XXi.001,1971-03-09;1974
XXi.002,1960/1964"
is "two nationalities" "$(pick entry,nationality "$tmp/out" | grep '^XXi.001' | sed 's/,[0-9]$//')" \
	"XXi.001,EST;IRN"
has "a number in a sentence is the number" "P/EST/KQ 4471902" "$tmp/out"

status "a list of a State" 0 watchlist-import -q "$lists/national.csv"
is "a person without a name has a row, too" "$(pick entry,name_kind,full_name,documents "$tmp/out" | grep N-4)" \
	"N-4,,,//X99 000-1"

printf 'ref;nom;prenom;ne\n7;KIVILO;TARVO;1971-03-09\n' | tr ';' ',' >"$tmp/own.csv"
status "headers of a State's own" 0 watchlist-import -q --map ref=entry --map nom=surname \
	--map prenom=given_names --map ne=birth_date "$tmp/own.csv"
is "are mapped" "$(pick entry,full_name,birth_date "$tmp/out")" "7,TARVO KIVILO,1971-03-09"
status "a column that is not there" 2 watchlist-import -q --map nomme=surname "$tmp/own.csv"
has "is named" "nomme" "$tmp/err"
status "a list that no one knows" 2 watchlist-import -q "$tmp/own.csv"
status "a column that is none" 2 watchlist-import -q --map nom=surnames "$tmp/own.csv"
has "is named, too" "surnames" "$tmp/err"

status "two lists" 0 watchlist-import -q "A=$lists/eu-small.xml" "B=$lists/ofac-small.xml"
is "are one" "$(pick list,entry "$tmp/out")" "A,EU.9001.11,4
B,9001,3"
cp "$tmp/out" "$tmp/both.csv"
status "which is a list" 0 watchlist-match -q -l "$tmp/both.csv" "$tmp/man.csv"
is "whose hits say from which it is" "$(pick hit_list,hit_id "$tmp/out")" "A,EU.9001.11
B,9001"

# Letters that say what a number is are no part of it, and a day is no number.
printf '1,"KIVILO, Tarvo","individual","XX1",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"%s"\n' \
	'SSN 123-45-6789 (United States); RFC KIVT710309 (Mexico); Registration ID 0903971123456 (Slovenia); Passport L 123456 issued 28 Feb 1996; U.S.A. Passport issued 21 Jun 1992 in Amman, Jordan; National ID No. (HWI)123456 (Burma).' \
	>"$tmp/sdn.csv"
printf '1,1,"aka","KIVI, Tarvo",-0- \n' >"$tmp/alt.csv"
status "documents in the remarks of OFAC" 0 watchlist-import -q "$tmp/sdn.csv"
is "are by kind, State and number" "$(pick documents "$tmp/out")" \
	"SSN/USA/123-45-6789;RFC/MEX/KIVT710309;Registration ID/SVN/0903971123456;P//L 123456;ID/MMR/(HWI)123456,2"

# ---- what changed ----

sed -e 's/1971-03-09/1971-03-19/' -e '/Stonecutter/d' -e 's/EU.9002.22/EU.9003.33/; s/"enterprise"/"person"/' \
	"$lists/eu-small.xml" >"$tmp/new.xml"
status "--diff" 0 watchlist-import -q --diff="L=$lists/eu-small.xml" "L=$tmp/new.xml"
is "what was listed, delisted and changed" "$(cut -d, -f1-3,5- "$tmp/out")" "change,list,entry,element,old,new
changed,L,EU.9001.11,weak,Stonecutter,
changed,L,EU.9001.11,birth_date,1971-03-09,
changed,L,EU.9001.11,birth_date,,1971-03-19
listed,L,EU.9003.33,,,"
status "--diff the other way round" 0 watchlist-import -q --diff="L=$tmp/new.xml" "L=$lists/eu-small.xml"
is "is delisted" "$(cut -d, -f1,3 "$tmp/out" | grep -v changed)" "change,entry
delisted,EU.9003.33"
status "--diff with itself" 0 watchlist-import -q --diff="$tmp/new.xml" "$tmp/new.xml"
is "is nothing" "$(wc -l <"$tmp/out" | tr -d ' ')" 1
status "--diff with two lists" 2 watchlist-import -q --diff="$tmp/new.xml" "$tmp/new.xml" "$tmp/new.xml"

status "--since an older list" 0 watchlist-match -q -a -l "L=$tmp/new.xml" --since="$lists/eu-small.xml" "$tmp/man.csv"
is "what changed is compared" "$(pick hit_id "$tmp/out")" EU.9001.11
status "--since the same list" 0 watchlist-match -q -l "L=$tmp/new.xml" --since="$tmp/new.xml" "$tmp/man.csv"
is "nothing is" "$(wc -l <"$tmp/out" | tr -d ' ')" 1
status "--since the day of listing" 0 watchlist-match -q -l "$tmp/new.xml" --since=2024-05-06 "$tmp/man.csv"
is "it is" "$(pick hit_id "$tmp/out")" EU.9001.11
status "--since a day later" 0 watchlist-match -q -l "$tmp/new.xml" --since=2024-05-07 "$tmp/man.csv"
is "it is not" "$(wc -l <"$tmp/out" | tr -d ' ')" 1
status "--since a list of a name that none has" 2 watchlist-match -q -l "A=$tmp/new.xml" \
	-l "B=$tmp/new.xml" --since="C=$tmp/new.xml" "$tmp/man.csv"
has "says so" "no list is called 'C'" "$tmp/err"

# ---- an index ----

cp "$lists/eu-small.xml" "$lists/un-small.xml" "$lists/national.csv" "$tmp"
status "--index" 0 watchlist-import -q --index="$tmp/all.index" "EU=$tmp/eu-small.xml" "UN=$tmp/un-small.xml" \
	"N=$tmp/national.csv"
ok "writes no rows" test ! -s "$tmp/out"
watchlist-match -q -t 0.5 -l "EU=$tmp/eu-small.xml" -l "UN=$tmp/un-small.xml" -l "N=$tmp/national.csv" \
	"$lists/travellers.csv" >"$tmp/want"
status "its hits" 0 watchlist-match -q -t 0.5 -l "$tmp/all.index" "$lists/travellers.csv"
ok "are those of the lists" cmp "$tmp/out" "$tmp/want"
ok "and there are some" test "$(wc -l <"$tmp/want")" -gt 3
watchlist-match -q -t 0.5 -l "EU=$tmp/eu-small.xml" -l "UN=$tmp/un-small.xml" "$lists/travellers.csv" >"$tmp/want"
watchlist-import -q --index="$tmp/eu.index" "EU=$tmp/eu-small.xml"
status "beside another list" 0 watchlist-match -q -t 0.5 -l "$tmp/eu.index" -l "UN=$tmp/un-small.xml" "$lists/travellers.csv"
ok "the same, too" cmp "$tmp/out" "$tmp/want"
status "an index as rows" 0 watchlist-import -q "$tmp/eu.index"
cp "$tmp/out" "$tmp/rows"
status "the list itself" 0 watchlist-import -q "EU=$tmp/eu-small.xml"
ok "are those of the list" cmp "$tmp/out" "$tmp/rows"
status "--since with an index" 0 watchlist-match -q -l "$tmp/eu.index" --since=2024-05-07 "$tmp/man.csv"
is "leaves out what is older" "$(wc -l <"$tmp/out" | tr -d ' ')" 1
status "an index of an index" 2 watchlist-import -q --index="$tmp/again.index" "$tmp/eu.index"
ok "is not written" test ! -e "$tmp/again.index"
status "an index for lost documents" 2 watchlist-match -q -d "$tmp/eu.index" "$lists/travellers.csv"
head -c 5000 "$tmp/eu.index" >"$tmp/cut.index"
status "an index that is cut short" 2 watchlist-match -q -l "$tmp/cut.index" "$tmp/man.csv"
has "says so" "cut short" "$tmp/err"
# A byte in the middle is another.
cp "$tmp/eu.index" "$tmp/spoiled.index"
printf '\177' | dd of="$tmp/spoiled.index" bs=1 seek=9000 conv=notrunc 2>/dev/null
if cmp -s "$tmp/eu.index" "$tmp/spoiled.index"; then
	printf '\176' | dd of="$tmp/spoiled.index" bs=1 seek=9000 conv=notrunc 2>/dev/null
fi
status "an index that is damaged" 2 watchlist-match -q -l "$tmp/spoiled.index" "$tmp/man.csv"
has "says so" "damaged" "$tmp/err"
{ head -c $(($(wc -c <"$tmp/eu.index") - 1)) "$tmp/eu.index" && printf '\177'; } >"$tmp/spoiled.index"
status "were it but the last byte, which is of nothing" 2 watchlist-match -q -l "$tmp/spoiled.index" "$tmp/man.csv"
has "says so" "damaged" "$tmp/err"
echo >>"$tmp/eu-small.xml"
status "an index whose list has changed" 2 watchlist-match -q -l "$tmp/eu.index" "$tmp/man.csv"
has "says so" "eu-small.xml" "$tmp/err"
rm "$tmp/eu-small.xml"
status "one whose list is gone" 0 watchlist-match -q -l "$tmp/eu.index" "$tmp/man.csv"
status "--index to a full disk" 2 watchlist-import -q --index=/dev/full "$tmp/new.xml"

# ---- never a silent half of a list ----

refused() { # WHAT FILE
	status "$1" 2 watchlist-import -q "$2"
	is "$1: no row" "$(sed 1d "$tmp/out")" ""
	ok "$1: and why" test -s "$tmp/err"
	status "$1: watchlist-match" 2 watchlist-match -q -l "$2" "$tmp/man.csv"
}

cat >"$tmp/bomb.xml" <<'EOF'
<?xml version="1.0"?>
<!DOCTYPE export [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>
<export><sanctionEntity logicalId="1"><subjectType code="person"/><nameAlias wholeName="&d;"/></sanctionEntity></export>
EOF
refused "a bomb of entities" "$tmp/bomb.xml"
echo 'SECRET NAME' >"$tmp/secret"
cat >"$tmp/entity.xml" <<EOF
<?xml version="1.0"?>
<!DOCTYPE sdnList [<!ENTITY a SYSTEM "file://$tmp/secret">]>
<sdnList><sdnEntry><uid>1</uid><lastName>&a;</lastName><sdnType>Individual</sdnType></sdnEntry></sdnList>
EOF
refused "an entity outside" "$tmp/entity.xml"
ok "whose file is not read" test "$(grep -c SECRET "$tmp/out" "$tmp/err" | cut -d: -f2 | sort -u)" = 0
printf '<sdnList><sdnEntry><uid>1</uid><lastName>KIV\377LO</lastName><sdnType>Individual</sdnType></sdnEntry></sdnList>\n' >"$tmp/bytes.xml"
refused "a byte of another charset in XML" "$tmp/bytes.xml"
printf 'entry,surname,given_names\n1,KIV\377LO,TARVO\n2,LIND,ANNA\n' >"$tmp/bytes.csv"
refused "a byte of another charset in CSV" "$tmp/bytes.csv"
status "--allow-partial-list" 1 watchlist-import -q --allow-partial-list --reject="$tmp/reject" "$tmp/bytes.csv"
is "leaves that row out" "$(pick entry,full_name "$tmp/out")" "2,ANNA LIND"
has "and keeps it" "1,KIV" "$tmp/reject"
: >"$tmp/empty"
refused "an empty file" "$tmp/empty"
head -c 4000 /dev/zero >"$tmp/zeros"
refused "zeros" "$tmp/zeros"
echo '<html><body>404</body></html>' >"$tmp/page.xml"
refused "a page that is no list" "$tmp/page.xml"
refused "a list that is not there" "$tmp/nowhere.xml"
for f in eu-small.xml eu-small.csv ofac-small.xml ofac-enhanced-small.xml ofac-advanced-small.xml uk-small.xml \
	uk-small.csv ofsi-small.csv opensanctions-small.csv ftm-small.json un-small.xml; do
	head -c $(($(wc -c <"$lists/$f") * 7 / 10)) "$lists/$f" >"$tmp/cut-$f"
	refused "$f cut short" "$tmp/cut-$f"
done

# What a line end does not end: the header, and a last row of which all columns are there.
for f in eu-small.csv uk-small.csv national.csv; do
	awk '/^Report/ { print; next } { printf "%s", $0; exit }' "$lists/$f" >"$tmp/header-$f"
	refused "$f cut within its header" "$tmp/header-$f"
done
printf 'entry,surname,given_names\n1,KIVILO,TARVO\n2,LIND,AN' >"$tmp/unended.csv"
status "a last line without its end" 0 watchlist-import "$tmp/unended.csv"
has "is told" "was the list cut short?" "$tmp/err"
printf 'entry,surname,given_names\n' >"$tmp/nobody.csv"
status "a list of nobody" 0 watchlist-import "$tmp/nobody.csv"
has "is told, too" "the list has no entries" "$tmp/err"

# Many entries, then the end of the world: with --allow-partial-list those before it.
awk 'BEGIN { print "<sdnList>"; for (i = 1; i <= 400; i++)
	print "<sdnEntry><uid>" i "</uid><lastName>PERSON" i "</lastName><sdnType>Individual</sdnType></sdnEntry>"
	print "<sdnEntry><uid>401</uid><lastName>HAL" }' >"$tmp/long.xml"
refused "a long list cut short" "$tmp/long.xml"
status "--allow-partial-list" 1 watchlist-import -q --allow-partial-list "$tmp/long.xml"
has "says that it is a part" "what was read so far is kept" "$tmp/err"
ok "nearly all are there" test "$(wc -l <"$tmp/out")" -gt 380
ok "none is half" test "$(grep -c 'HAL' "$tmp/out")" = 0
status "watchlist-match --allow-partial-list" 1 watchlist-match -q --allow-partial-list -l "$tmp/long.xml" "$tmp/man.csv"
has "says so, too" "what was read so far is kept" "$tmp/err"

status "a full disk" 2 watchlist-import -q -o /dev/full "$lists/un-small.xml"
status "a list that cannot be read beside one that can" 2 watchlist-import -q "$tmp/zeros" "A=$lists/eu-small.xml"
is "costs the other nothing" "$(pick list,entry "$tmp/out")" "A,EU.9001.11,4"
done_testing
