# api-pnr-respond from outside: answers as the guidelines have them, what must
# never be told, characters, lengths, and that they can be read back.
. "$top_srcdir/tests/cmd/tap.sh"

cd "$data" || exit 99
time=--time=2026-11-23T03:12:00
respond="api-pnr-respond --sender=STATE:ZZ $time"
head=message_type,message_ref,message_sender,flight,pnr_locator,traveller_ref,board_decision

# Segments of $tmp/out one a line, without their ends.
segments() {
	tr -d '\n' <"$tmp/out" | sed "s/?'/\x01/g; s/'/\n/g; s/\x01/?'/g"
}
group() { # REFERENCE: the segments that tell of the traveller
	segments | awk -v ref="RFF+ABO:$1" '/^ERP|^UNT/ { if (mine) printf "%s", all; all = ""; mine = 0 }
		{ all = all $0 "\n" } $0 == ref { mine = 1 }'
}
# UNT, UNE and UNZ say what stands before them.
counts_agree() {
	segments | awk -F+ '
		/^UNB/ { ref = $6; groups = messages = 0 } /^UNG/ { groups++; group = $6 }
		/^UNH/ { n = 0; messages++; message = $2 } { n++ }
		/^UNT/ { if ($2 != n || $3 != message) bad = 1; seen++ }
		/^UNE/ { if ($2 != messages || $3 != group) bad = 1 }
		/^UNZ/ { if ($2 != groups || $3 != ref) bad = 1; ended++ }
		END { exit bad || !seen || seen != ended }'
}

# ---- the guidelines' own form ----

status 'three travellers of a flight' 0 $respond --lines edi/decided.csv
golden 'the answer, segment by segment' edi/answer.edi
has 'what was done' '3 read, 3 written, 0 rejected' "$tmp/err"
$respond edi/decided.csv 2>"$tmp/err" >"$tmp/out"
is 'without --lines there are no line ends' "$(wc -l <"$tmp/out")" 0
is 'the segments are the same' "$(segments)" "$(sed "s/'\$//" edi/answer.edi)"

api-pnr-ingest -q --as-of=2026-11-23 edi/ask.edi |
	awk -F, 'NR == 1 { print $0 ",board_decision"; next } { print $0 "," (NR == 2 ? "board" : NR == 3 ? "do_not_board" : "selectee") }' \
		>"$tmp/asked.csv"
status 'from the message itself, through its rows' 0 $respond --lines "$tmp/asked.csv"
golden 'the same answer' edi/answer.edi

$respond --function=change edi/decided.csv >"$tmp/out" 2>"$tmp/err"
is 'a change is 132' "$(segments | grep BGM)" BGM+132
$respond --function=receipt edi/decided.csv >"$tmp/out" 2>"$tmp/err"
is 'a receipt is 312, and tells of nobody' "$(segments | sed -n '5,11p' | tr '\n' ' ')" \
	"BGM+312 RFF+TN:ZZT0017 RFF+AF:ZZ43 DTM+189:2611230815:201 DTM+232:2611231350:201 LOC+125+QBB LOC+87+QCC "
is 'nothing stands behind the flight' "$(segments | sed -n 12p)" UNT+9+1
ok 'its counts agree' counts_agree
cut -d, -f1-12 edi/decided.csv >"$tmp/undecided.csv"
status 'a receipt needs no decisions' 0 $respond --function=receipt "$tmp/undecided.csv"
status 'an answer needs them' 2 $respond "$tmp/undecided.csv"
has 'the column is named' "undecided.csv: no column 'board_decision'" "$tmp/err"
is 'nothing is written then' "$(cat "$tmp/out")" ''

# ---- who is told what, and what must not be told ----

cat >"$tmp/odd.csv" <<EOF
$head,board_code,board_text,message_errors
PAXLST,R/1,ZZAIR,ZZ1,AAAAAA,1,board,,,
PAXLST,R/1,ZZAIR,ZZ1,BBBBBB,2,,,,
PAXLST,R/1,ZZAIR,ZZ1,CCCCCC,3,Board,,,
PAXLST,R/1,ZZAIR,ZZ1,DDDDDD,4,admitted,,,
PAXLST,R/1,ZZAIR,ZZ1,EEEEEE,5,do_not_board,0Z,,
PAXLST,R/1,ZZAIR,ZZ1,FFFFFF,6,board,9Q,,
PAXLST,R/1,ZZAIR,ZZ1,,,board,,,
PAXLST,R/1,ZZAIR,ZZ1,GGGGGG,7,board,0Z,SEE GATE 4,
PAXLST,R/1,ZZAIR,ZZ1,HHHHHH,8,insufficient,,,
PAXLST,R/1,ZZAIR,ZZ1,IIIIII,9,board,,,bad
EOF
status 'rows that are not understood' 1 $respond --reject="$tmp/bad" "$tmp/odd.csv"
has 'counted' '10 read, 3 written, 7 rejected' "$tmp/err"
has 'an empty decision: where' "odd.csv: line 3: field 7: the field is empty" "$tmp/err"
has 'an unknown one: where and what' "odd.csv: line 5: field 7: 'admitted' is no decision" "$tmp/err"
has "another decision's code" "line 6: field 8: '0Z' is no code for do_not_board" "$tmp/err"
has 'an unknown code' "line 7: field 8: '9Q' is no code for board" "$tmp/err"
has 'nobody' 'line 8: field 6: neither traveller_ref nor pnr_locator' "$tmp/err"
is 'the rows are kept' "$(wc -l <"$tmp/bad" | tr -d ' ')" 7
is 'who may board: only who was said to' \
	"$(segments | awk '/^RFF.ABO/ { who = $0 } /^ERC.0Z/ { print who }')" 'RFF+ABO:1
RFF+ABO:7'
is 'the others are told to be insufficient' \
	"$(segments | awk '/^RFF.ABO/ { who = substr($0, 9) } /^ERC.4Z/ { printf "%s ", who }')" \
	'2 3 4 5 6 8 9 '
is 'an own text' "$(group 7 | tail -n 1)" 'FTX+AAP+++SEE GATE 4'
ok 'the counts agree' counts_agree
status '--strict' 2 $respond --strict "$tmp/odd.csv"

cat >"$tmp/errors.csv" <<EOF
$head,message_errors
PAXLST,R/1,ZZAIR,ZZ1,AAAAAA,1,,105/NO ITINERARY;118
PAXLST,R/1,ZZAIR,ZZ1,BBBBBB,2,,105/NO ITINERARY;118
PAXLST,R/1,ZZAIR,ZZ1,CCCCCC,3,board,105/NO ITINERARY;118
EOF
status 'errors of the message' 0 $respond "$tmp/errors.csv"
is 'told once, and who is decided on all the same' \
	"$(segments | sed -n '/^RFF+AF/,/^UNT/p' | tr '\n' ' ')" \
	"RFF+AF:ZZ1 ERP+1 ERC+105 FTX+AAP+++NO ITINERARY ERP+1 ERC+118 ERP+2 RFF+AVF:CCCCCC RFF+ABO:3 ERC+0Z FTX+AAP+++OK TO BOARD UNT+15+1 "

cat >"$tmp/twins.csv" <<EOF
$head
PAXLST,R/1,ZZAIR,ZZ1,AAAAAA,,board
PAXLST,R/1,ZZAIR,ZZ1,AAAAAA,,do_not_board
EOF
$respond "$tmp/twins.csv" >"$tmp/out" 2>"$tmp/err"
has 'two whom the carrier cannot tell apart' 'line 3: field 5: warning: travellers of '"'AAAAAA'" "$tmp/err"

is 'said once' "$(grep -c warning "$tmp/err")" 1
sed '3s/,R.1,/,R\/2,/' "$tmp/twins.csv" >"$tmp/apart.csv"
status 'the same locator in two messages' 0 $respond "$tmp/apart.csv"
is 'is nothing to warn of' "$(grep -c warning "$tmp/err")" 0

# ---- one answer a message ----

cat >"$tmp/mixed.csv" <<EOF
$head
PAXLST,R/1,ZZAIR,ZZ1,AAAAAA,1,board
PAXLST,R/1,ZZAIR,ZZ1,AAAAAA,2,board
PAXLST,R/2,ZZAIR,ZZ1,BBBBBB,3,board
PAXLST,R/2,YYAIR,ZZ1,BBBBBB,4,board
PAXLST,R/2,YYAIR,YY9,BBBBBB,5,board
PAXLST,R/1,ZZAIR,ZZ1,AAAAAA,6,board
EOF
status 'messages one behind the other' 0 $respond "$tmp/mixed.csv"
is 'each run of rows is an answer; none is lost' \
	"$(segments | awk -F'[+:]' '/^UNB/ { n++; to[n] = $6 } /^RFF.TN/ { to[n] = to[n] " " $3 }
		/^RFF.AF/ { to[n] = to[n] " " $3 } /^RFF.ABO/ { to[n] = to[n] " " $3 }
		END { for (i = 1; i <= n; i++) print to[i] }')" 'ZZAIR R/1 ZZ1 1 2
ZZAIR R/2 ZZ1 3
YYAIR R/2 ZZ1 4
YYAIR R/2 YY9 5
ZZAIR R/1 ZZ1 6'
is 'each interchange has a reference of its own' \
	"$(segments | awk -F+ '/^UNB/ { print $6 }' | sort -u | wc -l | tr -d ' ')" 5
ok 'the counts agree' counts_agree
sed 1q "$tmp/mixed.csv" >"$tmp/first.csv"
sed -n 2p "$tmp/mixed.csv" >>"$tmp/first.csv"
{ sed 1q "$tmp/mixed.csv" && sed -n 3,7p "$tmp/mixed.csv"; } >"$tmp/second.csv"
$respond "$tmp/mixed.csv" >"$tmp/whole" 2>/dev/null
$respond "$tmp/first.csv" "$tmp/second.csv" >"$tmp/out" 2>/dev/null
ok 'two files, cut inside a message: the same bytes' cmp "$tmp/whole" "$tmp/out"

legs=$(awk 'BEGIN { for (i = 1; i <= 12; i++) printf "%sZZ%d/A%02d/2026-11-23T%02d:00:00/B%02d/2026-11-23T%02d:30:00", (i > 1 ? ";" : ""), i, i, i, i, i }')
printf '%s,legs\nPAXLST,R/1,ZZAIR,ZZ1,AAAAAA,1,board,%s\n' "$head" "$legs" >"$tmp/legs.csv"
$respond "$tmp/legs.csv" >"$tmp/out" 2>"$tmp/err"
is 'ten legs' "$(segments | grep -c '^RFF+AF')" 10
is 'the tenth' "$(segments | sed -n '/^RFF+AF:ZZ10/,/^ERP/p' | tr '\n' ' ')" \
	'RFF+AF:ZZ10 DTM+189:2611231000:201 DTM+232:2611231030:201 LOC+125+A10 LOC+87+B10 ERP+2 '
has 'more of them are named' 'line 2: field 8: warning: more than 10 legs' "$tmp/err"

# ---- acknowledgements ----

cat >"$tmp/pnr.csv" <<EOF
message_type,message_version,message_ref,message_sender,flight,pnr_locator,board_decision,message_errors
PNRGOV,11:1,P1/1,ZZAIR,ZZ1,AAAAAA,,
PNRGOV,11:1,P1/1,ZZAIR,ZZ2,BBBBBB,board,
PNRGOV,15:1,P2/1,ZZAIR,ZZ1,AAAAAA,,118
PNRGOV,15:1,P3/1,ZZAIR,ZZ1,AAAAAA,do_not_board,
EOF
status 'PNRGOV' 1 $respond "$tmp/pnr.csv"
is 'is acknowledged' "$(segments | sed -n 1,9p)" "UNA:+.? 
UNB+IATA:1+STATE:ZZ+ZZAIR+261123:0312+17954035200001++PNRGOV
UNG+ACKRES+STATE:ZZ+ZZAIR+261123:0312+1+IA+11:1
UNH+1+ACKRES:11:1:IA+P1/1
MSG+:22+3
UNT+3+1
UNE+1+1
UNZ+1+17954035200001
UNA:+.? "
is 'an error' "$(segments | sed -n '12,15p' | tr '\n' ' ')" 'UNH+1+ACKRES:15:1:IA+P2/1 MSG+:22+7 ERC+118 UNT+4+1 '
has 'a decision that it cannot tell' "line 5: field 7: 'do_not_board' cannot be told" "$tmp/err"
ok 'the counts agree' counts_agree
printf '%s\nCUSRES,R/1,ZZAIR,ZZ1,AAAAAA,1,board\n' "$head" >"$tmp/type.csv"
status 'a message that has no answer' 1 $respond "$tmp/type.csv"
has 'is named' "field 1: a message of type 'CUSRES' has no answer" "$tmp/err"
is 'and nothing is sent' "$(cat "$tmp/out")" ''

# ---- characters and lengths ----

text() { # LEVEL TEXT: FTX as it is written
	printf '%s,board_text\nPAXLST,R/1,ZZAIR,ZZ1,AAAAAA,1,board,"%s"\n' "$head" "$2" >"$tmp/text.csv"
	$respond --charset="$1" "$tmp/text.csv" >"$tmp/out" 2>"$tmp/err"
	segments | sed -n 's/^FTX+AAP+++//p'
}
is 'service characters are released' "$(text UNOA "D'ARC? 1+1:2")" "D?'ARC?? 1?+1?:2"
is 'nothing is said of it' "$(grep -c warning "$tmp/err")" 0
is 'UNOA: capitals' "$(text UNOA 'Müller, see Gate')" 'MUELLER, SEE GATE'
has 'it is said' "line 2: field 8: warning: 'Müller, see Gate' is written with other characters" "$tmp/err"
is 'UNOB: small letters' "$(text UNOB 'Müller, see Gate')" 'Mueller, see Gate'
is 'UNOC: Latin-1' "$(text UNOC 'Müller' | od -An -tx1 | tr -d ' \n')" 4dfc6c6c65720a
is 'nothing is said of it' "$(grep -c warning "$tmp/err")" 0
is 'UNOC: a letter beyond' "$(text UNOC 'Łódź' | od -An -tx1 | tr -d ' \n')" 4cf3645a0a
is 'UNOY: UTF-8' "$(text UNOY 'Müller Ωμέγα 北京')" 'Müller Ωμέγα 北京'
is 'UNOA: other scripts by ICU' "$(text UNOA 'Иванов')" IVANOV
is 'UNOA: what is no letter is a blank' "$(text UNOA 'a@b_c')" 'A B C'
is 'UNOB: a line end' "$(text UNOB 'a
b')" 'a b'
for level in UNOA UNOB UNOC UNOY; do
	text $level 'x' >/dev/null
	is "UNB says $level" "$(segments | sed -n 2p | cut -c5-10)" "$level:4"
done
long=$(head -c 600 /dev/zero | tr '\0' X)
is 'a long text is cut' "$(text UNOA "$long" | tr -d '\n' | wc -c | tr -d ' ')" 512
has 'which is said' 'is cut in the message' "$tmp/err"
long=$(awk 'BEGIN { for (i = 0; i < 600; i++) printf "é" }')
is 'in characters, not in bytes' "$(text UNOY "$long" | tr -d '\n' | wc -c | tr -d ' ')" 1024

# What would not be recognized is not sent.
cat >"$tmp/strange.csv" <<EOF
$head
PAXLST,R/1,ZZAIR,ZZ1,AAAAAA,a1,board
PAXLST,R/1,ZZAIR,ZZ1,AAAAAA,A1,do_not_board
PAXLST,R/1,ZZAIR,ZZ1,AAÄAAA,2,board
PAXLST,R_2,ZZAIR,ZZ1,AAAAAA,3,board
PAXLST,R/1,Z@AIR,ZZ1,AAAAAA,4,board
PAXLST,R/1,ZZAIR,ZZ1,AAAAAA,$(head -c 71 /dev/zero | tr '\0' 7),board
EOF
status 'references that cannot be written' 1 $respond "$tmp/strange.csv"
is 'tell of nobody' "$(segments | grep -E '^RFF.A[BV]|^ERC' | tr '\n' ' ')" \
	'RFF+AVF:AAAAAA RFF+ABO:A1 ERC+1Z '
for line in 2 4 5 6 7; do has "line $line is named" "strange.csv: line $line: field " "$tmp/err"; done
status 'in a charset that has them they are sent' 1 $respond --charset=UNOC "$tmp/strange.csv"
is 'all but the one that is too long' "$(segments | grep -c '^ERC')" 5

# ---- a State's own codes ----

cat >"$tmp/codes.csv" <<EOF
decision,code,text
board,BRD,GO
board,BR2,GO ON
do_not_board,STOP,
selectee,SEL,ASK
insufficient,INS,SEND AGAIN
EOF
status 'own codes' 0 $respond --codes="$tmp/codes.csv" edi/decided.csv
is 'are told' "$(segments | grep -E '^(ERC|FTX)' | tr '\n' ' ')" \
	'ERC+BRD FTX+AAP+++GO ERC+STOP ERC+SEL FTX+AAP+++ASK '
is 'and read' "$(api-pnr-ingest -q --answers --codes="$tmp/codes.csv" "$tmp/out" | cut -d, -f17,18)" \
	'board_decision,board_code
board,BRD
do_not_board,STOP
selectee,SEL'
api-pnr-ingest --answers "$tmp/out" >"$tmp/rows" 2>"$tmp/err"
is 'without them nobody is read as boarding' "$(cut -d, -f17 "$tmp/rows" | tr -d '\n')" board_decision
has 'which is said' "'BRD' is no code that is known" "$tmp/err"
codes() { # WHAT LINES MESSAGE
	printf 'decision,code,text\n%b' "$2" >"$tmp/codes.csv"
	status "codes: $1" 2 $respond --codes="$tmp/codes.csv" edi/decided.csv
	has "codes: $1: why" "$3" "$tmp/err"
}
codes 'no insufficient' 'board,0Z,\n' 'no code for insufficient'
codes 'one code, two meanings' 'board,0Z,\ninsufficient,0Z,\n' 'line 3: the code 0Z stands there twice'
codes 'an unknown decision' 'go,0Z,\n' "line 2: 'go' is no decision"
codes 'a code that is none' 'board,0z,\n' "line 2: '0z' is no code"
codes 'a row that is none' 'board\n' 'line 2: '

# ---- what is written is read back, by our own reader ----

awk 'BEGIN {
	print "message_type,message_ref,message_sender,message_transaction,flight,dep_port,arr_port,dep_time,arr_time,pnr_locator,traveller_ref,board_decision"
	split("board do_not_board selectee insufficient", word, " ")
	for (i = 1; i <= 1000; i++)
		printf "PAXLST,R/1,ZZAIR,T\x27+:?1,ZZ1,QAA,QBB,2026-11-23T08:00:00,2026-11-23T09:00:00,L%\x27c%03d,%d,%s\n", 65 + i % 26, i, i, word[i % 4 + 1]
}' >"$tmp/thousand.csv"
for level in UNOA UNOB UNOC UNOY; do
	status "$level: a message of 1,000 travellers" 0 $respond --charset=$level "$tmp/thousand.csv"
	cp "$tmp/out" "$tmp/thousand.edi"
	ok "$level: its counts agree" counts_agree
	status "$level: it is read" 0 api-pnr-ingest --answers "$tmp/thousand.edi"
	has "$level: whole" '1000 read, 1000 written, 0 rejected' "$tmp/err"
	is "$level: the same travellers and decisions" \
		"$(cut -d, -f1-5,7,14,15,17 "$tmp/out" | sed 1d | cksum)" \
		"$(awk -F, 'NR > 1 { OFS = ","; print $5, $6, $7, $8, $9, $10, $4, $11, $12 }' "$tmp/thousand.csv" | cksum)"
done
$respond "$tmp/errors.csv" "$tmp/mixed.csv" >"$tmp/out" 2>"$tmp/err"
status 'another header in the second file' 0 $respond "$tmp/errors.csv" "$tmp/mixed.csv"
api-pnr-ingest -q --answers "$tmp/out" | sed 1d | cut -d, -f7,14,15,17,20 >"$tmp/rows"
is 'errors of a message are rows' "$(sed -n 1,3p "$tmp/rows")" ',R/1,,,105/NO ITINERARY
,R/1,,,118
CCCCCC,R/1,3,board,'
is 'so are all travellers' "$(sed 1,3d "$tmp/rows" | cut -d, -f3 | tr '\n' ' ')" '1 2 3 4 5 6 '
$respond "$tmp/pnr.csv" 2>/dev/null | api-pnr-ingest -q --answers | cut -d, -f8,13,14,20 >"$tmp/rows"
is 'acknowledgements are rows' "$(cat "$tmp/rows")" 'message_type,message_function,message_transaction,message_errors
ACKRES,accepted,P1/1,
ACKRES,rejected,P2/1,118
ACKRES,accepted,P3/1,'
$respond --function=receipt edi/decided.csv 2>/dev/null | api-pnr-ingest -q --answers | cut -d, -f1,13,14,17 >"$tmp/rows"
is 'a receipt is a row' "$(sed 1d "$tmp/rows")" 'ZZ43,receipt,ZZT0017,'
status 'a list among answers' 1 api-pnr-ingest --answers edi/ask.edi edi/answer.edi
is 'is refused, the answers are read' "$(wc -l <"$tmp/out" | tr -d ' ')" 4

# A damaged answer never makes a traveller board on another one's code.
n=0 wrong=0
while read -r line; do
	n=$((n + 1))
	for how in "${n}d" "${n}s/./\x01/2" "${n}s/'\$//" "${n}s/+/ /"; do
		sed "$how" edi/answer.edi >"$tmp/hurt.edi"
		api-pnr-ingest -q --answers "$tmp/hurt.edi" 2>/dev/null >"$tmp/rows"
		! sed 1d "$tmp/rows" | awk -F, '$15 ~ /^100[23]$/ && $17 == "board" || $15 == "" && $7 == "M2PP+7" && $17 == "board"' |
			grep -q . || wrong=$((wrong + 1))
	done
done <edi/answer.edi
is 'nobody boards on the code of another' "$wrong" 0

sed 's/^LOC+87/L\x01C+87/' edi/answer.edi | api-pnr-ingest -q --answers 2>/dev/null >"$tmp/rows"
is 'damage among the flights costs them, and no decision' "$(sed 1d "$tmp/rows" | cut -d, -f1-6,17)" \
	'ZZ43,,,,,,board
ZZ43,,,,,,do_not_board
ZZ43,,,,,,selectee'

# ---- usage, empty and binary input, full disks ----

status 'no sender' 2 api-pnr-respond edi/decided.csv
has 'is named' '--sender is needed' "$tmp/err"
status 'a sender that is too long' 2 api-pnr-respond --sender=123456789012345678901234567890123456 edi/decided.csv
status 'a sender that is not of the charset' 2 api-pnr-respond --sender=state edi/decided.csv
status 'but of another' 0 api-pnr-respond --charset=UNOB --sender=state edi/decided.csv
status 'a time that is none' 2 $respond --time=soon edi/decided.csv
status 'an unknown charset' 2 $respond --charset=UNOZ edi/decided.csv
status 'an unknown function' 2 $respond --function=greeting edi/decided.csv
status 'codes that are not there' 2 $respond --codes="$tmp/nowhere" edi/decided.csv
status 'an empty file' 2 $respond /dev/null
sed 1q edi/decided.csv >"$tmp/header.csv"
status 'a header alone' 0 $respond "$tmp/header.csv"
is 'has no answers' "$(cat "$tmp/out")" ''
{ cat edi/decided.csv && head -c 3000 /dev/zero && printf '\377\376\n' && sed 1d edi/decided.csv; } >"$tmp/binary.csv"
status 'binary bytes between rows' 1 $respond "$tmp/binary.csv"
is 'cost no other row' "$(segments | grep -c '^ERP+2')" 6
ok 'the counts agree' counts_agree
if [ -w /dev/full ]; then
	$respond edi/decided.csv >/dev/full 2>"$tmp/err"
	is 'a full disk' "$?" 2
else
	skip 'a full disk' 'no /dev/full'
fi
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do sed 1d "$tmp/thousand.csv"; done >"$tmp/more"
cat "$tmp/thousand.csv" "$tmp/more" | $respond 2>"$tmp/err" | head -c 10 >"$tmp/out"
is 'a closed pipe: not a word' "$(grep -v ' read, ' "$tmp/err")" ''
status 'to another recipient' 0 $respond --recipient=HUB:01 edi/decided.csv
is 'who is named' "$(segments | sed -n 2p | cut -d+ -f4)" HUB:01
# Nobody is known by a reference that was masked as a card's number.
printf '%s\n' message_type,message_ref,message_sender,flight,pnr_locator,traveller_ref,board_decision \
	PAXLST,R1/1,ZZAIR,ZZ43,AAA111,400000XXXXXX7899,board PAXLST,R1/1,ZZAIR,ZZ43,,400000XXXXXX7899,board >"$tmp/masked"
status 'a reference that was masked' 1 api-pnr-respond --sender=STATE "$tmp/masked"
is 'is not told to the carrier' "$(tr \' '\n' <"$tmp/out" | grep -E '^(RFF.A[VB]|ERC)' | tr '\n' ' ')" 'RFF+AVF:AAA111 ERC+0Z '
has 'and who has nothing else is left out' 'the traveller is left out' "$tmp/err"

{
	printf '%s' "UNB+UNOA:4+STATE+ZZAIR+261122:2210+R1'UNH+1+CUSRES:D:05B:UN:IATA'BGM+962'RFF+TN:T1'"
	printf '%s' "ERP+2'RFF+AVF:AAA111'ERC+1Z'FTX+AAP+++CARD 4000001234567899'ERC+4000001234567899'UNT+9+1'UNZ+1+R1'"
} >"$tmp/card"
status 'a card in an answer' 0 api-pnr-ingest --answers "$tmp/card"
is 'is masked, also in what is said' "$(cat "$tmp/out" "$tmp/err" | grep -c 4000001234567899)" 0

done_testing
