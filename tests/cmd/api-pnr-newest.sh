# Who is the same in two messages: --latest and --merge where that is hard.
. "$top_srcdir/tests/cmd/tap.sh"

cd "$tmp" || exit 99
ingest="api-pnr-ingest -q --as-of=2026-11-23"

show() { # NAME,NAME ... FILE; commas stand between quotes alone
	sed 's/"\([^",]*\),\([^"]*\)"/\1\x01\2/g' "$2" | awk -F, -v names="$1" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; n = split(names, name, ","); next }
		{ for (i = 1; i <= n; i++) printf "%s%s", i == 1 ? "" : "|", $at[name[i]]; print "" }' |
		tr '\001' ,
}
count() { printf '%s' "$1" | sed "s/?'//g" | tr -cd \' | wc -c; }
list() { # FUNCTION SENT SEGMENTS
	body="BGM+$1'TDT+20+ZZ43+++ZZ'LOC+125+QBB'DTM+189:2611230315:201'LOC+87+QCC'DTM+232:2611230850:201'$3"
	printf '%s' "UNB+UNOA:4+ZZAIR+STATE+$2+R1'UNH+1+PAXLST:D:02B:UN:IATA'${body}UNT+$(($(count "$body") + 2))+1'UNZ+1+R1'"
}
bookings() { # SENT SEGMENTS
	body="MSG+:22'ORG+ZZ'TVL+231126:0315:231126:0850+QBB+QCC+ZZ+43'$2"
	printf '%s' "UNB+IATA:1+ZZ+STATE+$1+R1'UNH+1+PNRGOV:11:1:IA'${body}UNT+$(($(count "$body") + 2))+1'UNZ+1+R1'"
}
leg="TVL+231126:0315:231126:0850+QBB+QCC+ZZ+43:Y'"
early=261122:1000 late=261122:2000
latest() { # COLUMNS FILE ...
	what=$1
	shift
	$ingest --latest "$@" >out 2>err
	show "$what" out
}
merged() { # COLUMNS FILE ...
	what=$1
	shift
	api-pnr-ingest --as-of=2026-11-23 --merge "$@" >out 2>err
	show "$what" out
}

# ---- two people of one name ----

# References that are masked as cards' numbers, which makes them alike, are nobody's.
list 745 $early "NAD+FL+++ROE:ANNA'RFF+ABO:4000001234567899'" >a
list 745+CP $late "NAD+FL+++DOE:BEN'RFF+ABO:4000000000017899'" >b
is 'references of which too little is left' "$(latest surname,traveller_ref,replaces a b)" 'ROE|400000XXXXXX7899|
DOE|400000XXXXXX7899|'

two="NAD+FL+++ROE:JOHN'DTM+329:600101'RFF+AVF:AAA111'DOC+P+X1'LOC+91+FRA'NAD+FL+++ROE:JOHN'DTM+329:900101'RFF+AVF:AAA111'DOC+P+X2'LOC+91+FRA'"
bare="NAD+FL+++ROE:JOHN'RFF+AVF:AAA111'NAD+FL+++ROE:JOHN'RFF+AVF:AAA111'"
list 745 $early "$two" >a
list 745 $early "$bare" >bare
is 'two of one name and locator in a list, nothing else known: they are two' \
	"$(latest surname,given_names bare)" 'ROE|JOHN
ROE|JOHN'
list 745+CP $late "$bare" >again
is 'and two when they are named again' "$(latest given_names,message_function bare again)" 'JOHN|change
JOHN|change'
list 266+CLOB $late "$bare" >closed
is 'a close-out that names both closes both' "$(latest birth_date,close_out a closed)" '1960-01-01|on board
1990-01-01|on board'
list 745+XR $late "NAD+FL+++ROE:JOHN'DTM+329:900101'RFF+AVF:AAA111'" >gone
is 'a cancellation of the younger' "$(latest birth_date a gone)" 1960-01-01

bookings $early "SRC'RCI+ZZ:AAA111'TIF+ROE+JOHN:A:1'TIF+ROE+JOHN:A:2'$leg" >b
is 'father and son of one name, of whose births the booking knows nothing' \
	"$(merged birth_date,merged_by a b)" '1960-01-01|
1990-01-01|
|
|'
is 'and the booking first' "$(merged birth_date,merged_by b a)" '|
|
1960-01-01|
1990-01-01|'
has 'it is said' 'warning: travellers of the list fit one of a booking by locator and name, more than one; none is merged' err
bookings $early "SRC'RCI+ZZ:AAA111'TIF+ROE+JOHN:A:1'SSR+DOCS:HK:1:ZZ:::::/P/FRA/X1/FRA/01JAN60/M/01JAN31/ROE/JOHN+::1'TIF+ROE+JOHN:C:2'$leg" >b
is 'the booking knows the father by his document, and not the son' \
	"$(merged birth_date,doc_number,merged_by a b)" '1960-01-01|X1|document
1990-01-01|X2|
||'
bookings $early "SRC'RCI+ZZ:AAA111'TIF+ROE+JOHN:A:1'SSR+DOCS:HK:1:ZZ:::::/P/FRA//FRA/01JAN60/M//ROE/JOHN+::1'TIF+ROE+JOHN:C:2'SSR+DOCS:HK:1:ZZ:::::/P/FRA//FRA/01JAN90/M//ROE/JOHN+::2'$leg" >b
is 'both by their days of birth' "$(merged birth_date,doc_number,merged_by a b)" '1960-01-01|X1|locator and name
1990-01-01|X2|locator and name'

# ---- a family on one passport, a number without its State, a corrected day ----

list 745 $early "NAD+FL+++ROE:ANNA'DTM+329:800101'DOC+P+X1'LOC+91+FRA'NAD+FL+++ROE:BEN'DTM+329:200101'DOC+P+X1'LOC+91+FRA'" >a
is 'mother and child on one passport are two' "$(latest given_names,doc_number a)" 'ANNA|X1
BEN|X1'
list 745+CP $late "NAD+FL+++ROE:ANNA'DTM+329:810101'DOC+P+X1'LOC+91+FRA'" >c
is 'a day of birth that a change corrects' "$(latest given_names,birth_date a c)" 'ANNA|1981-01-01
BEN|2020-01-01'
list 745 $early "NAD+FL+++ROE:ANNA'DTM+329:800101'DOC+P+X1'" >a
bookings $early "SRC'RCI+ZZ:AAA111'TIF+ROE+ANNAMRS:A:1'SSR+DOCS:HK:1:ZZ:::::/P/FRA/X1/FRA/01JAN80/F/01JAN31/ROE/ANNA'$leg" >b
is 'a document whose State the list leaves out' "$(merged doc_number,pnr_locator,merged_by a b)" 'X1|AAA111|document'
bookings $early "SRC'RCI+ZZ:AAA111'TIF+DOE+BEN:A:1'SSR+DOCS:HK:1:ZZ:::::/P/ESP/X1/ESP/01JAN60/M/01JAN31/DOE/BEN'$leg" >b
is 'is not that of another with the same number' "$(merged surname,merged_by a b)" 'ROE|
DOE|'

# ---- what one of them does not know ----

list 745 $early "NAD+FL+++ROE:ANNA'RFF+AVF:AAA111'" >a
bookings $early "SRC'RCI+ZZ:AAA111'TIF+ROE+ANNAMRS:A:1'$leg" >b
is 'a list without document or birth, a booking without them' "$(merged given_names,merged_by,source a b)" \
	'ANNA|locator and name|a:38;b:35'
list 745 $early "NAD+FL+++ROE:ANNA'DTM+329:800101'" >a
is 'without the locator it is a name alone: not merged' "$(merged given_names,merged_by a b)" 'ANNA|
ANNA|'
list 745 $early "NAD+FL+++O?'ROE-SMITH:ANNA MARIA'DTM+329:800101'RFF+AVF:AAA111'" >a
bookings $early "SRC'RCI+ZZ:AAA111'TIF+OROESMITH+ANNAMARIAMRS:A:1'$leg" >b
is 'a name as bookings write it' "$(merged merged_by a b)" 'locator and name'
list 745 $early "NAD+FL+++ROE:ANNA'DTM+329:900101'RFF+AVF:AAA111'DOC+P+X1'NAD+FL+++ROE:BABY'DTM+329:260101'RFF+AVF:AAA111'DOC+P+X2'" >a
bookings $early "SRC'RCI+ZZ:AAA111'TIF+ROE+ANNA:A:1'SSR+INFT:HK:1:ZZ:::::ROE/BABY 01JAN26'$leg" >b
is 'an infant whom INFT alone names' "$(merged given_names,doc_number,merged_by a b)" 'ANNA|X1|locator and name
BABY|X2|locator and name'

# ---- the order of messages ----

bookings $early "SRC'RCI+ZZ:AAA111'TIF+ROE+ANNA:A:1'$leg" >b
bookings $late "SRC'RCI+ZZ:AAA111'TIF+ROE+ANNA:A:1'SSR+SEAT:HK:1:ZZ:::::+14C::1'$leg" >c
is 'a booking pushed again, without documents' "$(latest given_names,seat,source,replaces b c)" 'ANNA|14C|c:35|b:35'
is 'also when the newer comes first' "$(latest given_names,seat,source,replaces c b)" 'ANNA|14C|c:35|b:35'
list 745 $early "NAD+FL+++ROE:ANNA'DTM+329:900101'DOC+P+X1'LOC+91+FRA'" >a
list 745+CP $early "NAD+FL+++ROE:ANNE'DTM+329:900101'DOC+P+X1'LOC+91+FRA'" >c
is 'sent at the same time: the later in the input' "$(latest given_names a c)$(latest given_names c a)" 'ANNEANNA'
list 745+XR $late "" >x
is 'a cancellation of the flight' "$(latest given_names a x)" ''
is 'that comes before what it cancels' "$(latest given_names x a)" ''
list 745+XR $early "" >x
list 745 $late "NAD+FL+++ROE:ANNA'DTM+329:900101'DOC+P+X1'LOC+91+FRA'" >c
is 'and one that is older' "$(latest given_names c x)" ANNA
list 745+XR $late "NAD+FL+++ROE:ANNA'DTM+329:900101'DOC+P+X1'LOC+91+FRA'" >x
is 'a traveller cancelled' "$(latest given_names a x)" ''
is 'the cancellation first' "$(latest given_names x a)" ''
list 745+CP 261122:2200 "NAD+FL+++ROE:ANNA'DTM+329:900101'DOC+P+X1'LOC+91+FRA'" >c
is 'and named again later' "$(latest given_names,message_function a x c)" 'ANNA|change'

crew() { # FUNCTION SENT NAMES
	body="BGM+336$1'$3"
	printf '%s' "UNB+UNOA:4+ZZAIR+STATE+$2+R1'UNH+1+PAXLST:D:02B:UN:IATA'${body}UNT+$(($(count "$body") + 2))+1'UNZ+1+R1'"
}
anna="NAD+FM+++ROE:ANNA'DTM+329:900101'DOC+P+X1'LOC+91+FRA'"
ben="NAD+FM+++ROE:BEN'DTM+329:910101'DOC+P+X2'LOC+91+FRA'"
crew '' $early "$anna" >a
crew +G $late "$ben" >c
crew +H 261122:2200 "$anna" >x
is 'a master crew list, an addition and a deletion' "$(latest given_names,message_function a c x)" 'BEN|master crew list, addition'
is 'in any order' "$(latest given_names x c a)" BEN

# ---- parts of a list, each in a teletype message ----

part() { # SEQUENCE SEGMENTS
	printf '\001QU ZZZXXXX\r\n.ZZZQQQQ 231201\r\n\002'
	printf '%s' "UNB+UNOA:4+ZZAIR+STATE+$early+R1'UNH+1+PAXLST:D:02B:UN:IATA+ZZ43/23+$1'$2UNT+$(($(count "$2") + 2))+1'UNZ+1+R1'" | fold -w 63 | sed 's/$/\r/'
	printf '\003'
}
{
	part 01:C "BGM+745'TDT+20+ZZ43+++ZZ'LOC+125+QBB'DTM+189:2611230315:201'LOC+87+QCC'$anna"
	part 03:F "NAD+FL+++ROE:DORA'"
	part 02 "$ben"
} >m
is 'parts out of order, in teletype messages' "$(latest given_names,flight,dep_port,arr_port m)" 'ANNA|ZZ43|QBB|QCC
DORA|ZZ43|QBB|QCC
BEN|ZZ43|QBB|QCC'

done_testing
