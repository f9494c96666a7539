# What movement-pair(1) and stay-check(1) promise.
. "$top_srcdir/tests/cmd/tap.sh"

stay=$data/stay
header='surname,given_names,birth_date,sex,nationality,doc_issuer,doc_number,direction,post,crossing_time'

# The values of columns by their names, one record a line, in the order of the file.
pick() { # LIST FILE
	awk -F, -v list="$1" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; n = split(list, want, ","); next }
		{ line = ""; for (i = 1; i <= n; i++) line = line (i > 1 ? "," : "") $at[want[i]]; print line }' "$2"
}
# Movements, a line each: NAME DOCUMENT DIRECTION POST TIME, of women of FRA born 1980-01-02.
moves() {
	echo "$header"
	while read -r name document direction post time; do
		[ -z "$name" ] || echo "$name,X,1980-01-02,F,${nation:-FRA},FRA,$document,$direction,$post,$time"
	done
}

# ---- pairs ----

status "movements" 0 movement-pair -v "$stay/movements.csv"
cp "$tmp/out" "$tmp/stays"
has "a double, a refusal and another document are counted" \
	"1 crossings recorded twice, 1 not admitted or in transit, 1 stays with another document at the end" "$tmp/err"
is "stays" "$(pick surname,entry_post,exit_post,stay_days,stay_status,second_doc_number,recorded_again "$tmp/stays")" \
	"KIVILO,KBL1,KBL1,10,closed,,1
OKONDJO,KBL1,HEA1,19,closed,O2,
LINDQVIST,KBL1,,,exit_missing,,
MUELLER,,KBL1,,entry_missing,,
LINDQVIST,HEA1,,2,open,,"
is "every stay has its own id" "$(pick stay_id "$tmp/stays" | sort -u | grep -cE '^[0-9a-f]{32}$')" 5
status "--as-of" 0 movement-pair -q --as-of=2026-04-30 "$stay/movements.csv"
is "counts open stays up to it" "$(pick stay_days,stay_status "$tmp/out" | tail -1)" "30,open"
is "and changes no id" "$(pick stay_id "$tmp/out")" "$(pick stay_id "$tmp/stays")"
# What ends later keeps the id that it had while it was open.
{ cat "$stay/movements.csv" && echo 'LINDQVIST,ANNA,1988-02-29,F,SWE,P,SWE,L1,exit,KBL1,2026-04-09T08:00:00,admitted'; } >"$tmp/more.csv"
status "a stay that was open ends" 0 movement-pair -q "$tmp/more.csv"
is "with the same id" "$(pick stay_id,stay_status "$tmp/out" | tail -1)" \
	"$(pick stay_id "$tmp/stays" | tail -1),closed"

moves >"$tmp/two.csv" <<-EOF
	ROY A1 entry P1 2026-01-01T23:59:00
	ROY A1 exit P1 2026-01-02T00:01:00
	LEE A2 entry P1 2026-01-02T08:00:00
	LEE A2 exit P1 2026-01-02T20:00:00
EOF
status "the clock of the post" 0 movement-pair -q "$tmp/two.csv"
is "two minutes over midnight are two days, and half a day is one" "$(pick surname,stay_days "$tmp/out")" "ROY,2
LEE,1"

moves >"$tmp/offsets.csv" <<-EOF
	ROY A1 entry P1 2026-01-01T12:00:00+04:30
	ROY A1 exit P2 2026-01-01T08:00:00Z
EOF
status "clocks of two zones" 0 movement-pair -q "$tmp/offsets.csv"
is "an hour with an offset is where it belongs" "$(pick stay_status "$tmp/out")" closed

moves >"$tmp/unsorted.csv" <<-EOF
	ROY A1 entry P1 2026-01-05T12:00:00
	ROY A1 exit P1 2026-01-02T12:00:00
	LEE A2 entry P1 2026-01-06T08:00:00
EOF
status "out of order" 1 movement-pair -q --reject="$tmp/reject" "$tmp/unsorted.csv"
has "is said, with what to do" "line 3: this person crossed later in a row above: sort by crossing_time" "$tmp/err"
is "the row is kept" "$(wc -l <"$tmp/reject" | tr -d ' ')" 1
is "and the others are stays" "$(pick surname,stay_status "$tmp/out")" "ROY,open
LEE,open"

# Renewed documents and two nationalities.
{
	moves <<-EOF
		ROY A1 entry P1 2026-01-01T12:00:00
		LEE B1 entry P1 2026-01-01T13:00:00
		DAY C1 entry P1 2026-01-01T14:00:00
		DAY C2 entry P1 2026-01-01T15:00:00
	EOF
	nation=UTO moves <<-EOF | sed 1d
		LEE B2 exit P1 2026-01-03T12:00:00
		DAY C3 exit P1 2026-01-03T13:00:00
	EOF
	moves <<-EOF | sed 1d
		ROY A2 exit P1 2026-01-04T12:00:00
	EOF
} >"$tmp/other.csv"
status "other documents" 0 movement-pair -q "$tmp/other.csv"
is "the same nationality, another one, and two that it might be" \
	"$(pick surname,doc_number,second_doc_number,stay_status "$tmp/out")" "LEE,B1,B2,closed
DAY,C3,,entry_missing
ROY,A1,A2,closed
DAY,C1,,open
DAY,C2,,open"
has "by what" ",name and birth date,," "$tmp/out"
has "and by what else" 'name and birth date (another nationality)' "$tmp/out"
# Neither name nor birth date: not the same person, whatever the document says.
printf '%s\n' "$header" 'ROY,X,1980-01-02,F,FRA,FRA,Z1,entry,P1,2026-01-01T12:00:00' \
	'LEE,Y,2019-05-05,M,FRA,FRA,Z1,exit,P1,2026-01-02T12:00:00' >"$tmp/shared.csv"
status "a document of two people" 0 movement-pair -q "$tmp/shared.csv"
is "makes no stay of both" "$(pick surname,stay_status "$tmp/out")" "LEE,entry_missing
ROY,open"

# Without a document the name tells, whatever he did last.
{
	echo surname,given_names,birth_date,nationality,doc_issuer,doc_number,direction,post,crossing_time
	echo ROY,A,1980-01-02,FRA,,,entry,P1,2026-01-01T12:00:00
	echo ROY,A,1980-01-02,FRA,,,entry,P1,2026-01-01T12:05:00
	echo LEE,A,1980-01-02,FRA,FRA,B1,entry,P1,2026-01-01T13:00:00
	echo LEE,A,1980-01-02,FRA,,,entry,P1,2026-01-01T13:05:00
	echo ROY,A,1980-01-02,FRA,,,entry,P2,2026-01-03T12:00:00
	echo ROY,A,1980-01-02,FRA,,,exit,P2,2026-01-04T12:00:00
	echo ROY,A,1980-01-02,FRA,,,exit,P2,2026-01-04T12:01:00
	echo LEE,A,1980-01-02,FRA,,,exit,P1,2026-01-05T12:00:00
} >"$tmp/nameless.csv"
status "no documents" 0 movement-pair -q "$tmp/nameless.csv"
is "doubles and a lost exit, by name" "$(pick surname,doc_number,stay_days,joined_by,recorded_again,stay_status "$tmp/out")" \
	"ROY,,,,1,exit_missing
ROY,,2,name and birth date,1,closed
LEE,B1,5,name and birth date,1,closed"
# A full name is a name, too.
printf '%s\n' full_name,birth_date,doc_number,direction,post,crossing_time 'ROY A,1980-01-02,Z1,entry,P1,2026-01-01T12:00:00' \
	'LEE B,2019-05-05,Z1,exit,P1,2026-01-02T12:00:00' >"$tmp/shared.csv"
is "a document of two people with full names" \
	"$(movement-pair -q "$tmp/shared.csv" | tr , '\n' | grep -cE '^(entry_missing|open)$')" 2

# Days without a clock: in which order the rows of a day stand tells nothing.
moves >"$tmp/days.csv" <<-EOF
	ROY A1 exit P1 2026-01-05
	ROY A1 entry P1 2026-01-05
	ROY A1 exit P1 2026-01-07
	LEE B1 entry P1 2026-01-08
	LEE B1 entry P1 2026-01-10
	LEE B1 exit P1 2026-01-10
	DAY C1 entry P1 2026-01-10
	DAY C1 exit P1 2026-01-10
	JOY D1 exit P2 2026-01-11
	JOY D1 entry P1 2026-01-11
EOF
status "days without a clock" 0 movement-pair -q "$tmp/days.csv"
is "whoever was not here came and went, whoever was went and came" \
	"$(pick surname,entry_time,entry_post,exit_time,exit_post,stay_days,joined_by,stay_status "$tmp/out")" \
	"ROY,2026-01-05,P1,2026-01-05,P1,1,document,closed
ROY,,,2026-01-07,P1,,,entry_missing
LEE,2026-01-08,P1,2026-01-10,P1,3,document,closed
DAY,2026-01-10,P1,2026-01-10,P1,1,document,closed
JOY,2026-01-11,P1,2026-01-11,P2,1,document,closed
LEE,2026-01-10,P1,,,2,,open"
printf '%s\n' direction,crossing_time,doc_number,post,decision entry,2026-01-01T10:00:00,A1,P,referred \
	entry,2026-01-01T10:20:00,A1,P,refused entry,2026-01-02T10:00:00,A2,P,referred \
	entry,2026-01-02T10:20:00,A2,P,admitted >"$tmp/referred.csv"
is "who was referred has not crossed before he is admitted" \
	"$(movement-pair -q "$tmp/referred.csv" | sed 1d | grep -o '2026[^,]*')" 2026-01-02T10:20:00

# Who is at home.
nation=UTO moves >"$tmp/home.csv" <<-EOF
	ROY A1 exit P1 2026-01-01T12:00:00
	LEE B1 entry P1 2026-01-02T12:00:00
	ROY A1 entry P1 2026-01-10T12:00:00
	ROY A1 exit P1 2026-02-01T12:00:00
EOF
status "--home" 0 movement-pair -q --home=FRA,UTO "$tmp/home.csv"
is "goes first and comes back" "$(pick surname,stay_kind,stay_days,stay_status,entry_time,exit_time "$tmp/out")" \
	"LEE,absence,,exit_missing,2026-01-02T12:00:00,
ROY,absence,10,closed,2026-01-10T12:00:00,2026-01-01T12:00:00
ROY,absence,1,open,,2026-02-01T12:00:00"

# The rows of a person together: the same stays, in the order of persons.
(sed 1d "$stay/movements.csv" | sort -t, -k1,1 -k11,11) >"$tmp/rows"
{ head -1 "$stay/movements.csv" && cat "$tmp/rows"; } >"$tmp/sorted.csv"
status "--sorted" 0 movement-pair -q --sorted --as-of=2026-04-02 "$tmp/sorted.csv"
is "the same stays" "$(sort "$tmp/out")" "$(sort "$tmp/stays")"

# A neighbour's entries are our exits.
moves >"$tmp/ours.csv" <<-EOF
	ROY A1 entry P1 2026-01-01T12:00:00
	LEE B1 entry P1 2026-01-01T13:00:00
	LEE B1 exit P1 2026-01-05T13:00:00
	DAY C1 entry P1 2026-01-06T13:00:00
EOF
moves >"$tmp/theirs.csv" <<-EOF
	ROY A1 entry N1 2026-01-03T09:00:00
	LEE B1 entry N1 2026-01-05T13:20:00
	JOY D1 entry N1 2026-01-05T14:20:00
	DAY C1 exit N1 2026-01-06T12:40:00
EOF
status "--neighbour" 0 movement-pair -q --neighbour="$tmp/theirs.csv" "$tmp/ours.csv"
is "closes what nobody saw end, and nothing else" "$(pick surname,exit_post,joined_by,stay_status "$tmp/out")" \
	"ROY,N1,neighbour: document,closed
LEE,P1,document,closed
DAY,,,open"
status "--neighbour with --sorted" 2 movement-pair --sorted --neighbour="$tmp/theirs.csv" "$tmp/ours.csv"

status "no time" 2 movement-pair -q "$stay/stays.csv"
has "is said" "no column direction" "$tmp/err"
printf '%s\n' "$header" ',,,,,,,entry,P1,2026-01-01T12:00:00' 'ROY,X,1980,F,FRA,,,entry,P1,2026-01-01T12:00:00' \
	'ROY,X,1980-01-02,F,FRA,FRA,A1,in,P1,2026-01-01T12:00:00' 'ROY,X,1980-01-02,F,FRA,FRA,A1,entry,P1,soon' >"$tmp/bad.csv"
status "rows that are no movements" 1 movement-pair -q "$tmp/bad.csv"
is "are rejected, each with why" "$(grep -c 'bad.csv: line' "$tmp/err")" 4
status "a full disk" 2 movement-pair -q -o /dev/full "$stay/movements.csv"

# ---- rules ----

status "rules" 0 stay-check -q --rules="$stay/rules" "$stay/stays.csv"
is "the window, and an exemption" "$(pick surname,stay_rule,stay_last_day,days_used,days_left,overstay_days,stay_status "$tmp/out")" \
	"BERG,visitor,2026-03-31,30,60,0,closed
DIOP,own,,10,,0,closed
BERG,visitor,2026-04-29,93,0,3,overstay"
is "the columns that were there stay where they are" "$(head -1 "$tmp/out")" \
	"$(head -1 "$stay/stays.csv"),stay_rule,stay_last_day,days_used,days_left,overstay_days"

# More rows than wait for their turn, with and without quotes: each keeps its own.
awk -v header="$header" 'BEGIN { print header
	for (out = 0; out <= 1; out++) for (k = 10; k < 50; k++)
		printf "%s,X %d,1980-01-02,F,FRA,FRA,A%d,%s,P%d,2026-01-%02dT12:00:%02d\n", k % 3 ? "ROY" k : "\"R \"\"" k "\"\", A\"",
			k, k, out ? "exit" : "entry", k % 5, out ? 20 : 10, k
	print "\"R \"\"12\"\", A\",X 12,1980-01-02,F,FRA,FRA,A12,exit,P1,2026-01-05T12:00:00"
	print "NEW,X,1980-01-02,F,FRA,FRA,N1,entry,P1,2026-01-30T12:00:00" }' >"$tmp/many.csv"
status "rows that wait" 1 movement-pair -q --reject="$tmp/reject" "$tmp/many.csv"
sed 1d "$tmp/out" | grep -v ',NEW,' >"$tmp/pairs"
is "of the right persons" "$(sed 's/^[^,]*,visit,//; s/,,1980-01-02.*//' "$tmp/pairs")" "$(
	awk 'BEGIN { for (k = 10; k < 50; k++) print (k % 3 ? "ROY" k : "\"R \"\"" k "\"\", A\"") ",X " k }')"
is "and documents and posts" "$(sed 's/.*,FRA,\(A[0-9]*\),.*,\(2026[^,]*,P[0-9],2026[^,]*,P[0-9]\),.*/\1 \2/' "$tmp/pairs")" "$(
	awk 'BEGIN { for (k = 10; k < 50; k++) printf "A%d 2026-01-10T12:00:%02d,P%d,2026-01-20T12:00:%02d,P%d\n", k, k, k % 5, k, k % 5 }')"
is "and what is out of order is kept as it was" "$(cat "$tmp/reject")" \
	'"R ""12"", A",X 12,1980-01-02,F,FRA,FRA,A12,exit,P1,2026-01-05T12:00:00'

# Columns that are replaced where they stand, beside others, in a file of another order, with and without quotes.
printf '%s\n' surname,nationality,doc_issuer,doc_number,entry_time,exit_time,stay_status,purpose,post \
	'ROY,FRA,FRA,A1,2026-01-01,2026-01-02,,tourism,P1' '"LE, A",FRA,FRA,A2,2026-01-01,2026-01-02,,"a ""b""",' \
	' DAY,FRA,FRA,A3,2026-01-01,2026-01-02,, ,P3' >"$tmp/one.csv"
printf '%s\n' post,doc_number,entry_time,exit_time,surname,nationality,stay_status,purpose,doc_issuer \
	'P4,A4,2026-01-01,2026-01-02,JOY,FRA,,,FRA' '"P,5",A5,2026-01-01,2026-01-02,KAY,FRA,,x ,FRA' >"$tmp/two.csv"
status "files of two orders" 0 stay-check -q --rules="$stay/rules" "$tmp/one.csv" "$tmp/two.csv"
is "rows in the order of the first" "$(sed 1d "$tmp/out" | sed 's/,visitor,2026-03-31,2,88,0$//')" \
	'ROY,FRA,FRA,A1,2026-01-01,2026-01-02,closed,tourism,P1
"LE, A",FRA,FRA,A2,2026-01-01,2026-01-02,closed,"a ""b""",
" DAY",FRA,FRA,A3,2026-01-01,2026-01-02,closed," ",P3
JOY,FRA,FRA,A4,2026-01-01,2026-01-02,closed,,P4
KAY,FRA,FRA,A5,2026-01-01,2026-01-02,closed,"x ","P,5"'

stays() { # rows: SURNAME NATIONALITY DOC ENTRY EXIT UNTIL VISA ('-' is empty)
	echo surname,nationality,doc_issuer,doc_number,entry_time,exit_time,stay_until,visa_type
	while read -r name nation doc from to until visa; do
		[ -z "$name" ] || echo "$name,$nation,$nation,$doc,$from,$to,$until,$visa" | sed 's/,-/,/g; s/,-/,/g'
	done
}
check() { # the last three columns that tell
	pick surname,stay_rule,stay_last_day,overstay_days,stay_status "$tmp/out"
}
stays >"$tmp/until.csv" <<-EOF
	ROY FRA A1 2026-01-01 2026-01-20 2026-01-15 -
	LEE FRA A2 2026-01-01 2026-01-15 2026-01-15 -
	DAY FRA A3 2026-01-01 - 2026-01-15 -
	JOY FRA A4 2026-01-01 2026-01-20 - -
EOF
status "without rules" 0 stay-check -q --as-of=2026-01-16 "$tmp/until.csv"
is "until stay_until" "$(check)" "ROY,stay_until,2026-01-15,5,overstay
LEE,stay_until,2026-01-15,0,closed
DAY,stay_until,2026-01-15,1,overstay
JOY,stay_until,,0,closed"

cat >"$tmp/rules" <<-EOF
	long    until stay_until          if visa_type=D
	short   days 10                   if nationality=USA visa_type=*
	other   days 20 and until stay_until if nationality!=FRA,DEU
	visitor days 90 in 180
EOF
stays >"$tmp/several.csv" <<-EOF
	ROY FRA A1 2026-01-01 2026-06-30 2026-06-15 D
	LEE USA A2 2026-01-01 2026-01-15 - C
	DAY USA A3 2026-01-01 2026-01-15 2026-01-12 -
	JOY ITA A4 2026-01-01 2026-01-25 2026-12-31 -
	ROY FRA A1 2026-07-01 2026-09-30 - -
	SEA FRA A5 2026-01-01 2026-01-01 - -
EOF
status "several rules" 0 stay-check -q --rules="$tmp/rules" "$tmp/several.csv"
is "the first that fits; days of a long stay count in no window" "$(check)" "ROY,long,2026-06-15,15,overstay
LEE,short,2026-01-10,5,overstay
DAY,other,2026-01-12,3,overstay
JOY,other,2026-01-20,5,overstay
ROY,visitor,2026-09-28,2,overstay
SEA,visitor,2026-03-31,0,closed"

# One person by a renewed document, and by name; a day that two stays share counts once.
{
	echo surname,given_names,birth_date,nationality,doc_number,second_doc_number,entry_time,exit_time
	echo ROY,A,1980-01-02,FRA,A1,A2,2026-01-01,2026-01-30
	echo ROY,B,1980-01-02,FRA,A2,,2026-01-30,2026-02-28
	echo ROY,A,1980-01-02,FRA,A9,,2026-03-01,2026-04-01
} >"$tmp/person.csv"
echo 'v days 90 in 180' >"$tmp/v"
status "a person of three documents" 0 stay-check -q --rules="$tmp/v" "$tmp/person.csv"
is "30, 59 and 91 days" "$(pick days_used,overstay_days "$tmp/out")" "30,0
59,0
91,1"

# A passport of mother and child: their days are not one person's.
{
	echo surname,given_names,birth_date,nationality,doc_number,entry_time,exit_time
	echo DIOP,AWA,1990-05-06,SEN,F1,2026-01-01,2026-02-28
	echo SALL,BINTA,2020-07-08,SEN,F1,2026-03-01,2026-04-29
	echo DIOP,AWA,1990-05-06,SEN,F1,2026-05-01,2026-05-10
} >"$tmp/family.csv"
status "two persons with one document" 0 stay-check -q --rules="$tmp/v" "$tmp/family.csv"
is "have days of their own" "$(pick surname,days_used,overstay_days "$tmp/out")" "DIOP,59,0
SALL,60,0
DIOP,69,0"

status "--plan" 0 stay-check -q --rules="$tmp/v" --plan=2026-04-02 --days=5 "$tmp/person.csv"
# 1 January is out of the window on 30 June, when 90 of the 91 are in it; on 1 July 89 are, and one
# more day is left each day: who comes on 1 July may stay.
is "when, and for how long" "$(pick surname,days_used,days_left,next_entry "$tmp/out")" "ROY,91,0,2026-07-01"
status "--explain" 0 stay-check -q --rules="$tmp/v" --explain "$tmp/person.csv"
has "draws" "  2026-04  !" "$tmp/out"
has "and reckons" "91 days of 90 used" "$tmp/out"

status "stays out of movements" 0 sh -c 'movement-pair -q "$1" | stay-check -q --rules="$2"' sh \
	"$stay/movements.csv" "$stay/rules"
is "of what is not known no day counts" "$(pick surname,stay_status,days_used "$tmp/out")" "KIVILO,closed,10
OKONDJO,closed,19
LINDQVIST,exit_missing,1
MUELLER,entry_missing,1
LINDQVIST,open,3"
echo 'v days 90 within 180' >"$tmp/wrong"
status "a rule that is none" 2 stay-check --rules="$tmp/wrong" "$stay/stays.csv"
has "is named by its line" "wrong: line 1: behind the limit must be" "$tmp/err"
status "no stays" 2 stay-check -q "$stay/movements.csv"
has "is said" "these are no stays: no column entry_time" "$tmp/err"
status "--plan and --explain" 2 stay-check --plan=2026-01-01 --explain "$stay/stays.csv"
printf 'entry_time,exit_time,doc_number\n2026-02-01,2026-01-01,A1\nsoon,,A2\n2026-01-01,2026-01-02,A3\n' >"$tmp/bad.csv"
status "stays that cannot be counted" 1 stay-check -q "$tmp/bad.csv"
is "cost the others nothing" "$(pick doc_number "$tmp/out")" A3

# ---- the simulated months ----

# What the truth says cannot be known: the end that nobody recorded (what can, counts as
# right), and two crossings in the wrong order.  See scripts/accuracy-stays for a year.
beside() { # TRUTH STAYS: a line a kind of stay
	awk -F, -f "$top_srcdir/tests/accuracy/stays.awk" -v wrong="$tmp/wrong" "$1" "$2"
}
border-simulate -q --seed=7 --travellers=6000 --from=2026-01-01 --to=2026-06-30 --missing-rate=0.05 --double-rate=0.05 \
	--renew-rate=0.05 --overstay-rate=0.1 -o "$tmp/sim"
status "half a year" 0 sh -c 'movement-pair -q --home=UTO --as-of=2026-06-30 "$1" | stay-check -q --as-of=2026-06-30' sh \
	"$tmp/sim/movements.csv"
cp "$tmp/out" "$tmp/checked.csv"
: >"$tmp/wrong"
beside "$tmp/sim/truth/stays.csv" "$tmp/checked.csv" >"$tmp/figures"
ok "has stays of each kind" test "$(awk '$(NF - 1) > 50 { n++ } END { print n }' "$tmp/figures")" -ge 5
is "every stay and overstay is as the truth has it, but for what cannot be known" \
	"$(awk '!/^(out of order|was not there)/ && $NF != $(NF - 1)' "$tmp/figures")$(head -5 "$tmp/wrong")" ""
# The comparison sees what is wrong.
sed '2,$s/,[0-9]*,\([a-z_]*\)$/,77,\1/' "$tmp/checked.csv" | sed '500d' >"$tmp/spoiled.csv"
beside "$tmp/sim/truth/stays.csv" "$tmp/spoiled.csv" >"$tmp/figures"
ok "and the comparison would tell" test -s "$tmp/wrong"
# The rows of a person together give the same stays in constant memory.
{
	head -1 "$tmp/sim/movements.csv"
	sed 1d "$tmp/sim/movements.csv" | LC_ALL=C sort -s -t, -k1,1 -k2,2 -k3,3 -k20,20
} >"$tmp/sorted.csv"
for home in "" --home=UTO; do
	movement-pair -q $home --as-of=2026-06-30 "$tmp/sim/movements.csv" | sort >"$tmp/want"
	status "--sorted $home" 0 movement-pair -q $home --sorted --as-of=2026-06-30 "$tmp/sorted.csv"
	sort "$tmp/out" >"$tmp/got"
	ok "has the same stays" cmp "$tmp/want" "$tmp/got"
done

# ---- windows, counted day by day ----

for seed in 1 2; do
	rm -f "$tmp/stays" "$tmp/want" "$tmp/plan"
	awk -f "$top_srcdir/tests/accuracy/windows.awk" -v seed=$seed -v persons=40 -v at=2026-03-01 -v planned=20 -v dir="$tmp"
	(echo surname,birth_date,nationality,doc_number,entry_time,exit_time && sort "$tmp/stays" | cut -d, -f2-) >"$tmp/random.csv"
	sort "$tmp/want" >"$tmp/wanted"
	ok "stays at random, some too long ($seed)" test "$(grep -vc ',0$' "$tmp/wanted")" -ge 5
	stay-check -q --rules="$tmp/v" "$tmp/random.csv" >"$tmp/out"
	pick surname,entry_time,days_used,days_left,stay_last_day,overstay_days "$tmp/out" | sed 's/T10:00:00//' | sort >"$tmp/got"
	is "have the days that counting gives" "$(comm -3 "$tmp/wanted" "$tmp/got")" ""
	stay-check -q --rules="$tmp/v" --plan=2026-03-01 --days=20 "$tmp/random.csv" >"$tmp/out"
	pick surname,days_used,days_left,next_entry,stay_last_day "$tmp/out" | sort >"$tmp/got"
	is "and so has --plan" "$(sort "$tmp/plan" | comm -3 - "$tmp/got")" ""
	ok "which lets some wait" test "$(grep -vc ,2026-03-01, "$tmp/got")" -ge 5
	# Of the days in the window that ends with the stay each has its sign.
	stay-check -q --rules="$tmp/v" --explain "$tmp/random.csv" | awk '/: rule / { name = $1 } /^  stay from/ { entry = $3 }
		/^  [0-9]+-[0-9]+  / { n += gsub(/[#!+]/, "") } /^  # this/ { print name "," entry "," n; n = 0 }' | sort >"$tmp/got"
	is "and --explain draws them" "$(cut -d, -f1-3 "$tmp/wanted" | sort | comm -3 - "$tmp/got")" ""
done
done_testing
