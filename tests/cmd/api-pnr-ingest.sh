# api-pnr-ingest from outside: the same list in every guise, damage, trailers,
# options.
. "$top_srcdir/tests/cmd/tap.sh"

cd "$data" || exit 99
ingest="api-pnr-ingest --as-of=2026-11-23"

# ---- a list of three, as segments, one a line ----

n=0
traveller() { # SURNAME GIVEN SEX NUMBER
	echo "NAD+FL+++$1:$2"
	echo "ATT+2++$3"
	echo "DTM+329:7${4}0${4}1$4"
	echo "NAT+2+FRA"
	echo "RFF+AVF:LOC$4"
	echo "DOC+P:110:111+DOC0$4"
	echo "DTM+36:310${4}01"
	echo "LOC+91+FRA"
}

body() { # segments between UNH and UNT
	echo "BGM+745"
	echo "TDT+20+ZZ0043+++ZZ"
	echo "LOC+125+QBB"
	echo "DTM+189:2611230315:201"
	echo "LOC+87+QCC"
	echo "DTM+232:2611230850:201"
	traveller "$1" ANNA F 1
	traveller "$2" BORIS M 2
	traveller MONUNT CARL M 3
	echo "CNT+42:3"
}

interchange() { # SURNAME1 SURNAME2
	echo "UNB+UNOA:4+ZZAIR+STATE+261122:2210+R1"
	echo "UNH+1+PAXLST:D:02B:UN:IATA"
	body "$1" "$2"
	echo "UNT+33+1"
	echo "UNZ+1+R1"
}

# Every column but the last, which names the file and the place in it.
rows() {
	$ingest "$@" 2>"$tmp/err" | sed 's/,[^,]*$//'
}

segments() {
	interchange ROE "O?'NEIL??"
}

segments | sed "s/\$/'/" >"$tmp/lines"
want=$(rows "$tmp/lines")
is 'a list of three has three rows' "$(printf '%s\n' "$want" | wc -l)" 4
is 'nothing is said of it but the count' "$(cat "$tmp/err")" \
	'api-pnr-ingest: 3 read, 3 written, 0 rejected'
is 'who they are' "$($ingest -q "$tmp/lines" | cut -d, -f1,2,4,6,7,10-12,14,22-26)" \
	"surname,given_names,birth_date,sex,nationality,doc_type,doc_issuer,doc_number,doc_expiry,flight,dep_port,arr_port,dep_time,arr_time
ROE,ANNA,1971-01-11,F,FRA,P,FRA,DOC01,2031-01-01,ZZ43,QBB,QCC,2026-11-23T03:15:00,2026-11-23T08:50:00
O'NEIL?,BORIS,1972-02-12,M,FRA,P,FRA,DOC02,2031-02-01,ZZ43,QBB,QCC,2026-11-23T03:15:00,2026-11-23T08:50:00
MONUNT,CARL,1973-03-13,M,FRA,P,FRA,DOC03,2031-03-01,ZZ43,QBB,QCC,2026-11-23T03:15:00,2026-11-23T08:50:00"

# ---- the same in other guises ----

guise() { # WHAT FILE
	is "the same rows: $1" "$(rows "$2")" "$want"
	is "nothing rejected: $1" "$(grep -c '0 rejected' "$tmp/err")" 1
}

tr -d '\n' <"$tmp/lines" >"$tmp/one"
guise 'one line' "$tmp/one"
tr '\n' '\r' <"$tmp/lines" >"$tmp/cr"
guise 'CR' "$tmp/cr"
sed 's/$/\r/' "$tmp/lines" >"$tmp/crlf"
guise 'CRLF' "$tmp/crlf"
sed 's/$/   /; s/^/\t/' "$tmp/lines" >"$tmp/blanks"
guise 'blanks between segments' "$tmp/blanks"
{ printf "UNA:+.? '" && cat "$tmp/one"; } >"$tmp/una"
guise 'UNA' "$tmp/una"
{ printf 'UNA:*.? $\r\n' && segments | sed "s/?'/'/; s/+/*/g; s/\$/\$/"; } >"$tmp/stars"
guise 'other separators' "$tmp/stars"
{ printf 'UNA;|.\\ ~' && segments | sed "s/?'/'/; s/??/?/; s/:/;/g; s/+/|/g; s/\$/~/"; } >"$tmp/bars"
guise 'all of them other' "$tmp/bars"
{ printf 'UNA:+.? \n\n' && segments | sed "s/?'/'/"; } >"$tmp/lf"
guise 'a line end is the terminator' "$tmp/lf"
sed 's/ROE/R?O?E/' "$tmp/one" >"$tmp/release"
guise 'release characters where none is needed' "$tmp/release"
fold -w 69 "$tmp/one" | sed 's/$/\r/' >"$tmp/folded"
guise 'teletype lines of 69 characters' "$tmp/folded"
{ printf '\001QU ZZZXXXX ZZZYYYY\r\n.ZZZQQQQ 231201\r\n\002' && cat "$tmp/one" && printf '\r\n\003'; } \
	>"$tmp/heading"
guise 'a teletype heading' "$tmp/heading"
gzip -c "$tmp/one" >"$tmp/packed"
guise 'gzip' "$tmp/packed"
sed "s/^UNH.*/UNG+PAXLST+A+B+261122:2210+7+UN+D:02B'\n&/; s/^UNZ.*/UNE+1+7'\n&/" "$tmp/lines" \
	>"$tmp/group"
guise 'a group' "$tmp/group"
is 'the same rows: standard input' "$(rows <"$tmp/one")" "$want"
is 'the same rows: -' "$(rows - <"$tmp/one")" "$want"
sed "s/^RFF.*/RFF+YZY:1'\nLOC+999+ABC'\n&/; s/^UNT.*/UNT+39+1'/" "$tmp/lines" >"$tmp/unknown"
guise 'unknown qualifiers' "$tmp/unknown"

head_row=$(printf '%s\n' "$want" | head -n 1)
people=$(printf '%s\n' "$want" | tail -n +2)
cat "$tmp/stars" "$tmp/one" "$tmp/cr" >"$tmp/three"
is 'three interchanges in a file, each with its own characters' "$(rows "$tmp/three")" \
	"$(printf '%s\n' "$head_row" "$people" "$people" "$people")"
is 'three files' "$(rows "$tmp/stars" "$tmp/packed" "$tmp/cr")" \
	"$(printf '%s\n' "$head_row" "$people" "$people" "$people")"
{
	echo "UNB+UNOA:4+ZZAIR+STATE+261122:2210+R1'"
	for i in 1 2; do
		echo "UNH+$i+PAXLST:D:02B:UN:IATA'"
		body ROE "O?'NEIL??" | sed "s/\$/'/"
		echo "UNT+33+$i'"
	done
	echo "UNZ+2+R1'"
} >"$tmp/two"
is 'two messages in an interchange' \
	"$($ingest -q "$tmp/two" | cut -d, -f1,50)" \
	"surname,message_ref
ROE,R1/1
O'NEIL?,R1/1
MONUNT,R1/1
ROE,R1/2
O'NEIL?,R1/2
MONUNT,R1/2"

interchange 'M\334LLER' '\316\244\316\221' | sed "s/\$/'/" >"$tmp/escaped"
# shellcheck disable=SC2059
printf "$(cat "$tmp/escaped")" >"$tmp/mixed"
is 'Latin-1 and UTF-8 under UNOA' "$($ingest -q "$tmp/mixed" | cut -d, -f1)" 'surname
MÜLLER
ΤΑ
MONUNT'
$ingest "$tmp/mixed" >"$tmp/out" 2>"$tmp/err"
is 'said once' "$(grep -c 'declares ASCII' "$tmp/err")" 1

# ---- trailers are checked and never obeyed ----

trailer() { # WHAT SED-SCRIPT MESSAGE
	sed "$2" "$tmp/lines" >"$tmp/trailer"
	is "$1: the same rows" "$(rows --reject="$tmp/bad" "$tmp/trailer")" "$want"
	has "$1: it is said" "$3" "$tmp/err"
	status "$1: exit status 1" 1 $ingest "$tmp/trailer"
}
trailer 'a wrong UNT count' 's/^UNT+33/UNT+2/' 'UNT says 2 segments, there are 33'
is 'its bytes are kept' "$(cat "$tmp/bad")" "UNT+2+1'"
trailer 'a wrong UNT reference' "s/^UNT+33+1/UNT+33+9/" "UNT has the reference '9', not '1'"
trailer 'a wrong UNZ count' 's/^UNZ+1/UNZ+4/' 'UNZ says 4 messages, there are 1'
trailer 'no UNT' '/^UNT/d' 'no UNT for the message that begins at byte 39'
trailer 'no UNZ' '/^UNZ/d' 'no UNZ for the interchange that begins at byte 0'
trailer 'text behind the end' "\$s/\$/\nso long/" 'outside of any interchange'
sed 's/^CNT.*/CNT+42:9'"'/" "$tmp/lines" >"$tmp/cnt"
status 'a wrong CNT is a warning' 0 $ingest "$tmp/cnt"
has 'that says both numbers' 'warning: CNT says 9 travellers, there are 3' "$tmp/err"

# ---- damage ----

status 'damaged: exit status 1' 1 $ingest --reject="$tmp/bad" edi/damaged.edi
golden 'damaged: what can be read is written' edi/damaged.csv
has 'damaged: file and byte' 'edi/damaged.edi: byte 287: ' "$tmp/err"
printf 'NAD+FL+++SPOILT:ON\001E:TWO'"'"'\nATT+2++M'"'"'\nDTM+329:600101'"'"'\ntail\n' >"$tmp/want"
ok 'damaged: the bytes are kept' cmp "$tmp/want" "$tmp/bad"
status 'damaged: --strict is exit status 2' 2 $ingest --strict edi/damaged.edi

head -c 400 "$tmp/one" >"$tmp/cut"
status 'cut off: exit status 1' 1 $ingest --reject="$tmp/bad" "$tmp/cut"
is 'cut off: who was read is written' "$(cut -d, -f1,12 "$tmp/out")" 'surname,doc_number
ROE,DOC01
O'"'"'NEIL?,DOC02'
has 'cut off: it is said' 'the file ends' "$tmp/err"
is 'cut off: the last bytes are kept' "$(cat "$tmp/bad")" 'NAD+FL+++MON'

{ head -c 350 "$tmp/one" && head -c 300000 /dev/zero && tail -c +351 "$tmp/one"; } >"$tmp/zeros"
status 'binary in the middle: exit status 1' 1 $ingest --reject="$tmp/bad" "$tmp/zeros"
is 'binary in the middle: before and behind it' "$(cut -d, -f1 "$tmp/out")" 'surname
ROE
O'"'"'NEIL?
MONUNT'
is 'binary in the middle: all of it is kept' "$(tr -cd '\000' <"$tmp/bad" | wc -c)" 300000
sed "s/^UNH.*/UNH+0+CUSRES:D:05B:UN'\nBGM+962'\nUNT+3+0'\n&/; s/^UNZ+1/UNZ+2/" "$tmp/lines" >"$tmp/other"
is 'a message of another type: those beside it are read' \
	"$(rows --reject="$tmp/bad" "$tmp/other")" "$want"
has 'a message of another type: where it is' 'byte 39: a message of another type' "$tmp/err"
is 'a message of another type: it is kept' "$(cat "$tmp/bad")" "UNH+0+CUSRES:D:05B:UN'
BGM+962'
UNT+3+0'"
tail -c +340 "$tmp/one" >"$tmp/half"
status 'a file that begins in the middle: exit status 1' 1 $ingest "$tmp/half"
is 'a file that begins in the middle: who follows is read' "$(cut -d, -f1 "$tmp/out")" 'surname
MONUNT'

# ---- what it is not ----

status 'an empty file' 0 $ingest /dev/null
is 'an empty file has a header alone' "$(wc -l <"$tmp/out")" 1
yes | tr -d '\n' | head -c 3000000 >"$tmp/yes"
status 'no messages at all' 1 $ingest "$tmp/yes"
has 'no messages: one line says so' 'byte 0: outside of any interchange; 3000000 bytes left out' \
	"$tmp/err"
status 'a directory' 2 $ingest "$tmp"
status 'a file that is not there' 2 $ingest "$tmp/absent"
status 'a day that is none' 2 api-pnr-ingest --as-of=2026-02-30
status '--help' 0 api-pnr-ingest --help
is 'the day of reading decides the century' \
	"$(api-pnr-ingest -q --as-of=1972-01-01 "$tmp/one" | cut -d, -f4 | tail -n 2 | head -n 1)" \
	1872-02-12

status 'a flight with two lists' 0 $ingest edi/flight.edi
golden 'a flight with two lists' edi/flight.csv
done_testing
