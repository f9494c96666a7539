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
is 'who they are' "$($ingest -q "$tmp/lines" | cut -d, -f1,2,4,6,7,11-13,15,23,25-28)" \
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
heading() { # WHAT FORMAT: a heading, the list, and the list in another one
	{ printf "$2" && cat "$tmp/one" && printf '\r\n\003\r\nNNNN\r\n\r\n'; } >"$tmp/heading"
	guise "a teletype heading: $1" "$tmp/heading"
	{ cat "$tmp/heading" && printf "$2" && cat "$tmp/one"; } >"$tmp/headings"
	is "each has one: $1" "$(rows "$tmp/headings")" "$(printf '%s\n' "$want" "$(printf '%s\n' "$want" | tail -n +2)")"
	is "nothing of them is rejected: $1" "$(grep -c '0 rejected' "$tmp/err")" 1
}
heading 'without control bytes' 'QU ZZZXXXX ZZZYYYY\r\n.ZZZQQQQ 231201\r\n'
heading 'control bytes, lines of addresses' '\r\n\001QD ZZZXXXX ZZZYYYY\r\nZZZAAAA\r\n.ZZZQQQQ AB/231201 NOV26\r\n\002'
heading 'a possible duplicate' '\001QU ZZZXXXX\r\n.ZZZQQQQ 231201\r\nPDM\r\n\002'
heading 'UNA behind it' '\001QU ZZZXXXX\n.ZZZQQQQ 231201\n\002UNA:+.? '"'"
heading 'that of a gateway in a file' '=HEADER\r\nRCV,2026/11/23 12:00\r\n=PRIORITY\r\nQU\r\n=DESTINATION TYPE B\r\nSTX,ZZZXXXX\r\n=ORIGIN\r\nZZZQQQQ\r\n=MSGID\r\n231201\r\n=TEXT\r\n'
for width in 5 20 63; do
	{ printf '\001QU ZZZXXXX\r\n.ZZZQQQQ 231201\r\n\002' && fold -w $width "$tmp/one" | sed 's/$/\r/' && printf '\003'; } >"$tmp/folded"
	guise "a heading and lines of $width characters" "$tmp/folded"
done
for text in 'NNNN and more' 'NNN' 'dear sir' '=TEXT\n=END' '.ZZZQQQQ 231201\nDEAR SIR'; do
	{ printf "$text\n" && cat "$tmp/one"; } >"$tmp/heading"
	text=$(printf "$text" | tr '\n' ' ')
	is "the same rows behind: $text" "$(rows "$tmp/heading")" "$want"
	is "it is no heading: $text" "$(grep -c 'byte 0: outside of any interchange' "$tmp/err")" 1
done
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
	"$($ingest -q "$tmp/two" | cut -d, -f1,54)" \
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
is 'cut off: who was read is written' "$(cut -d, -f1,13 "$tmp/out")" 'surname,doc_number
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
has 'a message of another type: where it is' 'byte 39: a message of a type that is not read here' "$tmp/err"
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
# ---- bookings: PNRGOV, and the same as XML ----

show() { # NAME,NAME ... FILE: rows in their order
	awk -v names="$1" -f "$tmp/show.awk" "$2"
}
cat >"$tmp/show.awk" <<'AWK'
# One record a line, no line ends in fields.
function parse(line, n, c, i, field, quoted) {
	n = 1; field = ""
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		if (quoted) {
			if (c != "\"") field = field c
			else if (substr(line, i + 1, 1) == "\"") { field = field c; i++ }
			else quoted = 0
		} else if (c == "\"") quoted = 1
		else if (c == ",") { v[n++] = field; field = "" }
		else field = field c
	}
	v[n] = field
}
{ parse($0) }
NR == 1 { for (i in v) at[v[i]] = i; k = split(names, name, ","); next }
{ for (i = 1; i <= k; i++) printf "%s%s", i == 1 ? "" : "|", v[at[name[i]]]; print "" }
AWK

status 'bookings' 0 $ingest edi/booking.edi
cp "$tmp/out" "$tmp/booking"
is 'who they are: names without titles, an infant, one without a given name' \
	"$(show surname,given_names,birth_date,sex,nationality,traveller_type,booking,traveller "$tmp/booking")" \
	"ROWAN|ELLA MAY|1988-03-14|F|IRL|PAX|1|1
O'DELL|IVO||||PAX|1|2
ROWAN|TIM|2025-11-02|M|IRL|INFANT|1|3
WREN|||||PAX|2|1"
is 'each document is on its traveller, also where its key is that of a parent' \
	"$(show doc_type,doc_issuer,doc_number,doc_expiry,visa_number,visa_issuer,birth_place "$tmp/booking")" \
	"P|IRL|ZX100200|2031-02-18|VV900|FRA|SOMEWHERE
||||||
P|IRL|ZX100203|2030-11-01|||
||||||"
is 'the flight that is reported, and where each one boards' \
	"$(show flight,dep_port,arr_port,dep_time,arr_time,embark_port,disembark_port "$tmp/booking" | uniq)" \
	"ZZ43|QBB|QCC|2026-11-23T03:15:00|2026-11-23T08:50:00|QAA|QCC
ZZ43|QBB|QCC|2026-11-23T03:15:00|2026-11-23T08:50:00|QBB|QCC"
is 'the booking' \
	"$(show pnr_locator,pnr_carrier,other_locators,booked_time,ticketed_time,booking_office,booking_agent,companions,seat,ticket_number "$tmp/booking")" \
	"K7QX2P|ZZ|1B/AGENT1|2026-10-01T09:30:00|2026-10-02T12:00:00|1B/QAA/12345678//QAA/IE|AB12|2|14C|9991234567890
K7QX2P|ZZ|1B/AGENT1|2026-10-01T09:30:00|2026-10-02T12:00:00|1B/QAA/12345678//QAA/IE|AB12|2|14D|9991234567891
K7QX2P|ZZ|1B/AGENT1|2026-10-01T09:30:00|2026-10-02T12:00:00|1B/QAA/12345678//QAA/IE|AB12|2||
M4LM4L|ZZ||||||0||"
is 'contacts and payment, the number of the card masked' \
	"$(show phone,email,address,payment "$tmp/booking")" \
	"35315550000|ella_rowan@mail.example|1 QUAY, HARBOUR, 75001, FRA|CC VI 400000XXXXXX7899
||12 HILL ROAD, SOMEWHERE, IRL, D01|CA
||12 HILL ROAD, SOMEWHERE, IRL, D01|
|||"
is 'the message' "$(show message_type,message_version,message_ref,message_sender,message_function,source "$tmp/booking" | uniq)" \
	'PNRGOV|13:1|BK1/1|ZZ|original|edi/booking.edi:47'

status 'the same as XML' 0 $ingest edi/booking.xml
cp "$tmp/out" "$tmp/xml"
is 'gives the same rows but for the version and the place' \
	"$(sed 's/13\.1/13:1/; s/,[^,]*$//' "$tmp/xml")" "$(sed 's/,[^,]*$//' "$tmp/booking")"
is 'and the byte at which it begins' "$(show source "$tmp/xml" | uniq)" 'edi/booking.xml:39'
{ printf '\357\273\277\n\n' && cat edi/booking.xml; } | gzip -c >"$tmp/packed.xml"
is 'XML behind a byte order mark and blank lines, packed' \
	"$($ingest -q "$tmp/packed.xml" | sed 's/,[^,]*$//')" "$(sed 's/,[^,]*$//' "$tmp/xml")"
is 'XML from standard input' "$($ingest -q <edi/booking.xml | wc -l)" 5
sed 's/IATA_PNRGOV_NotifRQ/x:&/; s/xmlns=/xmlns:x=/; 1s/.*/<!-- a -->/' edi/booking.xml |
	sed 's|</x:IATA|</x:IATA|' >"$tmp/prefix.xml"
is 'XML with a prefix' "$($ingest -q "$tmp/prefix.xml" | wc -l)" 5
printf '<a><b/></a>' >"$tmp/none.xml"
status 'XML without a message' 1 $ingest "$tmp/none.xml"
has 'says so' 'XML without any <IATA_PNRGOV_NotifRQ>' "$tmp/err"
{ printf '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]>' && sed 1d edi/booking.xml | sed 's/ELLAMRS/\&e;/'; } >"$tmp/doctype.xml"
status 'a document type is refused' 1 $ingest "$tmp/doctype.xml"
has 'and said' 'a document type is not allowed in a message' "$tmp/err"
head -c 3700 edi/booking.xml >"$tmp/cut.xml"
status 'XML that is cut off' 1 $ingest "$tmp/cut.xml"
is 'whoever was read is written' "$(show surname,given_names "$tmp/out" | head -n 2)" "ROWAN|ELLA MAY
O'DELL|IVO"

sed 's|<GivenName>ELLAMRS|<GivenName<ELLAMRS|' edi/booking.xml >"$tmp/torn.xml"
status 'a damaged booking of XML' 1 $ingest --reject="$tmp/bad" "$tmp/torn.xml"
is 'costs no other one' "$(show surname,pnr_locator,flight "$tmp/out" | tail -n 1)" 'WREN|M4LM4L|ZZ43'
is 'and is kept whole' "$(sed -n '$=' "$tmp/bad")" \
	"$(sed -n '/K7QX2P/,/<\/PNR>/p' edi/booking.xml | sed -n '$=' | awk '{ print $1 + 2 }')"
sed 's/<\(\/*\)\([A-Z]\)/<\1x:\2/g; s/xmlns=/xmlns:x=/; s/RPH="3"/RPH=3/' edi/booking.xml >"$tmp/torn2.xml"
status 'and so with a prefix' 1 $ingest "$tmp/torn2.xml"
is 'too' "$(show surname,pnr_locator,flight "$tmp/out" | tail -n 1)" 'WREN|M4LM4L|ZZ43'

printf '%s' '<IATA_PNRGOV_NotifRQ><PNRs><PNR><Passenger RPH="1"><Surname>ROE</Surname><FareInfo FareBasis="Y1"/>' \
	'<TicketDocument TicketDocumentNbr="1"/></Passenger></PNR><PNR><TicketDocument TicketDocumentNbr="2"/>' \
	'<Passenger><Surname>DOE</Surname></Passenger></PNR></PNRs></IATA_PNRGOV_NotifRQ>' >"$tmp/fares.xml"
$ingest -q --table=tickets "$tmp/fares.xml" >"$tmp/out"
is 'nothing of a booking is told of the next one' "$(show booking,ticket_number,fare_basis "$tmp/out")" '1|1|Y1
2|2|'

# ---- lists in parts ----

status 'a list in three parts, in two interchanges' 0 $ingest edi/parts.edi
is 'nothing is said of it but the count' "$(cat "$tmp/err")" \
	'api-pnr-ingest: 3 read, 3 written, 0 rejected'
is 'a part without a flight has that of the first, and its header; one with a flight its own' \
	"$(show surname,given_names,flight,dep_port,arr_port,dep_time,arr_time,legs,message_ref,message_function,message_transaction "$tmp/out")" \
	"ROE|ANNA|ZZ43|QBB|QCC|2026-11-23T03:15:00|2026-11-23T08:50:00|ZZ43/QBB/2026-11-23T03:15:00/QCC/2026-11-23T08:50:00|R1/1|change|T77
ROE|BORIS|ZZ43|QBB|QCC|2026-11-23T03:15:00|2026-11-23T08:50:00|ZZ43/QBB/2026-11-23T03:15:00/QCC/2026-11-23T08:50:00|R2/1|change|T77
ROE|CARL|ZZ44|QBB|QDD|||ZZ44/QBB//QDD/|R2/2|original|T77"
for t in flights legs messages; do
	is "each part has a row of $t" "$($ingest -q --table=$t edi/parts.edi | wc -l)" 4
done

part() { # ACCESS SEQUENCE SENDER NAME [COUNT]: one in an interchange of its own
	echo "UNB+UNOA:4+$3+STATE+261122:2210+$2'UNH+1+PAXLST:D:02B:UN:IATA+$1+$2'"
	case $2 in
	01*) echo "BGM+250'TDT+20+$1+++ZZ'LOC+125+QBB'LOC+87+QCC'" ;;
	esac
	echo "NAD+FL+++$4:A'"
	[ -z "${5:-}" ] || echo "CNT+42:${5:-}'"
	case $2 in
	01*) echo "UNT+$((7 + ${5:+1}-0))+1'" ;;
	*) echo "UNT+$((3 + ${5:+1}-0))+1'" ;;
	esac
	echo "UNZ+1+$2'"
}
said() { # WHAT WARNINGS
	status "$1: exit status 0" 0 $ingest "$tmp/parts"
	is "$1" "$(sed -n 's/.*: warning: //p' "$tmp/err")" "$2"
}
flights() {
	show surname,flight "$tmp/out" | tr '\n' ' '
}

{ part ZZ1 01:C AA P && part ZZ2 01:C AA Q && part ZZ1 01:C BB R && part ZZ1 02:F BB S && part ZZ2 02:F AA T &&
	part ZZ1 02:F AA U; } >"$tmp/parts"
said 'lists in parts between each other' ''
is 'each part takes from its own list: by reference and sender' "$(flights)" \
	'P|ZZ1 Q|ZZ2 R|ZZ1 S|ZZ1 T|ZZ2 U|ZZ1 '
{ part ZZ1 01:C AA P && part ZZ1 03:F AA Q; } >"$tmp/parts"
said 'a part that is missing' "part 3 of the list 'ZZ1' without part 2 before it
the list 'ZZ1' in parts: a part has not come"
is 'costs the others nothing' "$(flights)" 'P|ZZ1 Q|ZZ1 '
has 'and its place is said' "parts: byte $(grep -bo 'UNH+1+PAXLST:D:02B:UN:IATA+ZZ1+03' "$tmp/parts" | cut -d: -f1): warning: part 3" "$tmp/err"
{ part ZZ1 01:C AA P && part ZZ1 05:F AA Q; } >"$tmp/parts"
said 'several that are missing' "part 5 of the list 'ZZ1' without parts 2 to 4 before it
the list 'ZZ1' in parts: a part has not come"
{ part ZZ1 01:C AA P && part ZZ1 03:F AA Q && part ZZ1 02 AA R; } >"$tmp/parts"
said 'a part behind the one after it' "part 3 of the list 'ZZ1' without part 2 before it
part 2 of the list 'ZZ1' comes after part 3"
is 'has the flight of its list' "$(flights)" 'P|ZZ1 Q|ZZ1 R|ZZ1 '
{ part ZZ1 02 AA P && part ZZ1 01:C AA Q && part ZZ1 03:F AA R; } >"$tmp/parts"
said 'the first part is the second to come' "part 2 of the list 'ZZ1' without part 1 before it
part 1 of the list 'ZZ1' comes after part 2"
is 'who came before it has no flight' "$(flights)" 'P| Q|ZZ1 R|ZZ1 '
{ part ZZ1 01:C AA P && part ZZ1 02 AA Q && part ZZ1 02 AA Q && part ZZ1 03:F AA R 3; } >"$tmp/parts"
said 'a part that came twice' "part 2 of the list 'ZZ1' again"
is 'is read twice' "$(flights)" 'P|ZZ1 Q|ZZ1 Q|ZZ1 R|ZZ1 '
{ part ZZ1 01:C AA P && part ZZ1 02 AA Q; } >"$tmp/parts"
said 'the last part is missing' "the list 'ZZ1' in parts: its last part has not come"
{ part ZZ1 01:C AA P && part ZZ1 02:F AA Q && part ZZ1 03 AA R; } >"$tmp/parts"
said 'a part behind the last one' "part 3 of the list 'ZZ1' without parts 1 to 2 before it
the list 'ZZ1' in parts: a part has not come"
is 'takes nothing from a list that ended' "$(flights)" 'P|ZZ1 Q|ZZ1 R| '
{ part ZZ1 01:F AA P && part ZZ1 01:F AA Q && part ZZ1 01 AA R; } >"$tmp/parts"
said 'a list alone, marked as first and last, or as first only' ''
part ZZ1 00:F AA P >"$tmp/parts"
said 'a part of number 0' 'UNH: no list has a part 0'
part ZZ1 100:C AA P >"$tmp/parts"
said 'a part of number 100' 'UNH: no list has a part 100'
{ part ZZ1 01:C AA P 2 && part ZZ1 02:F AA Q 2; } >"$tmp/parts"
said 'a count of all parts in each' ''
{ part ZZ1 01:C AA P 1 && part ZZ1 02:F AA Q 1; } >"$tmp/parts"
said 'a count of its own in each' ''
{ part ZZ1 01:C AA P 9 && part ZZ1 02:F AA Q 9; } >"$tmp/parts"
said 'a count that is neither, when all parts are there' 'CNT says 9 travellers, there are 1'
i=0
while [ "$i" -lt 20 ]; do
	part "ZZ$i" 01:C AA "P$i"
	i=$((i + 1))
done >"$tmp/parts"
part ZZ3 02:F AA Q >>"$tmp/parts"
part ZZ19 02:F AA R >>"$tmp/parts"
status 'more lists in parts than are held' 0 $ingest "$tmp/parts"
is 'the oldest is given up' "$(show surname,flight "$tmp/out" | tail -n 2 | tr '\n' ' ')" 'Q| R|ZZ19 '
has 'and it is said' "the list 'ZZ0' in parts: its last part has not come before too many others began" "$tmp/err"
{ part ZZ1 01:C AA P && part ZZ1 02:F AA Q | sed "s/^NAD/TD\x01+20+ZZ9+++ZZ'\n&/"; } >"$tmp/parts"
status 'a part with a damaged flight' 1 $ingest "$tmp/parts"
is 'does not get another one' "$(flights)" 'P|ZZ1 Q| '

# ---- what a list says ----

list() { # SEGMENTS: a file of one message
	printf '%s' "UNB+UNOA:4+ZZAIR+STATE+261122:2210+R1'UNH+1+PAXLST:D:02B:UN:IATA'$1UNT+$(($(printf '%s' "$1" | tr -cd \' | wc -c) + 2))+1'UNZ+1+R1'" >"$tmp/list"
	status "${1%%\'*}: exit status 0" 0 $ingest --tables="$tmp/list.$n" "$tmp/list"
	is "${1%%\'*}: nothing is said of it" "$(grep -c warning "$tmp/err")" 0
	t="$tmp/list.$n"
	n=$((n + 1))
}
while IFS='|' read -r bgm word; do
	list "BGM+$bgm'NAD+FL+++ROE:ANNA'"
	is "BGM+$bgm" "$(show message_function "$t/travellers.csv")" "$word"
	is "BGM+$bgm of the message" "$(show message_function "$t/messages.csv")" "$word"
done <<'BGM'
745|original
745+CP|change
745+XR|cancel
745+RP|replace
745+cp|change
250|original
250+CP|change
250+XR|cancel
250+RP|replace
336|master crew list
336+G|master crew list, addition
336+H|master crew list, deletion
336+I|master crew list, change
266|flight status
266+CL|flight close-out
266+CLOB|flight close-out, on board
266+CLNB|flight close-out, not on board
266+XF|flight cancelled
745+ZZZ|ZZZ
999|999
BGM

while IFS='|' read -r segments type remarks; do
	list "BGM+745'$segments"
	is "$segments is" "$(show traveller_type "$t/travellers.csv")" "$type"
	is "$segments: the code" "$(show remark_kind,remark_code,remark,traveller "$t/remarks.csv" | tr '|' ,)" "$remarks"
done <<'ROLES'
NAD+FL+++ROE:ANNA'|PAX|
NAD+FM+++ROE:ANNA'|CREW|
NAD+DDU+++ROE:ANNA'|TRANSIT|NAD,DDU,passenger in transit,1
NAD+DDT+++ROE:ANNA'|TRANSIT|NAD,DDT,crew in transit,1
NAD+FM+++ROE:ANNA'EMP+1+CR1:110:111'|CREW|EMP,CR1,cockpit crew,1
NAD+FM+++ROE:ANNA'EMP+1+CR2'|CREW|EMP,CR2,cabin crew,1
NAD+FM+++ROE:ANNA'EMP+1+CR4:110:111'|CARGO_CREW|EMP,CR4,cargo, no crew,1
NAD+FM+++ROE:ANNA'EMP+1+CR5:110:111'|POSITIONING|EMP,CR5,pilots on board, not on duty,1
NAD+FL+++ROE:ANNA'GEI+4+173'|PAX|GEI,173,data verified,1
NAD+FL+++ROE:ANNA'GEI+4+174'|PAX|GEI,174,,1
NAD+FL+++ROE:ANNA'RFF+AEA:GOV7'|PAX|RFF,AEA,GOV7,1
NAD+FL+++ROE:ANNA'RFF+CR:CUST7'|PAX|RFF,CR,CUST7,1
ROLES

legs() { # WHAT SEGMENTS FLIGHT LEGS
	list "BGM+745'$2NAD+FL+++ROE:ANNA'"
	is "$1: the flight that crosses the border" \
		"$(show flight,dep_port,dep_time,arr_port,arr_time "$t/travellers.csv")" "$3"
	is "$1: legs" "$(show leg,flight,dep_port,dep_time,arr_port,arr_time "$t/legs.csv")" "$4"
}
legs 'a stop before the border and one behind it' \
	"TDT+20+ZZ1+++ZZ'LOC+92+QAA'DTM+189:2611230100:201'LOC+125+QBB'DTM+232:2611230200:201'DTM+189:2611230300:201'LOC+87+QCC'DTM+232:2611230500:201'DTM+189:2611230600:201'LOC+92+QDD'DTM+232:2611230800:201'" \
	'ZZ1|QBB|2026-11-23T03:00:00|QCC|2026-11-23T05:00:00' \
	'1|ZZ1|QAA|2026-11-23T01:00:00|QBB|2026-11-23T02:00:00
2|ZZ1|QBB|2026-11-23T03:00:00|QCC|2026-11-23T05:00:00
3|ZZ1|QCC|2026-11-23T06:00:00|QDD|2026-11-23T08:00:00'
legs 'stops named twice, for arrival and departure' \
	"TDT+20+ZZ1+++ZZ'LOC+92+QAA'DTM+189:2611230100:201'LOC+92+QBB'DTM+232:2611230200:201'LOC+125+QBB'DTM+189:2611230300:201'LOC+87+QCC'DTM+232:2611230500:201'LOC+92+QCC'DTM+189:2611230600:201'LOC+92+QDD'DTM+232:2611230800:201'" \
	'ZZ1|QBB|2026-11-23T03:00:00|QCC|2026-11-23T05:00:00' \
	'1|ZZ1|QAA|2026-11-23T01:00:00|QBB|2026-11-23T02:00:00
2|ZZ1|QBB|2026-11-23T03:00:00|QCC|2026-11-23T05:00:00
3|ZZ1|QCC|2026-11-23T06:00:00|QDD|2026-11-23T08:00:00'
legs 'a flight of several TDT' \
	"TDT+20+ZZ1+++ZZ'LOC+92+QAA'DTM+189:2611230100:201'LOC+92+QBB'DTM+232:2611230200:201'TDT+20+ZZ2+++ZZ'LOC+125+QBB'DTM+189:2611230300:201'LOC+87+QCC'DTM+232:2611230500:201'TDT+20+ZZ3+++ZZ'LOC+92+QCC'LOC+92+QDD'" \
	'ZZ2|QBB|2026-11-23T03:00:00|QCC|2026-11-23T05:00:00' \
	'1|ZZ1|QAA|2026-11-23T01:00:00|QBB|2026-11-23T02:00:00
2|ZZ2|QBB|2026-11-23T03:00:00|QCC|2026-11-23T05:00:00
3|ZZ3|QCC||QDD|'
legs 'an onward port is a leg, and never the border' \
	"TDT+20+ZZ1+++ZZ'LOC+92+QAA'LOC+92+QBB'LOC+130+QCC'" \
	'ZZ1|QAA||QBB|' '1|ZZ1|QAA||QBB|
2|ZZ1|QBB||QCC|'
legs 'there and back to the same port' \
	"TDT+20+ZZ1+++ZZ'LOC+125+QAA'DTM+189:2611230100:201'LOC+87+QAA'DTM+232:2611230200:201'" \
	'ZZ1|QAA|2026-11-23T01:00:00|QAA|2026-11-23T02:00:00' \
	'1|ZZ1|QAA|2026-11-23T01:00:00|QAA|2026-11-23T02:00:00'
legs 'over the country only' "TDT+34+ZZ1+++ZZ'LOC+125+QAA'LOC+87+QBB'" 'ZZ1|QAA||QBB|' '1|ZZ1|QAA||QBB|'

list "BGM+745'NAD+FL+++ROE:ANNA'DOC+I:110:111+ID1'DTM+36:300101'LOC+91+FRA'DOC+P:110:109+P1'DTM+182:200101'DTM+36:310101'LOC+91+ESP'DOC+V+V1'LOC+91+USA'DTM+36:290101'DOC+C+C1'LOC+91+DEU'DOC+P+P2'LOC+91+CAN'DOC+V+V2'LOC+91+CAN'NAD+FL+++ROE:BEN'DOC+AC:110:ZZZ+AC1'LOC+91+FRA'DOC+I+ID2'"
is 'the passport is the document of the row, wherever it stands' \
	"$(show given_names,doc_type,doc_number,doc_issuer,doc_issue_date,doc_expiry,visa_number,visa_issuer,visa_expiry "$t/travellers.csv")" \
	'ANNA|P|P1|ESP|2020-01-01|2031-01-01|V1|USA|2029-01-01
BEN|AC|AC1|FRA|||||'
is 'the others are listed' "$(show other_documents "$t/travellers.csv")" \
	'I/FRA/ID1/2030-01-01;C/DEU/C1/;P/CAN/P2/;V/CAN/V2/
I//ID2/'
is 'documents in their order' "$(show doc_type,doc_number,doc_issuer,doc_expiry,traveller "$t/documents.csv" | tr '\n' ' ')" \
	'I|ID1|FRA|2030-01-01|1 P|P1|ESP|2031-01-01|1 C|C1|DEU||1 P|P2|CAN||1 AC|AC1|FRA||2 I|ID2|||2 '
is 'visas in theirs' "$(show visa_number,visa_issuer,visa_expiry,traveller "$t/visas.csv" | tr '\n' ' ')" \
	'V1|USA|2029-01-01|1 V2|CAN||1 '
list "BGM+745'NAD+FL+++ROE:ANNA'MEA+CT++:2'MEA+WT++KGM:30'FTX+BAG+++ZZ123:ZZ124'RFF+SEA:14C'COM+1 555:TE+A@B.EXAMPLE:EM+2 555:FX'NAD+FL+++ROE:BEN'MEA+WT++LBR:7'NAD+FL+++ROE:CARL'MEA+CT++:1'"
is 'bags: counted, weighed, tagged' "$(show bag_count,bag_weight,weight_unit,bag_tags,traveller "$t/bags.csv" | tr '\n' ' ')" \
	'2|30|kg|ZZ123;ZZ124|1 |7|lb||2 1||||3 '
is 'seats' "$(show seat,traveller "$t/seats.csv")" '14C|1'
is 'contacts' "$(show contact_kind,contact_use,contact "$t/contacts.csv" | sort | tr '\n' ' ')" \
	'email||A@B.EXAMPLE phone|fax|2 555 phone||1 555 '

# ---- the US dialect before D.02B ----

status 'travellers in PDT' 0 $ingest --tables="$tmp/old" edi/pdt.edi
is 'nothing is said of them but the count' "$(cat "$tmp/err")" \
	'api-pnr-ingest: 5 read, 5 written, 0 rejected'
is 'who they are' "$(show surname,given_names,birth_date,sex,traveller_type,embark_port,disembark_port "$tmp/old/travellers.csv")" \
	"ROE|ANNA P|1959-04-29|F|PAX|AKL|LAX
O'DOE|BEN|1988-12-01|M|CREW|AKL|HNL
WREN|CARL|1952-12-21||TRANSIT|HNL|LAX
FINCH|DORA|2001-02-03|X|PAX|AKL|LAX
LARK||1999-09-09|F|PAX||"
is 'their documents' "$(show doc_type,doc_number,doc_expiry,doc_issuer,visa_number,visa_expiry,visa_issuer "$tmp/old/travellers.csv")" \
	'P|X1|2029-09-09|NZL|||
P|X2||GBR|||
A|X3|2031-01-31|USA|||
||||X4|2030-02-28|USA
P|X5|||||'
is 'documents and visas are in their tables' \
	"$(wc -l <"$tmp/old/documents.csv") $(wc -l <"$tmp/old/visas.csv")" '5 2'
is 'the flight, from the first place to the last' \
	"$(show transport_mode,carrier,flight,dep_port,dep_time,arr_port,arr_time "$tmp/old/travellers.csv" | uniq)" \
	'air|ZZ|ZZ812|AKL|2026-11-20T22:00:00|LAX|2026-11-20T23:00:00'
is 'its legs' "$(show leg,dep_port,dep_time,arr_port,arr_time "$tmp/old/legs.csv")" \
	'1|AKL|2026-11-20T22:00:00|HNL|2026-11-20T19:00:00
2|HNL||LAX|2026-11-20T23:00:00'
sed 's/+ITI+/+XYZ+/' edi/pdt.edi >"$tmp/pdt"
status 'a status that is none is a warning' 0 $ingest "$tmp/pdt"
has 'with its value' "PDT: 'XYZ' is no status of a traveller" "$tmp/err"
is 'and costs nobody' "$(wc -l <"$tmp/out")" 6
sed '/^PDT+P.X2/s/..$/\x01'"'"'/' edi/pdt.edi >"$tmp/pdt"
status 'a damaged PDT' 1 $ingest "$tmp/pdt"
is 'costs its traveller alone' "$(show surname "$tmp/out" | tr '\n' ' ')" 'ROE WREN FINCH LARK '
sed "/^PDT+P.X2/s/'\$//" edi/pdt.edi | tr -d '\n' >"$tmp/pdt"
status 'a PDT without its terminator' 1 $ingest --reject="$tmp/bad" "$tmp/pdt"
is 'is nobody with the values of two' "$(show surname,doc_number "$tmp/out" | tr '\n' ' ')" \
	'ROE|X1 FINCH| LARK|X5 '
has 'their bytes are kept' 'WREN:CARL' "$tmp/bad"
sed '/^UNH/d' edi/pdt.edi >"$tmp/pdt"
status 'a list of PDT without UNH' 1 $ingest "$tmp/pdt"
is 'is read' "$(wc -l <"$tmp/out")" 6

# ---- mixed ----

cat "$tmp/one" edi/booking.edi "$tmp/lines" >"$tmp/mixed.edi"
status 'lists and bookings in one file' 0 $ingest "$tmp/mixed.edi"
is 'all of them are there' "$(show message_type,surname "$tmp/out" | tr '\n' ' ')" \
	"PAXLST|ROE PAXLST|O'NEIL? PAXLST|MONUNT PNRGOV|ROWAN PNRGOV|O'DELL PNRGOV|ROWAN PNRGOV|WREN PAXLST|ROE PAXLST|O'NEIL? PAXLST|MONUNT "
{
	sed '/^UNZ/d' "$tmp/lines"
	sed -n '/^UNH/,/^UNT/s/^UNH+1/UNH+2/; /^UNH/,/^UNT/s/^UNT+\([0-9]*\)+1/UNT+\1+2/; /^UNH/,/^UNT/p' edi/booking.edi
	echo "UNZ+2+R1'"
} >"$tmp/inter.edi"
status 'in one interchange' 0 $ingest "$tmp/inter.edi"
is 'all of them are there, too' "$(show message_ref "$tmp/out" | tr '\n' ' ')" \
	'R1/1 R1/1 R1/1 R1/2 R1/2 R1/2 R1/2 '

# ---- tables ----

status '--tables' 0 $ingest --tables="$tmp/tables" edi/booking.edi edi/flight.edi
has 'counts travellers' '7 read, 7 written, 0 rejected' "$tmp/err"
is 'writes nothing else' "$(cat "$tmp/out")" ''
is 'every table' "$(ls "$tmp/tables" | tr '\n' ' ')" \
	'bags.csv contacts.csv documents.csv flights.csv history.csv legs.csv messages.csv payments.csv remarks.csv seats.csv tickets.csv travellers.csv visas.csv '
for t in messages flights legs travellers documents visas contacts tickets payments bags seats remarks history; do
	status "--table=$t" 0 $ingest --table=$t edi/booking.edi edi/flight.edi
	ok "--table=$t is the file of that name" cmp "$tmp/out" "$tmp/tables/$t.csv"
done
is 'messages' "$(show message_type,message_ref "$tmp/tables/messages.csv")" 'PNRGOV|BK1/1
PAXLST|AB7/M1
PAXLST|AB7/M2'
is 'flights' "$(show flight,dep_port,arr_port,message_ref "$tmp/tables/flights.csv")" 'ZZ43|QBB|QCC|BK1/1
ZZ43|QBB|QCC|AB7/M1
ZZ43|QBB|QCC|AB7/M2'
is 'legs' "$(show leg,flight,dep_port,arr_port,dep_time,booking_class,leg_status,aircraft,booking "$tmp/tables/legs.csv" | head -n 4)" \
	'1|ZZ42|QAA|QBB|2026-11-22T23:00:00|Y|HK||1
2|ZZ43|QBB|QCC|2026-11-23T03:15:00|Y|HK|320|1
1|ZZ43|QBB|QCC|2026-11-23T03:15:00|Y|||2
1|ZZ42|QAA|QBB|2026-11-23T01:00:00||||'
is 'documents' "$(show doc_number,surname,given_names,sex,message_ref,booking,traveller "$tmp/tables/documents.csv" | head -n 3)" \
	'ZX100200|ROWAN|ELLA MAY|F|BK1/1|1|1
ZX100203|ROWAN|TIM|M|BK1/1|1|3
ZX100200||||AB7/M1||1'
is 'visas' "$(show visa_type,visa_number,visa_issuer,visa_issue_date,visa_place,birth_place,traveller "$tmp/tables/visas.csv" | head -n 1)" \
	'V|VV900|FRA|2026-01-05|QCC|SOMEWHERE|1'
is 'contacts' "$(show contact_kind,contact_use,contact,booking,traveller "$tmp/tables/contacts.csv" | head -n 4 | sort)" \
	'address|destination|1 QUAY, HARBOUR, 75001, FRA|1|1
address|mailing|12 HILL ROAD, SOMEWHERE, IRL, D01|1|
email||ella_rowan@mail.example|1|1
phone|mobile|35315550000|1|1'
is 'tickets' "$(show ticket_number,amount,currency,taxes,fare_basis,traveller "$tmp/tables/tickets.csv")" \
	'9991234567890|100.00|EUR|10.00/YQ|YRT30|1
9991234567891|100.00|EUR|||2'
is 'payments' "$(show payment_form,card_company,card_number,card_expiry,amount,traveller "$tmp/tables/payments.csv")" \
	'CC|VI|400000XXXXXX7899|2030-09|100.00|1
CA||||100.00|2'
is 'seats, with their leg' "$(show seat,service_status,traveller,leg "$tmp/tables/seats.csv" | head -n 2)" '14C|HK|1|2
14D|HK|2|2'
is 'remarks: what has no table, and no meal by religion' "$(show remark_kind,remark_code,remark,booking,traveller "$tmp/tables/remarks.csv")" \
	'SSR|SPEQ|SKIS, PAID WITH 400000XXXXXX7899|1|1
SSR|INFT|ROWAN/TIM 02NOV25|1|1
MSG||8|2|
TVL||231126:1500:261126+QCC:HARBOUR HOTEL++HH+1|2|
ORG||ZZ:QBB||
NAD|MS|ZZ OPERATIONS||
COM||5550100:TE||
RFF|YZY|1||1
EMP|CR1|cockpit crew||1'
is 'history, and no wheelchair' "$(show event_time,event_office,event_action,remark_kind,remark,booking "$tmp/tables/history.csv")" \
	'2026-11-10T10:10:00|QBBRR/QBB/ZZ|X|TIF|WRENN+A:A:1|2
2026-11-10T10:10:00|QBBRR/QBB/ZZ|A|FOP|CC:::VI:400000XXXXXX7899:0930|2'
is 'no number of a card anywhere' "$(grep -rl 4000001234567899 "$tmp/tables")" ''
status 'a folder that is there is not touched' 2 $ingest --tables="$tmp/tables" edi/booking.edi
status '--table and --tables' 2 $ingest --table=bags --tables="$tmp/t2" edi/booking.edi
status 'a table that is none' 2 $ingest --table=none edi/booking.edi
status '--tables --strict with a rejection' 2 $ingest --strict --tables="$tmp/t3" edi/damaged.edi
ok 'leaves no folder' test ! -e "$tmp/t3"
is 'and nothing beside it' "$(ls -d "$tmp"/t3* 2>/dev/null)" ''

# ---- sensitive data ----

status '--keep-sensitive without a reason' 2 $ingest --keep-sensitive= edi/booking.edi
status '--keep-sensitive' 0 $ingest --keep-sensitive='court order 7' --table=remarks edi/booking.edi
has 'keeps a meal' 'SSR,KSML,HK' "$tmp/out"
has 'and says why' 'sensitive data is kept: court order 7' "$tmp/err"
is 'also under -q' "$($ingest -q --keep-sensitive='court order 7' edi/booking.edi 2>&1 >/dev/null)" \
	'api-pnr-ingest: sensitive data is kept: court order 7'
status 'what is left out is counted under -v' 0 $ingest -v --table=remarks edi/booking.edi
has 'with its number' '1 services and texts that tell of health or religion are left out' "$tmp/err"

# Each code of the page, wherever a booking can say it.
sensitive=$(sed -n '/^\.Ss Sensitive data/,/^\.Ss/p' "$top_srcdir/man/api-pnr-ingest.1" | sed -n 's/^\.Li //p')
told() { # FORMAT: what is in the tables of it, for each code in the place of %s
	for code in $sensitive; do
		sed "s/%s/$code/g" "$1" >"$tmp/secret"
		rm -rf "$tmp/secrets"
		$ingest -q --tables="$tmp/secrets" "$tmp/secret" 2>/dev/null
		grep -hoE "SECRET[A-Z]" "$tmp"/secrets/*.csv
		grep -L 'ROE' "$tmp/secrets/travellers.csv"
	done | sort -u
}
cat >"$tmp/secret.edi" <<'END'
UNB+IATA:1+ZZ+STATE+261122:2210+R1'UNH+1+PNRGOV:11:1:IA'MSG+:22'
TVL+231126:0315:231126:0850+QBB+QCC+ZZ+43'SRC'RCI+ZZ:AAA111'SSR+%s:HK:1:ZZ:::::SECRETA'
IFT+4:28::ZZ+SSR %s ZZ HK1 SECRETB'IFT+4:28::ZZ+PAX %s:SECRETC'TIF+ROE+ANNA:A:1'
SSR+%s:HK:1:ZZ+SECRETD::1'XYZ+%s+SECRETE'TVL+231126:0315:231126:0850+QBB+QCC+ZZ+43:Y'
SSR+%s:HK:1:ZZ:::::SECRETF'MSG+8'TVL+231126:1500:261126+QCC:%s SECRETG'ABI+4+:QBBRR+QBB++ZZ'
SAC+++A'SSR+%s:HK:1:ZZ:::::SECRETH'IFT+4:28+%s SECRETI'LTS+0/O/SR/SSR %s SECRETJ'
UNT+22+1'UNZ+1+R1'
END
is 'of each code nothing is in any table' "$(told "$tmp/secret.edi")" ''
cat >"$tmp/secret.xml" <<'END'
<IATA_PNRGOV_NotifRQ><PNRs><PNR><BookingRefID ID="A"/><SSR SSR_Code="%s"><Text>SECRETA</Text></SSR>
<OSI>%s SECRETB</OSI><Passenger RPH="1"><GivenName>ANNA</GivenName><Surname>ROE</Surname>
<SSR SSR_Code="%s"><Airline Code="ZZ"/><Text>SECRETC</Text></SSR><Other Code="%s" Text="SECRETD"/>
<Other Code="%s"><A><B>SECRETE</B></A></Other></Passenger>
<History><Change ActionCode="A">%s SECRETG</Change><SSR SSR_Code="%s" Status="HK"><Airline Code="SECRETH"/><Text>SECRETI</Text></SSR></History>
</PNR></PNRs></IATA_PNRGOV_NotifRQ>
END
is 'nor in XML' "$(told "$tmp/secret.xml")" ''
sed 's/%s/SPEQ/g' "$tmp/secret.xml" >"$tmp/secret"
rm -rf "$tmp/secrets"
$ingest -q --tables="$tmp/secrets" "$tmp/secret" 2>/dev/null
is 'what is behind one that is left out is there' \
	"$(grep -hoE "SECRET[A-Z]" "$tmp"/secrets/*.csv | sort -u | tr -d '\n' | sed s/SECRET//g)" ABCDEGHI

# Cards where nobody looks for them.
cat >"$tmp/odd" <<'END'
UNB+IATA:1+ZZ+STATE+261122:2210+R1'UNH+1+PNRGOV:11:1:IA'MSG+:22'
TVL+231126:0915:231126:1230+QBB+QCC+ZZ+043'EQN+1'SRC'RCI+ZZ:ABC123'
SSR+OTHS:HK:1:ZZ:::::PAID 4000 0012 3456 7899'IFT+4:28::ZZ+CTCM 4000001234567899'
ORG+1B:QBB+4000001234567899:4000001234567899+QBB++T+IE:EUR+4000001234567899'
ADD++700:1 QUAY:QBB:::IE:4000001234567899'TIF+ROE+ANNA4000001234567899:A:1'
FTI+ZZ:4000001234567899'REF+:4000001234567899'TKT+4000001234567899:T:1'
FOP+CA/4000001234567899'FOP+MS:4000001234567899:100:4000001234567899'
TXD++4000001234567899:::YQ'MON+B:4000001234567899:GBP'
TVL+231126:0915:231126:1230+QBB+QCC+ZZ+4000001234567899:Y'APD+4000001234567899'
TRI++4000001234567899:::1'SSD+4000001234567899++++4000001234567899'
TBD++1:17:700+++ZZ:4000001234567899:1:QCC'XYZ+4000-0012-3456-7899'
ABI+4+:4000001234567899'SAC+++4000001234567899'LTS+0/4000001234567899/X'
UNT+27+1'UNZ+1+R1'
END
api-pnr-ingest -v --keep-sensitive=test --tables="$tmp/odd-tables" --reject="$tmp/odd-bad" "$tmp/odd" 2>"$tmp/odd-said"
is 'no number of a card in any field' \
	"$(grep -lE '4000[ -]?0012[ -]?3456[ -]?7899' "$tmp"/odd-tables/*.csv "$tmp/odd-bad" "$tmp/odd-said")" ''
is 'but what it may be known by' "$(grep -c 400000XXXXXX7899 "$tmp/odd-tables/travellers.csv")" 1

# The number of each field is a valid one of another scheme; what is not a card's
# stays, be its check digit that of one: a ticket, the day and the times of a
# leg, a national identity number, a telephone number.
cat >"$tmp/odd2" <<'END'
UNB+IATA:1+ZZ+STATE+261122:2210+R1'UNH+1+PNRGOV:11:1:IA'MSG+:22'
TVL+231126:0915:231126:1230+QBB+QCC+ZZ+043'EQN+1'SRC'RCI+ZZ:ABC123'
ADD++700:1 QUAY:QBB:::IE::378282246310005'ADD++700:1 QUAY 5555555555554444:QBB:::IE::44123456789012'
TIF+ROE+ANNA:A:1'SSR+CTCM:HK:1:ZZ:::::378282246310005'SSR+CTCM:HK:1:ZZ:::::?+4915112345678'
SSR+OTHS:HK:1:ZZ:::::AX 3782 822463 10005 EXP 0930'SSR+FOID:HK:1:ZZ:::::CC6011111111111117'
SSR+FOID:HK:1:ZZ:::::NI622202199003071230'SSR+TKNM:HK:1:ZZ:::::4222222222222'
IFT+4:28::ZZ+FOP 30569309025904+AND 3530:1113:3330:0000'XYZ+6200:0000:0000:0005+135410014004955'
ORG+1B:QBB+6759649826438453'TKT+4222222222222:T:1'FOP+CC::1:VI:5555 5555 5555 4444:0930'
MSG+8'TVL+231126:1500:261126+QCC:INN'ABI+4+:QBBRR+QBB++ZZ'SAC+++A'
SSR+OTHS:HK:1:ZZ:::::CARD 2223-0031-2200-3222'FOP+CC:::CA:2223003122003222:0930'TKT+4222222222222:T'
ADD++700:1 QUAY:QBB:::IE:378282246310005'UNT+29+1'UNZ+1+R1'
END
api-pnr-ingest -q --keep-sensitive=test --tables="$tmp/odd2-tables" --reject="$tmp/odd-bad" "$tmp/odd2" 2>/dev/null
is 'no number of a card of any scheme' \
	"$(grep -hoE '378282246310005|3782 822463 10005|5555 ?5555 ?5555 ?4444|6011111111111117|30569309025904|3530:1113:3330:0000|6200:0000:0000:0005|135410014004955|6759649826438453|2223-?0031-?2200-?3222' "$tmp"/odd2-tables/*.csv "$tmp/odd-bad" | sort -u)" ''
is 'telephone numbers stay' "$(show contact_kind,contact "$tmp/odd2-tables/contacts.csv" | grep phone)" 'phone|378282XXXXX0005
phone|44123456789012
phone|378282XXXXX0005
phone|+4915112345678'
is 'tickets stay, and identity numbers, days and times' \
	"$(cat "$tmp"/odd2-tables/tickets.csv "$tmp"/odd2-tables/remarks.csv "$tmp"/odd2-tables/history.csv |
		grep -cE '4222222222222|NI622202199003071230|231126:1500:261126')" 5

# In every column of a list; the number of a document, of a ticket and of a
# telephone stay, though the first and the last are what could be a card's.
cat >"$tmp/odd3" <<'END'
UNB+UNOA:4+ZZAIR+STATE+261122:2210+R1'UNH+1+PAXLST:D:02B:UN:IATA'BGM+745'
RFF+XX:4000001234567899'NAD+MS+++4000 0012 3456 7899'COM+4000001234567899:TE+4000001234567899:EM'
TDT+20+4000001234567899+++ZZ'LOC+125+QBB'DTM+189:2611230315:201'LOC+87+QCC'DTM+232:2611230850:201'
NAD+FL+++ROE 4000001234567899:ANNA 4000001234567899+4000001234567899+QBB+4000001234567899'
MEA+WT++4000001234567899:4000001234567899'FTX+BAG+++4000001234567899'
LOC+180+UTO:::4000001234567899'COM+4000001234567899:TE+4000001234567899:EM+4000001234567899:FX+4000001234567899:XX'
EMP+1+4000001234567899'RFF+AVF:4000001234567899'RFF+ABO:4000001234567899'RFF+SEA:4000001234567899'
RFF+AEA:4000001234567899'RFF+CR:378282246310005'RFF+XYZ:4000-0012-3456-7899'FTX+AAI+++PAID 4000001234567899'
DOC+P:110:111+4000001234567899'DOC+V+4111111111111111'DOC+IP+5555555555554444'
NAD+FL+++4000001234567899'RFF+YZY:4222222222222C1'RFF+CR:4222222222222'COM+44123456789012:TE'
CNT+42:2'UNT+31+1'UNZ+1+R1'
END
api-pnr-ingest -v --as-of=2026-11-23 --tables="$tmp/odd3-tables" --reject="$tmp/odd-bad" "$tmp/odd3" 2>"$tmp/odd-said"
is 'no number of a card in any field of a list' \
	"$(sed 's/P,,4000001234567899,/P,,DOC,/' "$tmp"/odd3-tables/*.csv "$tmp/odd-bad" "$tmp/odd-said" |
		grep -oE '.{0,20}(4000[ -]?0012[ -]?3456[ -]?7899|378282246310005)')" ''
is 'the numbers of documents stay' "$(show doc_number,visa_number,other_documents "$tmp/odd3-tables/travellers.csv" | head -1)" \
	'4000001234567899|4111111111111111|IP//5555555555554444/'
is 'so do tickets and telephones' "$(cat "$tmp/odd3-tables/tickets.csv" "$tmp/odd3-tables/remarks.csv" "$tmp/odd3-tables/travellers.csv" |
	grep -cE '^4222222222222,C1,|RFF,CR,,4222222222222,|,44123456789012,')" 3
printf '%s\n' 'Family name,Given names,Rank,Date of birth,Document number,Place of birth' \
	'ROE 4000001234567899,4000001234567899,4000001234567899,1971-01-11,4000001234567899,4000001234567899' >"$tmp/odd4"
is 'nor of a crew' "$(api-pnr-ingest -q "$tmp/odd4" 2>/dev/null | tail -1 | grep -o 4000001234567899)" 4000001234567899

# Two infants of one name, of whom SSR INFT tells one: there are two.
cat >"$tmp/namesakes" <<'END'
UNB+IATA:1+ZZ+STATE+261122:2210+R1'UNH+1+PNRGOV:11:1:IA'MSG+:22'
TVL+231126:0915:231126:1230+QBB+QCC+ZZ+043'EQN+1'SRC'RCI+ZZ:ABC123'
TIF+ROE+ANNA:A:1'SSR+INFT:HK:1:ZZ:::::ROE/BEN 10AUG25'
TIF+ROE+BEN:IN:2'SSR+DOCS:HK:1:ZZ:::::/P/UTO/X2/UTO/28MAY26/MI/26FEB30/ROE/BEN'
TIF+ROE+BEN:IN:3'SSR+DOCS:HK:1:ZZ:::::/P/UTO/X3/UTO/10AUG25/MI/26FEB30/ROE/BEN'
UNT+13+1'UNZ+1+R1'
END
is 'infants of one name' "$(api-pnr-ingest -q --as-of=2026-11-23 "$tmp/namesakes" 2>/dev/null |
	cut -d, -f2,4,13 | tail -n +2 | tr '\n' ' ')" 'ANNA,, BEN,2026-05-28,X2 BEN,2025-08-10,X3 '

# A card's number in what is rejected.
sed "s/^FOP+CC.*/FOP+CC:::VI:4000001234567899:0930\x01'/" edi/booking.edi >"$tmp/card"
status 'a card in a damaged segment' 1 $ingest --reject="$tmp/bad" "$tmp/card"
is 'is masked in the reject file' "$(grep -c 400000XXXXXX7899 "$tmp/bad")" 2

# ---- nothing that a segment says is lost ----

# A value of its own in each component that a segment of PNRGOV may have; left out
# are keys, what is no text, and what govrest.c tells to be nothing.
awk '{ for (i = 1; sub(/#/, sprintf("QZ%03dV", ++n)); ) ; n--; printf "%s", $0 }' >"$tmp/each" <<'END'
UNB+IATA:1+ZZ+STATE+261122:2210+R1'UNH+1+PNRGOV:11:1:IA'MSG+:22'ORG+#:#+#:#:#+#:#+#:#+#+#:#:#+#+#+#'
TVL+231126:0915:231126:1230+QBB+QCC+ZZ+043'TVL+231126:0915+QBB+QCC+#+#'TRA+#+#:#'RCI+#:#'EQN+1'SRC'
RCI+#:#::011026:0930+#:#'SSR+OTHS:#:1:ZZ:::QBB:QCC:#:#+#:#+#:#'DAT+#:011026:0930'IFT+#:#:#:ZZ:#+#:#+#'
ORG+#:#+#:#:#+#:#+#+#+#:#:#+#+#+#'ADD+#+#:#:#:#:#:#:#:#'EBD+#:#+#:#:#'EBD+#:#+3:#:#'ORG+#:#+#+#'
TIF+#:#+#:#:7:#+#+#:#'FTI+#:#:#:#:#:#+#:#:#'IFT+#:#:#+#'REF+#:#+#:#'FAR+#+#+#+#+#+#:#+#'
SSR+OTHS:#:1:ZZ:::QBB:QCC:#+#:#:7'SSR+SEAT:#:1:ZZ:::QBB:QCC:#+#:#:7'ADD+#+702:#:#:#:#:#:#:#'
TKT+#:#:#:#+#:#'MON+B:#:#:#+T:#:#:#+#:#:#'PTK+#+#+011026:0930:#+#+#+#:#+#'TXD+#+#:#:#:#+#:#:#:#'
FOP+#:#:#:#:4000001234567899:0930:#:#:#:#:#+#:#:#'IFT+4:43:#+#+#'IFT+4:15:#+#+#'
TVL+231126:0915:231126:1230:#+QBB+QCC+ZZ:#+#:#:#+#+#+#'RPI+1:#+#:#'APD+#:#+#'SSR+#:#:1:ZZ:::QBB:QCC:#+#:#:7'
RCI+#:#:#+#:#'DAT+2:221126:0930:#+#:221126:0931'IFT+#:#+#'TRI+#+#:#:#:7+#'TIF+#:#+#:#:8'SSD+#+#+#+#+#+#'
TBD+#+1:#:#+#:#+#:#:#:QCC+#:99:2:QCC'
EQN+#:#'RCI+#:#:#+#:#'MSG+#:#'TVL+#+#+#+#:#+#'TRA+#+#'RPI+#+#'APD+#'IFT+4:28+#'ORG+#:#'
ABI+1+#:#+#+#+#'DAT+#:011026:0930+#:011026:0930'SAC+#+#+#:#'TIF+#+#'RPI+#+#'EBD+#:#+#'APD+#'TXD+#+#:#'MON+#:#'
PTK+#+#'FAR+#+#'TKT+#:#'FOP+#:#'SSR+#:#+#'ADD+#+#:#'TVL+#+#'RCI+#:#'XYZ+#:#'LTS+#'UNT+70+1'UNZ+1+R1'
END
$ingest -q --keep-sensitive=test --tables="$tmp/each-tables" "$tmp/each" 2>/dev/null
cat "$tmp"/each-tables/*.csv | grep -oE 'QZ[0-9]{3}V' | sort -u >"$tmp/told"
grep -oE 'QZ[0-9]{3}V' "$tmp/each" | sort -u >"$tmp/said"
is 'each value that was said is in a table' "$(wc -l <"$tmp/said" | tr -d ' ') $(comm -13 "$tmp/told" "$tmp/said" | tr '\n' ' ')" '299 '
is 'the past is no ticket, bag or flight of now' \
	"$(for t in tickets bags legs; do tail -n +2 "$tmp/each-tables/$t.csv"; done | wc -l | tr -d ' ')" 5

# ---- damaged bookings ----

segs=$(grep -c . edi/booking.edi)
i=8
while [ "$i" -lt "$segs" ]; do
	sed "${i}s/..\$/\x01'/" edi/booking.edi >"$tmp/torn"
	$ingest -q "$tmp/torn" >"$tmp/out" 2>/dev/null
	show surname "$tmp/out" | sort >"$tmp/left"
	printf "O'DELL\nROWAN\nROWAN\nWREN\n" | comm -23 - "$tmp/left" | wc -l | tr -d ' '
	i=$((i + 1))
done | sort | uniq -c | tr -s ' ' >"$tmp/lost"
is 'one damaged segment costs at most one traveller' "$(awk '$2 > 1' "$tmp/lost")" ''

# ---- damage to what separates ----

for una in "UNA:+.\n*? '" "UNA:+.' ?" 'UNA:+.? \030' 'UNA:+. \011\047'; do
	{ cat "$data/edi/updates.edi" && printf "$una\n" && segments | sed '1d' | sed "s/\$/'/" &&
		printf "UNA:+.? '\n" && cat "$data/edi/updates.edi"; } >"$tmp/una.edi"
	$ingest -q "$tmp/una.edi" >"$tmp/out" 2>"$tmp/err"
	is "$una: lists before and behind are there" "$(cut -d, -f1 "$tmp/out" | grep -c ABEL)" 10
done

# ---- what messages lack ----

lacks() { # FILE: element, fault, what is there, flight, surname
	$ingest -q --check "$1" 2>/dev/null | sed 1d | cut -d, -f1-3,5,8 | sort
}
is 'a sound list lacks nothing' "$(lacks "$data/edi/flight.edi")" ''
is 'a list in which each lacks something' "$(lacks "$data/edi/lacking.edi")" \
	'arr_port,missing,,ZZ44,
arr_time,missing,,ZZ44,
birth_date,impossible,2026-11-24,ZZ43,UNBORN
birth_date,missing,,ZZ43,NOBIRTH
dep_time,missing,,ZZ44,
doc_expiry,expired,2026-11-22,ZZ43,EXPIRED
doc_expiry,missing,,ZZ43,NOEXPIRY
doc_expiry,missing,,ZZ43,NOPAPERS
doc_expiry,missing,,ZZ43,NOPAPERS
doc_issuer,missing,,ZZ43,NOISSUER
doc_issuer,missing,,ZZ43,NOPAPERS
doc_issuer,missing,,ZZ43,NOPAPERS
doc_number,missing,,ZZ43,NOPAPERS
doc_number,missing,,ZZ43,NOPAPERS
doc_number,twice,X1,ZZ43,SOUND
doc_type,missing,,ZZ43,NOPAPERS
doc_type,missing,,ZZ43,NOPAPERS
nationality,missing,,ZZ43,NOSTATE
sex,missing,,ZZ43,NOSEX
surname,missing,,ZZ43,
surname,twice,NOPAPERS,ZZ43,NOPAPERS'
status 'its counts by carrier' 0 $ingest -q --check --by-carrier "$data/edi/lacking.edi"
is 'say how often' "$(grep -E 'message|traveller|doc_number|dep_time' "$tmp/out")" 'ZZ,message,,3,3,1.000
ZZ,traveller,,15,15,1.000
ZZ,dep_time,missing,1,3,0.333
ZZ,doc_number,missing,2,15,0.133
ZZ,doc_number,twice,1,15,0.067'
is 'a booking without documents lacks none' "$(lacks "$data/edi/booking.edi" | grep -c doc_)" 0
status '--check with --table' 2 $ingest --check --table=legs "$data/edi/flight.edi"
status '--by-carrier alone' 2 $ingest --by-carrier "$data/edi/flight.edi"

# ---- the newest of what was said ----

newest() {
	$ingest -q --latest "$@" 2>"$tmp/err" | sed 's/[^,;]*updates.edi://g' | cut -d, -f1,4,13,23,57,61-63
}
is 'of each flight and traveller the newest' "$(newest "$data/edi/updates.edi")" \
	'surname,birth_date,doc_number,flight,message_function,source,close_out,replaces
ABEL,1980-01-01,X1,ZZ43,original,543,on board,39;1638
BERG,1980-01-01,Y2,ZZ43,change,1047,not on board,39;543
DAHL,1980-01-01,X4,ZZ44,replace,2633,,1943
FINK,1980-01-01,X6,ZZ44,original,2341,,
GRAF,1950-05-05,,ZZ45,original,3379,,
GRAF,1980-08-08,,ZZ45,original,3379,,
ABEL,1980-01-01,X1,ZZ45,original,3379,,'
$ingest -v --latest "$data/edi/updates.edi" >/dev/null 2>"$tmp/err"
has 'what was replaced is counted' '7 rows were replaced, 2 travellers cancelled' "$tmp/err"
is 'a list alone is as it is' "$($ingest -q --latest "$data/edi/flight.edi" | sed 's/,[^,]*,[^,]*$//')" \
	"$($ingest -q "$data/edi/flight.edi")"
status 'nothing at all' 0 $ingest --latest /dev/null
is 'is a header' "$(wc -l <"$tmp/out" | tr -d ' ')" 1
status '--latest with --table' 2 $ingest --latest --table=seats "$data/edi/flight.edi"

# ---- lists and bookings together ----

merged() { # NAME,NAME ... FILE ...
	names=$1
	shift
	$ingest --merge "$@" >"$tmp/out" 2>"$tmp/err"
	show "$names" "$tmp/out" | sed 's/[^|;]*[.]edi://g'
}
is 'a list and a booking' \
	"$(merged surname,given_names,doc_number,pnr_locator,phone,source,merged_by "$data/edi/flight.edi" "$data/edi/booking.edi")" \
	"ROWAN|ELLA MAY|ZX100200|K7QX2P|35315550000|103;47|document
O'DELL|TOM|ZX100201|K7QX2P||103|
WREN|IVO|CM55501|||981|
O'DELL|IVO||K7QX2P||47|
ROWAN|TIM|ZX100203|K7QX2P||47|
WREN|||M4LM4L||47|"
cat >"$tmp/other.edi" <<-END
	UNB+UNOA:4+ZZAIR+STATE+261122:2210+AB9'
	UNH+M1+PAXLST:D:02B:UN:IATA'
	BGM+745'
	TDT+20+ZZ43+++ZZ'
	LOC+125+QBB'
	DTM+189:2611230315:201'
	NAD+FL+++O?'DELL:IVO'
	ATT+2++M'
	DTM+329:800505'
	RFF+AVF:K7QX2P'
	NAD+FL+++ROWAN:TIM'
	DTM+329:600202'
	RFF+AVF:K7QX2P'
	UNT+13+M1'
	UNZ+1+AB9'
END
is 'by locator and name, but not with another date of birth' \
	"$(merged surname,given_names,doc_number,merged_by "$data/edi/booking.edi" "$tmp/other.edi" | sort)" \
	"O'DELL|IVO||locator and name
ROWAN|ELLA MAY|ZX100200|
ROWAN|TIM|ZX100203|
ROWAN|TIM||
WREN|||"
sed 's/ELLA:MAY/ELLEN/' "$data/edi/flight.edi" >"$tmp/ellen.edi"
is 'what differs is said' \
	"$(merged surname,given_names,merged_by,merge_conflicts "$tmp/ellen.edi" "$data/edi/booking.edi" | grep document)" \
	'ROWAN|ELLEN|document|given_names'
for i in 1 2 3; do # three of one name and birth date, with documents that differ
	sed "s/K7QX2P/K7QX2$i/g; s/ZX100200/ZX90000$i/" "$data/edi/booking.edi" >"$tmp/twin$i.edi"
done
sed '/^RFF+AVF/d; s/UNT+13/UNT+11/; s/ROWAN:TIM/ROWAN:ELLA:MAY/; s/600202/880314/' "$tmp/other.edi" >"$tmp/bare.edi"
merged surname,given_names,merged_by "$tmp/bare.edi" "$tmp"/twin[123].edi >"$tmp/names"
has 'a traveller whom several bookings fit' 'fit a traveller of the list by name and birth date, more than one; none is merged' "$tmp/err"
is 'is merged with none' "$(grep -c '^ROWAN|ELLA MAY|$' "$tmp/names")" 4

# ---- ships ----

cd "$data" || exit 1 # the files' names are in the rows
status 'a crew list, below the head of its form' 0 $ingest ship/crew.csv
golden 'is read' ship/crew.rows
has 'and counted by persons' '3 read, 3 written, 0 rejected' "$tmp/err"
status 'passengers of two ships in a table' 0 $ingest ship/passengers.csv
golden 'are read' ship/passengers.rows
has 'what is no date is told' "line 3: warning: '1990-13-40' is no date that can be read" "$tmp/err"
is 'two ships are two messages' "$($ingest -q --table=messages ship/passengers.csv 2>/dev/null | wc -l | tr -d ' ')" 3
status 'a notice of arrival' 0 $ingest ship/notice.xml
golden 'is read' ship/notice.rows
is 'documents are in their table' "$($ingest -q --table=documents ship/notice.xml | sed 1d | cut -d, -f1-3,5)" \
	'P,UKR,FE123456,2030-01-31'
is 'visas too' "$($ingest -q --table=visas ship/passengers.csv 2>/dev/null | sed 1d | cut -d, -f2)" UV0012345
sed 's/$/\r/' ship/crew.csv >"$tmp/crlf.csv"
is 'CRLF, and a BOM' "$({ printf '\357\273\277' && cat "$tmp/crlf.csv"; } | $ingest -q | cut -d, -f1-9)" \
	"$(cut -d, -f1-9 ship/crew.rows)"
sed 's/^2,Santos,/2,San"tos,/' ship/crew.csv >"$tmp/torn.csv"
status 'a row that is no CSV' 1 $ingest --reject="$tmp/rejects" "$tmp/torn.csv"
is 'costs nobody else his' "$(sed 1d "$tmp/out" | cut -d, -f1 | tr '\n' ' ')" "Petrov O'Neil "
is 'and is kept' "$(cut -d, -f1-3 "$tmp/rejects")" '2,San"tos,Maria Luz'
has 'with its line' 'torn.csv: line 12: ' "$tmp/err"
sed 's|<NATIONALITY_CODE>UA</NATIONALITY_CODE><COUNTRY_RESIDENCE_CODE>UA</COUNTRY_RESIDENCE_CODE>|<COUNTRY_RESIDENCE>Ukraine</COUNTRY_RESIDENCE>|
	s|<ID_COUNTRY_CODE>UA|<ID_COUNTRY>UKRAINE</ID_COUNTRY><ID_COUNTRY_CODE>|; s|Passport Number|U.S. Merchant Mariner Document|' ship/notice.xml >"$tmp/names.xml"
is 'States of a notice by their names alone, and a seafarer'"'"'s document' \
	"$($ingest -q "$tmp/names.xml" | sed -n 2p | cut -d, -f1,7,8,11-13)" 'Petrov,UKR,UKR,S,UKR,FE123456'
sed '/<NONCREW>/,$d' ship/notice.xml >"$tmp/cut.xml"
status 'a notice that breaks off' 1 $ingest "$tmp/cut.xml"
is 'whoever was named is read' "$(sed 1d "$tmp/out" | cut -d, -f1 | tr '\n' ' ')" 'Petrov Santos & Cruz '
{ echo '<!DOCTYPE NOTICE [<!ENTITY a SYSTEM "file:///etc/passwd">]>' &&
	sed 1d ship/notice.xml | sed 's/Hansen/\&a;/'; } >"$tmp/evil.xml"
status 'a document type' 1 $ingest "$tmp/evil.xml"
has 'is refused' 'a document type is not allowed in a notice' "$tmp/err"
is 'with all behind it' "$(wc -l <"$tmp/out" | tr -d ' ')" 1
sed 's/Gender/Gend\xe9r/' ship/passengers.csv >"$tmp/latin.csv"
status 'headings that are no UTF-8' 1 $ingest --reject="$tmp/rejects" "$tmp/latin.csv"
ok 'all of it is kept' cmp "$tmp/latin.csv" "$tmp/rejects"
printf 'Family name;Given names;Nationality\nA;B;FRA\n' >"$tmp/semicolons.csv"
status 'no list at all' 1 $ingest "$tmp/semicolons.csv"

printf '%s\n' 'Name of ship,SEA STAR' 'IMO number,9074729' 'Voyage number,V1' \
	'Family name,Given names,Rank or rating,Nationality,No.,Locker' 'ROE,ANNA,Master,France,1,L7' >"$tmp/fal"
is 'what a form says without a column are remarks' "$($ingest -q --table=remarks "$tmp/fal" | cut -d, -f1,4,7)" \
	'remark_kind,remark,traveller
Locker,L7,1
Name of ship,SEA STAR,'
echo '<NOTICE><CREW_LIST><CREW><LAST_NAME>ROE</LAST_NAME><LONGSHORE_WORK_IND>Y</LONGSHORE_WORK_IND></CREW></CREW_LIST></NOTICE>' >"$tmp/noa"
is 'and what a notice does' "$($ingest -q --table=remarks "$tmp/noa" | tail -1 | cut -d, -f1,4,7)" 'LONGSHORE_WORK_IND,Y,1'

done_testing
