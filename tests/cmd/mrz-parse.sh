# mrz-parse from outside: zones in, records, messages, rejects and statuses out.
. "$top_srcdir/tests/cmd/tap.sh"
mrz=$data/mrz
at=--as-of=2026-11-23
one='P<AFGRAHIMI<<ZARGHUNA<<<<<<<<<<<<<<<<<<<<<<<'
two='P045123457AFG9103177F3103164<<<<<<<<<<<<<<<6'
fields() { # of the first record of $tmp/out, up to the zone
	sed -n 2p "$tmp/out" | sed 's/,"P.*//'
}

# ---- lines ----

status "the specimens of the standard" 0 mrz-parse $at --specimen "$mrz/specimens.txt"
golden "are read as the standard prints them" mrz/specimens.csv
has "and counted" "mrz-parse: 6 read, 6 written, 0 rejected" "$tmp/err"
status "without --specimen too" 0 mrz-parse $at "$mrz/specimens.txt"
is "but Utopia is unknown, which leaves them valid" \
	"$(grep -c ',valid,unknown_country:doc_issuer' "$tmp/out")" 6

status "a file of scans with faults" 1 mrz-parse $at --reject="$tmp/rejects" "$mrz/scans.txt"
golden "every zone is read" mrz/scans.csv
ok "what is no zone is kept as it was" cmp "$mrz/scans.rejects" "$tmp/rejects"
cat >"$tmp/want" <<-END
	mrz-parse: $mrz/scans.txt: line 6: 19 characters that are no line of a zone
	mrz-parse: $mrz/scans.txt: line 10: no zone: line 2 has 43 characters, not 44
	mrz-parse: $mrz/scans.txt: line 16: line 2 of a zone whose line 1 is missing
	mrz-parse: $mrz/scans.txt: line 19: no zone: line 2 is missing
	mrz-parse: $mrz/scans.txt: line 30: 8 characters that are no line of a zone
	mrz-parse: $mrz/scans.txt: line 33: no zone: line 3 is missing
	mrz-parse: 18 read, 12 written, 6 rejected
END
is "and told with its line and the reason" "$(cat "$tmp/err")" "$(cat "$tmp/want")"

printf '\357\273\277%s  \r\n\r\n%s' "$one" "$two" >"$tmp/bom"
status "a BOM, CRLF, blanks, no line end at the end" 0 mrz-parse $at "$tmp/bom"
is "are nothing" "$(fields)" 'RAHIMI,ZARGHUNA,1991-03-17,F,AFG,P,AFG,P04512345,2031-03-16,'
printf '%s\r%s\r' "$one" "$two" | gzip >"$tmp/cr.gz"
status "CR alone, packed" 0 mrz-parse $at "$tmp/cr.gz"
is "is nothing" "$(fields)" 'RAHIMI,ZARGHUNA,1991-03-17,F,AFG,P,AFG,P04512345,2031-03-16,'
status "read in another year" 0 mrz-parse --as-of=1999-01-01 "$tmp/bom"
is "the centuries are other ones" "$(fields)" \
	'RAHIMI,ZARGHUNA,1991-03-17,F,AFG,P,AFG,P04512345,2031-03-16,'
status "read in 2091" 0 mrz-parse --as-of=2091-03-17 "$tmp/bom"
is "the centuries are other ones" "$(fields)" \
	'RAHIMI,ZARGHUNA,2091-03-17,F,AFG,P,AFG,P04512345,2131-03-16,'
status "several files" 1 mrz-parse "$tmp/bom" "$mrz/scans.txt" "$tmp/cr.gz"
is "are one stream" "$(grep -c '^surname,' "$tmp/out") $(grep -c AFG910317 "$tmp/out")" "1 3"
status "a file that is not there, and one that is" 2 mrz-parse "$tmp/none" "$tmp/bom"
has "the one is told" "none: cannot open" "$tmp/err"
has "the other is read" RAHIMI "$tmp/out"
status "a directory" 2 mrz-parse "$tmp"
status "nothing at all" 0 mrz-parse /dev/null
is "is a header" "$(cut -d, -f1,14 "$tmp/out")" surname,mrz_issues

status "--strict" 2 mrz-parse $at --strict "$mrz/scans.txt"
is "stops at the first rejection" "$(grep -c '",TD' "$tmp/out")" 2

# ---- forms of input ----

status "zones in all their forms" 0 mrz-parse --as-of=2011-11-23 --specimen "$mrz/forms.txt"
golden "are read" mrz/forms.csv
status "free text" 0 mrz-parse $at -i text "$mrz/message.txt"
is "the zones in it are read" "$(sed -n 's/^\([A-Z]*\),.*/\1/p' "$tmp/out" | tr '\n' ' ')" \
	'RAHIMI PEETERS '
has "and nothing else is counted" "2 read, 2 written, 0 rejected" "$tmp/err"
status "a packed message, with a half zone" 1 sh -c '{ cat "$1"; echo "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
	} | gzip | mrz-parse -i text --reject="$2"' sh "$mrz/message.txt" "$tmp/half"
is "the half is kept" "$(cat "$tmp/half")" 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<'
has "and told" "standard input: line 9: no zone: line 2 is missing" "$tmp/err"
status "text with zones is no CSV for its commas" 1 mrz-parse -i lines "$mrz/message.txt"
printf 'lane,mrz\n4,"%s\n%s"\n5,%s\\n%s\n6,%s%s\n' "$two" "$one" "$one" "$two" "$two" "$one" >"$tmp/turned.csv"
status "rows with lines in another order" 0 mrz-parse $at "$tmp/turned.csv"
is "are told" "$(grep -o 'TD3,valid.*' "$tmp/out" | tr '\n' ' ')" \
	'TD3,valid,line_order:zone TD3,valid, TD3,valid,line_order:zone '

# ---- repair ----

then=--as-of=2011-11-23
said() {
	sed 's/.*",TD3,//;1,2d' "$tmp/out"
}
status "a spoiled zone" 0 mrz-parse $then --specimen "$mrz/spoiled.txt"
is "is repaired, and each character told" "$(said)" \
	'repaired,repaired:name:8:1>I;repaired:birth_date:16:O>0;repaired:doc_number:4:B>8'
has "with its values" 'ERIKSSON,ANNA MARIA,1974-08-12,F,UTO,P,UTO,L898902C3,2012-04-15,ZE184226B,' "$tmp/out"
has "and the zone as it was read" '"P<UTOER1KSSON<<ANNA' "$tmp/out"
status "--no-repair" 0 mrz-parse $then --specimen --no-repair "$mrz/spoiled.txt"
is "leaves it" "$(said)" 'invalid,alphabet:name:8;alphabet:birth_date:16;check_digit:doc_number:10;check_digit:birth_date:20;check_digit:composite:44'
printf '# only these\n0 O\n1 I\n' >"$tmp/table"
status "a table of one's own" 0 mrz-parse $then --specimen --confusions="$tmp/table" "$mrz/spoiled.txt"
is "is the one in use" "$(said)" \
	'invalid,repaired:name:8:1>I;repaired:birth_date:16:O>0;check_digit:doc_number:10;check_digit:composite:44'
printf '0 O\n1 *\n' >"$tmp/table"
status "a wrong one" 2 mrz-parse --confusions="$tmp/table" "$mrz/spoiled.txt"
has "is told with its line" "$tmp/table: line 2: '*' is no character of a zone" "$tmp/err"
status "one that is not there" 2 mrz-parse --confusions="$tmp/none" "$mrz/spoiled.txt"
has "is told" "$tmp/none: cannot open" "$tmp/err"
printf 'UTO P @@#######\n' >"$tmp/numbers"
status "patterns of numbers" 0 mrz-parse $then --specimen --numbers="$tmp/numbers" "$mrz/specimens.txt"
has "are looked at" 'TD3,valid,number_pattern:doc_number' "$tmp/out"
printf 'UTO P\n' >"$tmp/numbers"
status "wrong ones" 2 mrz-parse --numbers="$tmp/numbers" "$mrz/spoiled.txt"
has "are told with their line" "$tmp/numbers: line 1: not a State, P, V or C, and a pattern" "$tmp/err"

# ---- a page for a person ----

status "--explain" 0 mrz-parse $then --specimen --explain "$mrz/spoiled.txt"
golden "draws a zone" mrz/spoiled.page
status "of a zone in another order, of a card without check digits" 0 mrz-parse $then --specimen --explain "$mrz/forms.txt"
has "it says so" "zone             the lines were read in another order" "$tmp/out"
has "and so" "none in this format" "$tmp/out"
is "a page a zone" "$(grep -c '^check digits' "$tmp/out")" 8
status "--explain with CSV" 2 mrz-parse --explain "$mrz/lanes.csv"
has "is refused" "wants zones as lines" "$tmp/err"

# ---- what is no text ----

head -c 300000 /dev/urandom >"$tmp/noise"
status "noise as text" 0 mrz-parse -q -i text "$tmp/noise"
{ cat "$tmp/noise" && printf '\n%s\n%s\n' "$one" "$two"; } >"$tmp/noisy"
mrz-parse -q -i lines --reject="$tmp/kept" "$tmp/noisy" >"$tmp/out" 2>"$tmp/err"
is "noise is rejected" "$?" 1
has "and the zone behind it is read" RAHIMI "$tmp/out"
{ printf '%s\n' "$one" && head -c 20000000 /dev/zero | tr '\0' y &&
	printf '\n%s\n' "$two"; } >"$tmp/long"
status "a line of 20 MB inside of a zone" 1 mrz-parse --reject="$tmp/kept" "$tmp/long"
has "costs the zone nothing" RAHIMI "$tmp/out"
has "and is told with its length" "line 2: 20000000 characters in one line" "$tmp/err"
is "once" "$(wc -l <"$tmp/err" | tr -d ' ')" 2
ok "and kept whole" sh -c 'sed -n 2p "$1" | cmp - "$2"' sh "$tmp/long" "$tmp/kept"
if (ulimit -v 50000 && mrz-parse --version) >/dev/null 2>&1; then
	(ulimit -v 50000 && mrz-parse -q "$tmp/long") >"$tmp/out" 2>"$tmp/err"
	is "and needs no memory" "$?" 1
	has "to be done with" RAHIMI "$tmp/out"
else
	skip "and needs no memory" "this build does not run in 50 MB of address space"
fi

# ---- CSV ----

status "zones in CSV" 1 mrz-parse $at --reject="$tmp/rejects" "$mrz/lanes.csv"
golden "get their columns behind the row" mrz/lanes-out.csv
is "a field that is no zone rejects its row" "$(cat "$tmp/rejects")" '6,P<AFG,short'
has "and is told" "lanes.csv: line 9: no zone: one line of 5 characters" "$tmp/err"
printf '"mrz"\n"%s\n%s"\n' "$one" "$two" >"$tmp/mrz.csv"
status "one column, its name quoted, is CSV" 0 mrz-parse $at "$tmp/mrz.csv"
is "the zone stays where it is" "$(sed -n 3p "$tmp/out")" \
	"$two\",RAHIMI,ZARGHUNA,1991-03-17,F,AFG,P,AFG,P04512345,2031-03-16,,TD3,valid,"
status "read from a pipe" 0 sh -c 'cat "$1" | mrz-parse --as-of=2026-11-23' sh "$tmp/mrz.csv"
has "it is CSV too" "$two\",RAHIMI,ZARGHUNA" "$tmp/out"
printf 'a,zone\n1,%s%s\n' "$one" "$two" >"$tmp/zone.csv"
status "a column of another name" 0 mrz-parse $at --column=zone "$tmp/zone.csv"
has "is used" "1,$one$two,RAHIMI,ZARGHUNA" "$tmp/out"
status "no such column" 2 mrz-parse "$tmp/zone.csv"
has "is told" "there is no column 'mrz'" "$tmp/err"
printf 'note, first\n%s\n%s\n' "$one" "$two" >"$tmp/comma"
status "a comma in the first of the lines" 1 mrz-parse --input=lines "$tmp/comma"
has "does not matter to --input=lines" RAHIMI "$tmp/out"
status "own output read again" 0 sh -c 'mrz-parse -q "$1" | mrz-parse -q' sh "$tmp/bom"
is "is the same" "$(cat "$tmp/out")" "$(mrz-parse -q "$tmp/bom")"

# ---- cores ----

i=0
while [ $i -lt 300 ]; do
	cat "$mrz/scans.txt" && printf '\n'
	i=$((i + 1))
done >"$tmp/many"
mrz-parse $at --reject="$tmp/rejects.1" "$tmp/many" "$mrz/two.txt" >"$tmp/many.1" 2>"$tmp/said.1"
is "300 times the scans: zones" "$(grep -c '",\(TD\|MRV\)' "$tmp/many.1")" 3602
for j in 2 5; do
	mrz-parse $at -j $j --reject="$tmp/rejects.j" "$tmp/many" "$mrz/two.txt" \
		>"$tmp/many.j" 2>"$tmp/said.j"
	ok "-j $j writes the same rows" cmp "$tmp/many.1" "$tmp/many.j"
	ok "-j $j says the same" cmp "$tmp/said.1" "$tmp/said.j"
	ok "-j $j rejects the same" cmp "$tmp/rejects.1" "$tmp/rejects.j"
done
{ head -n 1 "$mrz/lanes.csv" && i=0 && while [ $i -lt 2000 ]; do
	echo "$i,$one/$two," && echo "$i,$one," && i=$((i + 1))
done; } >"$tmp/lanes"
mrz-parse $at --reject="$tmp/rejects.1" "$tmp/lanes" >"$tmp/many.1" 2>"$tmp/said.1"
mrz-parse $at -j 3 --reject="$tmp/rejects.3" "$tmp/lanes" >"$tmp/many.3" 2>"$tmp/said.3"
is "2000 of 4000 rows have a zone" "$(tail -n 1 "$tmp/said.1")" \
	"mrz-parse: 4000 read, 2000 written, 2000 rejected"
ok "-j 3 writes the same rows" cmp "$tmp/many.1" "$tmp/many.3"
ok "-j 3 says the same" cmp "$tmp/said.1" "$tmp/said.3"
ok "-j 3 rejects the same" cmp "$tmp/rejects.1" "$tmp/rejects.3"

# ---- ends ----

status "a full disk" 2 sh -c 'mrz-parse "$1" >/dev/full' sh "$tmp/many"
is "a closed pipe is quiet" "$( (mrz-parse -q -i lines "$mrz/two.txt" "$tmp/many" 2>"$tmp/err" |
	head -n 1 | cut -d, -f1) && grep -v 'no zone\|no line\|missing' "$tmp/err")" surname
status "a wrong date" 2 mrz-parse --as-of=2026-02-30
status "a wrong form" 2 mrz-parse --input=xml
done_testing
