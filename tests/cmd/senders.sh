# What real senders get wrong, and what loses passengers in other readers: a
# message for each, made by construction, and what must come of it.  Said
# elsewhere (api-pnr-ingest.sh): separators, line ends, counts of trailers,
# groups, damage.
. "$top_srcdir/tests/cmd/tap.sh"

cd "$tmp" || exit 99
ingest="api-pnr-ingest --as-of=2026-11-23"

# show NAME,NAME ... FILE: those columns of its rows, parted by '|'; a field
# with a comma in it is only "quoted".
show() {
	sed 's/"[^"]*"/quoted/g' "$2" | awk -F, -v names="$1" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; n = split(names, name, ","); next }
		{ for (i = 1; i <= n; i++) printf "%s%s", i == 1 ? "" : "|", $at[name[i]]; print "" }'
}
segments_of() {
	printf '%s' "$1" | sed 's/??//g; s/?.//g' | tr -cd \' | wc -c
}
message() { # TYPE REFERENCE SEGMENTS [UNT-COUNT]
	printf '%s' "UNH+$2+$1'$3UNT+${4:-$(($(segments_of "$3") + 2))}+$2'"
}
interchange() { # TYPE SEGMENTS ...: one message for each
	type=$1
	messages=$(($# - 1))
	shift
	printf '%s' "UNB+UNOA:4+ZZAIR+STATE+261122:2210+R1'"
	i=0
	for segments; do
		i=$((i + 1))
		message "$type" "$i" "$segments"
	done
	printf '%s' "UNZ+$messages+R1'"
}
# comes WHAT COLUMNS ROWS: of $tmp/m; nothing is rejected.
comes() {
	status "$1: exit status 0" 0 $ingest --reject=bad m
	is "$1: the rows" "$(show "$2" out)" "$3"
	is "$1: nothing is rejected" "$(wc -c <bad | tr -d ' ')" 0
}
says() { # WHAT TEXT: the only warning
	is "$1" "$(sed -n 's/.*: warning: //p' err)" "$2"
}
list=PAXLST:D:02B:UN:IATA
flight="BGM+745'TDT+20+ZZ43+++ZZ'LOC+125+QBB'DTM+189:2611230315:201'LOC+87+QCC'DTM+232:2611230850:201'"
anna="NAD+FL+++ROE:ANNA'ATT+2++F'DTM+329:710111'DOC+P:110:111+X1'DTM+36:310101'LOC+91+FRA'"
ben="NAD+FL+++ROE:BEN'ATT+2++M'DTM+329:720212'DOC+P:110:111+X2'DTM+36:320202'LOC+91+FRA'"

bookings=PNRGOV:11:1:IA
about="MSG+:22'ORG+ZZ'TVL+231126:0315:231126:0850+QBB+QCC+ZZ+43'"
booking() { # LOCATOR SEGMENTS: one on that flight
	printf '%s' "SRC'RCI+ZZ:$1::011026:0930'$2TVL+231126:0315:231126:0850+QBB+QCC+ZZ+43:Y'"
}

# ---- lists: what the head says ----

interchange $list "BGM+745'RFF+TN:T1:::2'TDT+20+ZZ43+++ZZ:3'LOC+125+QBB'LOC+87+QCC'TDT+34+ZZ44'LOC+92+QDD'$anna" >m
comes 'the number of a list among those of one reference' message_transaction,flight 'T1|ZZ43'
is 'is a remark, as are an overflight and who lists carriers' \
	"$($ingest -q --table=remarks m | tail -n +2 | cut -d, -f1-4)" 'RFF,TN,,T1:::2
TDT,20,,ZZ43+++ZZ:3
TDT,34,,ZZ44'

interchange $list "$flight${anna}MEA+WT++KGM:20.5'" >m
comes 'a weight that is no whole number' surname 'ROE'
is 'is a remark' "$($ingest -q --table=remarks m 2>/dev/null | tail -n +2 | cut -d, -f1-4)" 'MEA,WT,,KGM:20.5'
is 'and no weight' "$($ingest -q --table=bags m 2>/dev/null | tail -n +2)" ''

# ---- bookings: the leg of a service, weights, sums ----

interchange $bookings "${about}SRC'RCI+ZZ:ABC123'SSR+SEAT:HK:1:ZZ:::QAA:QBB+9A::1'SSR+SEAT:HK:1:ZZ:::QBB:QCC+14C::1'EBD+EUR:30.00+20::K'EBD+EUR:40.00+2::N'TIF+ROE+ANNA:A:1'MON+T:100:EUR+E:90:GBP'TVL+221126:2000:221126:2300+QAA+QBB+ZZ+42:Y'TVL+231126:0315:231126:0850+QBB+QCC+ZZ+43:Y'ABI+1+:QBBRR'SAC+++X'MON+T:1:EUR'EBD+EUR:1+1::N'APD+320'" >m
comes 'a seat is of the leg between its ports' surname,seat 'ROE|14C'
$ingest -q --tables=placed m
is 'also in its table' "$(show seat,leg placed/seats.csv)" '9A|1
14C|2'
is 'excess baggage by weight or by pieces' "$(show bag_count,bag_weight,weight_unit,amount placed/bags.csv)" '|20|kg|30.00
2|||40.00'
is 'a total is no equivalent, nor one of the past' "$(show amount,currency placed/tickets.csv)" '100|EUR'
is 'what is past is history' "$(show remark_kind,remark placed/history.csv)" 'MON|T:1:EUR
EBD|EUR:1+1::N
APD|320'

# The same in XML, as versions behind 13.1 write it.
$ingest -q --tables=later "$data/edi/later.xml"
is 'XML: who they are' "$(show surname,given_names,booked_name,birth_date,doc_number,seat later/travellers.csv)" \
	'VAN ROE|ANNA LEE|VAN ROE/ANNA LEE MRS|1971-01-11|X1|
ROE|BEN|ROE/BEN|1972-02-12|X2|12C'
is 'XML: seats on their legs' "$(show seat,traveller,leg later/seats.csv)" '9A|1|1
12C|2|2'
is 'XML: a bag by weight' "$(show bag_count,bag_weight,weight_unit later/bags.csv)" '|20|kg'
is 'XML: attributes without a column are remarks' "$(show remark_kind,remark,booking,traveller later/remarks.csv)" \
	'PNR|PNR_TransDate=2026-11-01T10:00:00|1|
Source|ISOCurrency=EUR|1|
RequestorID|Type=AG|1|
CompanyName|Code=AGCY|1|
Passenger|BoardingStatus=63|1|1
SSR||1|2
Originator|SystemCode=SYS AirlineContactInfo=OPS DESK||
DepartureAirport|Terminal=T9||'
is 'XML: what is within an event of the past has its time' "$(show event_time,event_action,remark_kind later/history.csv)" \
	'2026-11-10T10:10:00|X|Change
2026-11-10T10:10:00|X|Passenger
2026-11-10T10:10:00|X|Surname
|A|Change'

# ---- what real senders get wrong ----

interchange $list "$flight$anna$ben" >plain
comes_small() { # WHAT: m is the same in small letters, all of it or the tags
	comes "small letters: $1" carrier,flight,dep_port,arr_time,sex,birth_date,doc_type,doc_number,doc_issuer,doc_expiry \
		'ZZ|ZZ43|QBB|2026-11-23T08:50:00|F|1971-01-11|P|X1|FRA|2031-01-01
ZZ|ZZ43|QBB|2026-11-23T08:50:00|M|1972-02-12|P|X2|FRA|2032-02-02'
}
sed 's/X1/1/; s/X2/2/' plain | tr A-Z a-z | sed 's/111+1/111+X1/; s/111+2/111+X2/' >small
cp small m
comes_small 'all of it'
sed "s/[A-Z][A-Z][A-Z]+/\L&/g" plain >m
comes_small 'the tags'
{ printf "una:+.? '\r\n" && cat small; } >m
comes_small 'behind UNA'
{ printf "UNA:+.? '" && cat small; } >m
comes_small 'behind a UNA in capitals'
{ printf '\001QU ZZZXXXX\r\n.ZZZQQQQ 231201\r\n\002' && cat small && printf '\r\n\003'; } >m
comes_small 'behind a teletype heading'
sed "s/'/'\n/g" small >m
comes_small 'a line a segment'
{ printf 'una;|.\\ ~' && sed "s/:/;/g; s/+/|/g; s/'/~/g" small; } >m
comes_small 'other separators'
cat plain small plain >m
status 'small letters: an interchange between others' 0 $ingest m
is 'small letters: all of them' "$(show doc_number out | tr '\n' ' ')" 'X1 X2 X1 X2 X1 X2 '
{ printf 'dear sir,\n' && cat small; } >m
status 'small letters: behind what is none' 1 $ingest m
is 'small letters: it is there' "$(show doc_number out | tr '\n' ' ')" 'X1 X2 '
{ sed 's/unb/ub/' small; } >m
status 'small letters: without UNB' 1 $ingest m
is 'small letters: who is in it is there' "$(show doc_number out | tr '\n' ' ')" 'X1 X2 '
for tags in capital small; do
	cat "$data/edi/booking.edi" >m
	[ $tags = capital ] || sed -i 's/^[A-Z]*/\L&/' m
	$ingest -q --tables=$tags-tables m
done
ok 'small letters: bookings, in all tables' diff -r capital-tables small-tables

interchange $list "$flight${anna}RFF+YZY:9991234567890C2'RFF+YZY:9991234567891'RFF+YZY:7'" >m
comes 'RFF+YZY with the number of a ticket' surname,ticket_number 'ROE|9991234567890'
status 'and in their table' 0 $ingest --table=tickets m
is 'with its coupon, each one' "$(show ticket_number,ticket_kind,traveller out)" '9991234567890|C2|1
9991234567891||1'
is 'what is no ticket is a remark' "$($ingest -q --table=remarks m 2>/dev/null | tail -n +2 | cut -d, -f1-4)" 'RFF,YZY,,7'

{
	printf '%s' "UNB+UNOA:4+ZZAIR+STATE+261122:2210+R1'"
	message $list 1 "$flight$anna${ben}CNT+42:206'" 152
	printf '%s' "UNZ+9+R1'"
} >m
status 'counts that disagree' 1 $ingest --reject=bad m
is 'counts that disagree: nobody is lost or made up' "$(show surname,given_names,doc_number out)" \
	'ROE|ANNA|X1
ROE|BEN|X2'
has 'counts that disagree: UNT' 'UNT says 152 segments, there are 21' err
has 'counts that disagree: CNT' 'warning: CNT says 206 travellers, there are 2' err
has 'counts that disagree: UNZ' 'UNZ says 9 messages, there are 1' err
is 'counts that disagree: the trailers are kept' "$(cat bad)" "UNT+152+1'
UNZ+9+R1'"

interchange $list "$flight$anna$ben" | sed "s/'/ '\t  \r\n /g; s/NAD+FL+++ROE:ANNA/NAD + FL +++ ROE : ANNA /" >m
comes 'blanks around segments and values' surname,given_names,birth_date,flight,doc_number,doc_issuer \
	'ROE|ANNA|1971-01-11|ZZ43|X1|FRA
ROE|BEN|1972-02-12|ZZ43|X2|FRA'

{
	printf '%s' "UNB+UNOA:4+ZZAIR+STATE+261122:2210+R1'"
	message $list 1 "$flight$anna"
	printf '%s' "UNE+1+1'UNZ+1+R1'"
} >m
status 'no UNG, and yet UNE' 1 $ingest --reject=bad m
is 'no UNG, and yet UNE: who is there' "$(show given_names out)" ANNA
is 'no UNG, and yet UNE: it alone is rejected' "$(cat bad)" "UNE+1+1'"
interchange $list "$flight$anna" | sed "s/UNH/UNG+PAXLST+ZZ+STATE+261122:2210+7+UN+D:02B'&/" >m
status 'UNG without UNE' 1 $ingest m
is 'UNG without UNE: who is there' "$(show given_names out)" ANNA

interchange $list "$(printf '%s' "$flight${anna}RFF+AVF:LOC1'COM+555:TE'" | sed "s/+[^']*'/\L&/g")" >m
comes 'lower case, all but the tags' \
	surname,given_names,birth_date,sex,doc_type,doc_issuer,doc_number,flight,dep_port,arr_port,pnr_locator,phone,message_function \
	'roe|anna|1971-01-11|F|P|FRA|x1|ZZ43|QBB|QCC|loc1|555|original'
interchange $bookings "$about$(booking ABC123 "TIF+roe+annamrs:a:1'SSR+docs:hk:1:zz:::::/p/fra/x1/fra/11jan71/f/01jan31/roe/anna'")" >m
comes 'lower case in a booking' surname,given_names,birth_date,sex,doc_type,doc_issuer,doc_number \
	'roe|anna|1971-01-11|F|P|FRA|x1'

interchange $list "${flight}NAD+FL+++ROE/ANNA MARIA'NAD+FL+++ROE ANNA'NAD+FL++ROE?:ANNA'NAD+FL+++:ANNA'NAD+FL++++ROE:ANNA'" >m
status 'names in the first component only' 0 $ingest m
is 'names in the first component only, with and without a mark between' \
	"$(show surname,given_names,full_name out | sed -n '1,2p')" \
	'ROE|ANNA MARIA|
||ROE ANNA'
is 'and in the element before' "$(show surname,given_names out | sed -n '3,4p')" 'ROE:ANNA|
|ANNA'
is 'and one in another place costs nobody' "$(grep -c PAXLST out)" 5
has 'and is said' 'warning: NAD: a traveller without a name' err

interchange $list "${flight}NAD+FL+++ROE:ANNA MRS'NAD+FL+++ROE:BEN:MR'NAD+FL+++ROE:CARLMSTR'NAD+FL+++ROE/DORA MISS'NAD+FL+++ROE:MR'NAD+FL+++AMR:OMR'" >m
comes 'titles on the given names of a list' surname,given_names \
	'ROE|ANNA
ROE|BEN
ROE|CARL
ROE|DORA
ROE|
AMR|OMR'
interchange $bookings "$about$(booking ABC123 "TIF+ROE+ANNAMRS:A:1'TIF+ROE+BEN MR:A:2'TIF+ROE+CARLMSTR:C:3'TIF+ROE+OMR:A:4'TIF+ROE+DRMS:A:5'")" >m
comes 'titles on the given names of a booking' surname,given_names,booked_name \
	'ROE|ANNA|ROE/ANNAMRS
ROE|BEN|ROE/BEN MR
ROE|CARL|ROE/CARLMSTR
ROE|OMR|ROE/OMR
ROE|DR|ROE/DRMS'

interchange $list "${flight}NAD+FL+++A:A'ATT+2++f'NAD+FL+++B:B'ATT+2++m'NAD+FL+++C:C'ATT+2++x'NAD+FL+++D:D'ATT+2++U'NAD+FL+++E:E'ATT+2++N'NAD+FL+++F:F'ATT+2++Male'NAD+FL+++G:G'ATT+2+F'" >m
comes 'sex in the wrong case, and the unknown one of each State' surname,sex \
	'A|F
B|M
C|X
D|
E|
F|M
G|F'

interchange $list "$(printf '%s' "$flight" | sed 's/:201//g')NAD+FL+++A:A'DTM+329:710111'DOC+P+X1'DTM+36:310101'NAD+FL+++B:B'DTM+329:19720212'DOC+P+X2'DTM+36:20320202'NAD+FL+++C:C'DTM+329:19720212:101'DOC+P+X3'DTM+36:320202:102'" >m
comes 'DTM without a format, or with that of another' surname,birth_date,doc_expiry,dep_time \
	'A|1971-01-11|2031-01-01|2026-11-23T03:15:00
B|1972-02-12|2032-02-02|2026-11-23T03:15:00
C|1972-02-12|2032-02-02|2026-11-23T03:15:00'

interchange $list "${flight}NAD+FL+++A:A'DOC+P+X1'NAD+FL+++B:B'DOC+PX2'NAD+FL+++C:C'DOC+P:110?:111+X3'NAD+FL+++D:D'DOC+P110111+X4'NAD+FL+++E:E'DOC+p+X5'" >m
comes 'a document type that is glued' surname,doc_type,doc_number \
	'A|P|X1
B|P|X2
C|P|X3
D|P|X4
E|P|X5'

for number in 0043 ZZ0043 'ZZ 043' ZZ43 'ZZ  43' zz0043; do
	interchange $list "BGM+745'TDT+20+$number+++ZZ'LOC+125+QBB'LOC+87+QCC'$anna" >m
	comes "leading zeros on the flight: '$number'" flight,carrier 'ZZ43|ZZ'
done

interchange $list "$flight$anna$ben$anna" >m
comes 'a traveller twice in a list is there twice' given_names,traveller 'ANNA|1
BEN|2
ANNA|3'
$ingest -q --check m >checked 2>err
is 'and is told to the carrier' "$(show check_element,check_fault,given_names checked | grep twice)" \
	'doc_number|twice|ANNA'
$ingest -q --latest m >once 2>err
is 'and once in the newest' "$(show given_names once)" 'ANNA
BEN'

interchange $list "$flight$anna" >one
one=$(wc -c <one | tr -d ' ')
cat one one >m
comes 'the same message twice is there twice' given_names,source "ANNA|m:38
ANNA|m:$((one + 38))"
$ingest -q --latest m >newest 2>err
is 'and once in the newest, which says what it replaced' "$(show given_names,source,replaces newest)" \
	"ANNA|m:$((one + 38))|m:38"

{
	cat one
	interchange $list "$(printf '%s' "$flight" | sed s/BGM+745/BGM+745+RP/)$ben" | sed 's/261122:2210/261122:2340/'
} >m
comes 'a later message that replaces the earlier one is read beside it' given_names,message_function 'ANNA|original
BEN|replace'
$ingest -q --latest m >newest 2>err
is 'and alone is the newest' "$(show given_names,message_function newest)" 'BEN|replace'

# ---- what loses passengers in other readers ----

interchange $list "${flight}NAD+FL+++ROE'DOC+P+X1'NAD+FL+++ROE:'DOC+P+X2'$ben" >m
comes 'a traveller without a given name' surname,given_names,doc_number 'ROE||X1
ROE||X2
ROE|BEN|X2'
interchange $bookings "$about$(booking ABC123 "TIF+ROE'SSR+DOCS:HK:1:ZZ:::::/P/FRA/X1/FRA/11JAN71/F/01JAN31/ROE'TIF+DOE+BEN:A:2'")" >m
comes 'a traveller of a booking without a given name' surname,given_names,doc_number 'ROE||X1
DOE|BEN|'

interchange $list "BGM+745'RFF+TN:T1'RFF+ZZZ:HEAD'NAD+MS+++OPERATIONS'COM+555:TE'TDT+20+ZZ43+++ZZ'LOC+125+QBB'LOC+188+QXX'DTM+999:1'LOC+87+QCC'NAD+FL+++ROE:ANNA'RFF+YZY:9'LOC+999+QYY'GEI+9+ZZZ'FTX+PUR+++TOURISM'DOC+P+X1'NAD+FL+++ROE:BEN'RFF+YZY:2'LOC+999+QYY'DOC+P+X2'" >m
comes 'qualifiers that are not known' given_names,doc_number,flight,dep_port,arr_port 'ANNA|X1|ZZ43|QBB|QCC
BEN|X2|ZZ43|QBB|QCC'
says 'each is a warning, once a file' 'RFF+ZZZ has no column; such are kept as remarks
LOC+188 has no column; such are kept as remarks
DTM+999 has no column; such are kept as remarks
RFF+YZY has no column; such are kept as remarks
LOC+999 has no column; such are kept as remarks
GEI+9 has no column; such are kept as remarks
FTX+PUR has no column; such are kept as remarks'
$ingest -q --table=remarks m >remarks 2>err
is 'what they say is passed through' "$(show remark_kind,remark_code,remark,traveller remarks)" \
	'RFF|ZZZ|HEAD|
NAD|MS|OPERATIONS|
COM||555:TE|
LOC|188|QXX|
DTM|999|1|
RFF|YZY|9|1
LOC|999|QYY|1
GEI|9|ZZZ|1
FTX|PUR|TOURISM|1
RFF|YZY|2|2
LOC|999|QYY|2'

interchange $list "BGM+745'$(for i in $(seq 40); do printf '%s' "RFF+ZZZ:$i'"; done)$flight$anna" >m
status 'a head that is full of them' 1 $ingest --table=remarks --reject=bad m
is 'has as many as are held' "$(show remark_code out | grep -c ZZZ)" 32
is 'and the others are rejected, each' "$(tr "'" '\n' <bad | grep -c 'RFF+ZZZ')" 8

interchange $list "$flight$anna" "$(printf '%s' "$flight" | sed s/ZZ43/ZZ44/)$ben" >m
comes 'two UNH in an interchange' given_names,flight,message_ref 'ANNA|ZZ43|R1/1
BEN|ZZ44|R1/2'

printf '%s' "MSG+:22'ORG+ZZ'TVL+231126:0315:231126:0850+QBB+QCC+ZZ+43'$(booking ABC123 "TIF+ROE+ANNA:A:1'")$(booking DEF456 "TIF+ROE+BEN:A:1'")$(booking GHI789 "TIF+ROE+CARL:A:1'")" >m
status 'several SRC under direct reading, no envelope at all' 1 $ingest m
is 'several SRC: everybody is there, each with his booking' "$(show given_names,pnr_locator,flight out)" 'ANNA|ABC123|ZZ43
BEN|DEF456|ZZ43
CARL|GHI789|ZZ43'
printf '%s' "$(booking ABC123 "TIF+ROE+ANNA:A:1'")$(booking DEF456 "TIF+ROE+BEN:A:1'")" >m
status 'that begin with SRC' 1 $ingest m
is 'several SRC, nothing before: everybody is there' "$(show given_names,pnr_locator out)" 'ANNA|ABC123
BEN|DEF456'

interchange $list "${flight}NAD+FL+++O?'ROE??:AN?+NA'DOC+P+X??'NAD+FL+++ROE??'DOC+P+X2'NAD+FL+++R????:B'" >m
comes 'releases of releases' surname,given_names,doc_number "O'ROE?|AN+NA|X?
ROE?||X2
R??|B|"

interchange $list "${flight}NAD+FL+++GAUNT'DOC+P+X1'NAD+FL+++ROE:GRUNT'RFF+AVF:KUNT'NAD+FL+++UNT:SRC'COM+A@BUNT:EM'$ben" >m
comes 'words that end in UNT' surname,given_names,doc_number,pnr_locator,email 'GAUNT||X1||
ROE|GRUNT||KUNT|
UNT|SRC|||A@BUNT
ROE|BEN|X2||'
interchange $bookings "$about$(booking ABCSRC "TIF+ROE+ANNASRC:A:1'IFT+4:28::ZZ+SEE SRC'TIF+UNT+SRC:A:2'")$(booking DEFUNT "TIF+ROE+BEN:A:1'")" >m
comes 'words that end in SRC' surname,given_names,pnr_locator 'ROE|ANNASRC|ABCSRC
UNT|SRC|ABCSRC
ROE|BEN|DEFUNT'

interchange $bookings "$about$(booking ABC123 "TIF+ROE+ANNA:A:1'SSR+DOCS:HK:1:ZZ:::::/P/FRA/X1/FRA/11JAN71/F/01JAN31/ROE/ANNA'")$(booking DEF456 "TIF+ROE+BEN:A:1'")$(booking GHI789 "TIF+ROE+CARL:A:1'SSR+DOCS:HK:1:ZZ:::::/P/FRA/X3/FRA/11JAN73/M/01JAN31/ROE/CARL'")" >m
comes 'a booking without DOCS between two that have' given_names,pnr_locator,doc_number 'ANNA|ABC123|X1
BEN|DEF456|
CARL|GHI789|X3'

interchange $list "${flight}NAD+FL+++A:A'DTM+329:610218'DOC+P+X1'DTM+36:610218'NAD+FL+++B:B'DTM+329:261123'DOC+P+X2'DTM+36:200101'NAD+FL+++C:C'DTM+329:261124'DOC+P+X3'DTM+36:771231'" >m
comes 'centuries: a birth is past, an expiry the nearest' birth_date,doc_expiry '1961-02-18|2061-02-18
2026-11-23|2020-01-01
1926-11-24|1977-12-31'

i=0
for format in 310101 310101:101 20310101 20310101:102 3101010000 3101010000:201 203101010000 203101010000:203; do
	i=$((i + 1))
	interchange $list "${flight}NAD+FL+++A:A'DOC+P+X1'DTM+36:$format'" >m
	comes "DTM+36 of the form $format" doc_expiry 2031-01-01
done

for agency in :110:111 :110:109 :110:ZZZ '' :110 ::111 :ZZZ:ZZZ:SOMETHING; do
	interchange $list "${flight}NAD+FL+++A:A'DOC+P$agency+X1'LOC+91+FRA'" >m
	comes "agencies of DOC: P$agency" doc_type,doc_number,doc_issuer 'P|X1|FRA'
done

for said in M U X N '' u; do
	interchange $list "${flight}NAD+FL+++A:A'ATT+2++$said'$ben" >m
	comes "the sex '$said'" sex "$(printf '%s' "$said" | tr -d UNu)
M"
done
interchange $list "${flight}NAD+FL+++A:A'ATT+2++Q'$ben" >m
comes 'a sex that is none' sex '
M'
says 'is said' "'Q' is no sex"

interchange PNRGOV:12:1:IA "${about}SRC'RCI+ZZ:ABC123'TIF+ROE+ANNA:A:1'TVL+231126:0315:231126:0850+QBB+QCC+ZZ+43:Y'TVL+231126:0315:231126:0850+QBB+QCC+YY+4043'RPI++HK'TVL+241126:0315:241126:0850+QCC+QDD+ZZ+45:Y'" >m
status 'code share, a second TVL' 0 $ingest --table=legs m
is 'code share, a second TVL: it is the same leg' "$(show leg,flight,operating_flight,dep_port out)" '1|ZZ43|YY4043|QBB
2|ZZ45||QCC'
interchange PNRGOV:14:1:IA "${about}SRC'RCI+ZZ:ABC123'TIF+ROE+ANNA:A:1'TVL+231126:0315:231126:0850+QBB+QCC+ZZ+43:Y'TRA+YY+4043:Y'RPI++HK'TVL+241126:0315:241126:0850+QCC+QDD+ZZ+45:Y'" >m
status 'code share, TRA' 0 $ingest --table=legs m
is 'code share, TRA: it is the same leg' "$(show leg,flight,operating_flight,dep_port out)" '1|ZZ43|YY4043|QBB
2|ZZ45||QCC'

interchange $list "${flight}NAD+FL+++ROE:ANNA+CARD 4000001234567899+CITY'COM+378282246310005:TE+4915112345678:TE+A4000001234567899@B:EM'RFF+ZZZ:4000 0012 3456 7899'" >m
$ingest --tables=cards m 2>err
is 'no number of a card in any table of a list' "$(grep -hE '4000 ?0012 ?3456 ?7899|378282246310005' cards/*.csv err)" ''
is 'telephone numbers stay' "$(show phone cards/travellers.csv)" '378282XXXXX0005;4915112345678'

# On a terminal each record is said at once: the longer part that follows is looked through as a whole.
interchange $list "${flight}NAD+FL+++DOE:ANN'DTM+329:8013991'LOC+22+QQQQQQ'NAD+FL+++ROE:BOB'DTM+329:4000001234567899'LOC+22+QQQQQQ'NAT+2+QQQ'LOC+174+QQQ'LOC+180+QQQ'" >m
if script -qec true /dev/null </dev/null >/dev/null 2>&1; then
	script -qec "api-pnr-ingest -o out m" /dev/null </dev/null >said
	is 'no number of a card is said on a terminal' "$(grep -c 400000XXXXXX7899 said) $(grep -c 4000001234567899 said)" '1 0'
else
	skip 'no number of a card is said on a terminal' 'no script(1) to make a terminal'
fi

# The head of a booking message: what has no column is a remark, but nothing sensitive, and nothing without a word.
head=$(i=0 && while [ $i -lt 17 ]; do printf "XYZ+HEAD%d'" $i && i=$((i + 1)); done)
interchange PNRGOV:12:1:IA "${about}XYZ+WCHR'${head}SRC'RCI+ZZ:ABC123'TIF+ROE+ANNA:A:1'" >m
status 'a head full of segments without a column' 1 $ingest --table=remarks --reject=bad m
is 'sixteen are remarks' "$(sed 1d out | wc -l | tr -d ' ')" 16
has 'the next is rejected' 'XYZ+HEAD16' bad
is 'what is sensitive is withheld' "$(grep -c WCHR out)" 0

# ---- what is told to the carrier: each core element that is not sent ----

whole="${flight}NAD+FL+++ROE:ANNA'ATT+2++F'DTM+329:710111'NAT+2+FRA'DOC+P+X1'DTM+36:310101'LOC+91+FRA'"
lacks() { # WHAT SED-SCRIPT ROWS
	interchange $list "$(printf '%s' "$whole" | sed "$2")" >m
	$ingest -q --check m >checked 2>err
	is "--check: without $1" "$(show check_element,check_fault,surname checked | tr '\n' ' ')" "$3"
}
lacks nothing '' ''
lacks 'a flight' "s/TDT.*'NAD/NAD/" 'flight|missing| dep_port|missing| arr_port|missing| dep_time|missing| arr_time|missing| '
lacks 'the port of departure' "s/LOC+125[^']*'DTM[^']*'//" 'dep_port|missing| dep_time|missing| '
lacks 'the port of arrival' "s/LOC+87[^']*'DTM[^']*'//" 'arr_port|missing| arr_time|missing| '
lacks 'the time of departure' "s/DTM+189[^']*'//" 'dep_time|missing| '
lacks 'the time of arrival' "s/DTM+232[^']*'//" 'arr_time|missing| '
lacks 'a name' s/ROE:ANNA// 'surname|missing| '
lacks 'the sex' "s/ATT[^']*'//" 'sex|missing|ROE '
lacks 'the date of birth' "s/DTM+329[^']*'//" 'birth_date|missing|ROE '
lacks 'the nationality' "s/NAT[^']*'//" 'nationality|missing|ROE '
lacks 'the type of the document' s/DOC+P/DOC+/ 'doc_type|missing|ROE '
lacks 'the number of the document' s/X1// 'doc_number|missing|ROE '
lacks 'the State of the document' "s/LOC+91[^']*'//" 'doc_issuer|missing|ROE '
lacks 'the expiry of the document' "s/DTM+36[^']*'//" 'doc_expiry|missing|ROE '
lacks 'a document' "s/DOC.*//" 'doc_type|missing|ROE doc_issuer|missing|ROE doc_number|missing|ROE doc_expiry|missing|ROE '

# National flat files are another input than this reader's: none of them is
# taken for what it is not, and all of it is kept.
i=0
while [ "$i" -lt 53 ]; do printf 'F%d|' "$i"; i=$((i + 1)); done >m
printf '\nROE|ANNA|110171|\n' >>m
status 'a flat file parted by bars' 1 $ingest --reject=bad m
is 'has no rows' "$(wc -l <out | tr -d ' ')" 1
has 'is kept' 'ROE|ANNA|110171|' bad

done_testing
