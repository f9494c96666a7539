# The ledger: movement-record, movement-select, movement-audit over both stores.
. "$top_srcdir/tests/cmd/tap.sh"
. "$top_srcdir/tests/cmd/postgres.sh"
crossings=$data/ledger/crossings.csv

ids() { # the ids of a file that movement-record wrote
	movement_id=$(head -n 1 "$1" | tr , '\n' | grep -n '^movement_id$' | cut -d: -f1)
	[ "$movement_id" = "$(head -n 1 "$1" | tr , '\n' | wc -l | tr -d ' ')" ] && sed '1d; s/.*,//' "$1"
}
pick() { # selects in $ledger; writes the columns asked for without a header
	columns=$1
	shift
	movement-select -q -d "$ledger" --columns="$columns" "$@" | sed 1d
}
id_of() { # NUMBER DIRECTION
	pick movement_id,direction --document="$1" | sed -n "s/,$2//p"
}
sql() { # behind the programs' back
	case $ledger in
	postgresql:*) psql -q -At -d "$ledger" -c "$1" ;;
	*) sqlite3 "$ledger" "$1" ;;
	esac
}
rows() {
	pick movement_id --all | wc -l | tr -d ' '
}

# store: every test below, over the ledger that fresh makes.
over() { # STORE
	s=$1
	n=0
	fresh() {
		n=$((n + 1))
		case $s in
		sqlite) ledger=$tmp/$s-$n.db ;;
		postgres) ledger=$(postgres_url "test$n") ;;
		esac
	}

	# ---- in ----

	fresh
	status "$s: no ledger yet: nothing to select" 2 movement-select -d "$ledger"
	status "$s: rows are recorded" 0 movement-record -d "$ledger" "$crossings"
	cp "$tmp/out" "$tmp/first"
	has "$s: all of them" "9 read, 9 written, 0 rejected" "$tmp/err"
	is "$s: what was read comes back, with an id behind it" \
		"$(sed '1s/,movement_id$//; 2,$s/,[^,]*$//' "$tmp/first")" "$(cat "$crossings")"
	is "$s: ids are 32 hexadecimal digits, each another" \
		"$(ids "$tmp/first" | grep -cE '^[0-9a-f]{32}$') $(ids "$tmp/first" | sort -u | wc -l | tr -d ' ')" "9 9"
	is "$s: ids sort as time does" "$(ids "$tmp/first" | sort)" "$(ids "$tmp/first")"
	status "$s: the same sent again" 0 movement-record -d "$ledger" "$crossings"
	ok "$s: gets the same ids" cmp "$tmp/out" "$tmp/first"
	has "$s: and is known" "9 read, 9 written, 0 rejected; 9 were there already" "$tmp/err"
	is "$s: so there are nine rows" "$(rows)" 9
	status "$s: what was answered is read, too" 0 movement-record -q -d "$ledger" "$tmp/first"
	ok "$s: with the same answer" cmp "$tmp/out" "$tmp/first"
	printf 'direction,doc_number,post,crossing_time,nationality,doc_issuer,name\nentry,ab-1234,TRK1,2026-03-01T19:40:00Z,PAK,PAK,\n' \
		>"$tmp/written-otherwise"
	status "$s: the same crossing, written otherwise" 0 movement-record -q -d "$ledger" "$tmp/written-otherwise"
	is "$s: has the same id" "$(ids "$tmp/out")" "$(ids "$tmp/first" | sed -n 2p)"
	is "$s: so there are still nine rows" "$(rows)" 9
	cat "$crossings" "$crossings" | sed '10,11d' >"$tmp/twice"
	fresh
	movement-record -q -d "$ledger" "$tmp/twice" >"$tmp/out"
	is "$s: twice in a batch is one row" "$(rows) $(ids "$tmp/out" | wc -l | tr -d ' ')" "9 17"

	# ---- what is filled in ----

	fresh
	printf 'doc_issuer,doc_number,direction,lane\nUTO,A1,,\nUTO,A2,exit,7\n' >"$tmp/scans"
	status "$s: options fill in what rows have not" 0 movement-record -q -d "$ledger" --post=KBL1 --direction=entry \
		--mode=land --time=2026-03-01T10:00:00Z --officer=AMIR --lane=3 "$tmp/scans"
	is "$s: and only that" "$(sed 's/,[0-9a-f]\{32\}$/,ID/' "$tmp/out")" \
		'doc_issuer,doc_number,direction,lane,post,transport_mode,crossing_time,officer,movement_id
UTO,A1,entry,3,KBL1,land,2026-03-01T10:00:00Z,AMIR,ID
UTO,A2,exit,7,KBL1,land,2026-03-01T10:00:00Z,AMIR,ID'
	today=$(date +%Y-%m-%d)
	movement-record -q -d "$ledger" --post=KBL1 --direction=entry "$tmp/scans" >"$tmp/out"
	[ "$today" = "$(date +%Y-%m-%d)" ] || today= # midnight came between
	is "$s: without --time it is now" "$(movement-report -q --by=crossing_time:day "$tmp/out" | sed -n '2s/,.*//p' | grep "${today:-.}")" \
		"${today:-$(date +%Y-%m-%d)}"

	# ---- what is rejected ----

	fresh
	cat >"$tmp/bad" <<-'BAD'
		direction,post,crossing_time,doc_number,surname,birth_date,sex
		entry,,2026-03-01,A1,,,
		sideways,P,2026-03-01,A2,,,
		entry,P,2026-02-30,A3,,,
		entry,P,2026-03,A4,,,
		entry,P,2026-03-01,,,,
		entry,P,2026-03-01,A5,,1980-13-01,
		entry,P,2026-03-01,A6,,,Q
		entry,P,2026-03-01,A7,,,M
		,P,2026-03-01,A8,,,M
	BAD
	status "$s: bad rows are rejected" 1 movement-record -d "$ledger" --reject="$tmp/rejects" "$tmp/bad"
	has "$s: each by itself" "9 read, 1 written, 8 rejected" "$tmp/err"
	is "$s: they are kept as they are" "$(cat "$tmp/rejects")" "$(sed '1d; /A7/d' "$tmp/bad")"
	for why in 'no post' "direction: 'sideways' is not a direction" "crossing_time: '2026-02-30' is not a time" \
		"crossing_time: '2026-03' has no day" 'neither a document nor a name' "birth_date: '1980-13-01'" \
		"sex: 'Q' is not" 'line 10: no direction'; do
		has "$s: with the reason: $why" "$why" "$tmp/err"
	done
	is "$s: the good one is there" "$(pick doc_number)" A7
	status "$s: --strict records nothing of the batch" 2 movement-record --strict -d "$ledger" "$crossings" "$tmp/bad"
	printf 'a\0b,P,2026-03-01,X,,,\n' >>"$tmp/bad"
	printf 'direction,post,crossing_time,doc_number,surname,birth_date\nentry,P,2026-03-01,---,,\n' >"$tmp/mark"
	status "$s: a number without a letter or a digit" 1 movement-record -d "$ledger" "$tmp/mark"
	has "$s: is none" "neither a document nor a name" "$tmp/err"
	status "$s: a NUL" 1 movement-record -d "$ledger" "$tmp/bad"
	has "$s: is named" "a NUL byte" "$tmp/err"

	# ---- the same crossing, and what only seems to be ----

	fresh
	cat >"$tmp/family" <<-'FAMILY'
		direction,post,crossing_time,doc_issuer,doc_number,surname,given_names,birth_date,decision
		entry,P,2026-03-01T08:00:00Z,UTO,F1,DIOP,AWA,1990-05-06,admitted
		entry,P,2026-03-01T08:00:00Z,UTO,F1,DIOP,BINTA,2020-07-08,admitted
		entry,P,2026-03-01T08:00:00Z,UTO,F1,DIOPP,AWA,1990-05-06,
		entry,P,2026-03-01T08:00:00Z,UTO,F1,DIOP,AWA,1990-05-06,refused
	FAMILY
	status "$s: two persons with one document" 1 movement-record -d "$ledger" --reject="$tmp/rejects" "$tmp/family"
	has "$s: the second is not lost in silence" "line 3: doc_number: another person crossed with this document" "$tmp/err"
	has "$s: nor is another name" "line 4: surname: it was recorded with another one: correct movement 80" "$tmp/err"
	has "$s: nor is another decision" "line 5: decision: it was recorded with another one" "$tmp/err"
	is "$s: all are kept" "$(wc -l <"$tmp/rejects" | tr -d ' ')" 3
	is "$s: and there is one row" "$(rows)" 1
	status "$s: sent again" 1 movement-record -d "$ledger" "$tmp/family"
	has "$s: they are rejected again" "4 read, 1 written, 3 rejected; 1 were there already" "$tmp/err"
	printf 'direction,post,crossing_time,surname,given_names,birth_date\n%s\n%s\n' \
		'entry,P,2026-03-02,---,,1980-01-01' 'entry,P,2026-03-02,...,,1980-01-01' >"$tmp/signs"
	movement-record -q -d "$ledger" "$tmp/signs" >"$tmp/out"
	is "$s: names that fold to nothing are different names" "$(rows)" 3
	printf 'direction,post,crossing_time,doc_number,month,name_key,more\nentry,P,2026-03-03,M1,m,n,o\n' |
		movement-record -q -d "$ledger" >"$tmp/out"
	is "$s: a column of any name is kept" "$(pick month,name_key,more --from=2026-03-03)" m,n,o

	# What a row says and its movement has not would be lost; what it leaves out, or writes otherwise, is not.
	fresh
	{
		echo 'direction,post,crossing_time,doc_issuer,doc_number,surname,birth_date,purpose,note,message_ref'
		echo 'entry,P,2026-03-01T08:00:00Z,UTO,F1,BÉRG,1990-05-06,work,by bus,M1'
	} >"$tmp/said"
	movement-record -q -d "$ledger" "$tmp/said" >"$tmp/first"
	{
		head -n 1 "$tmp/said"
		echo 'entry,P,2026-03-01T12:30:00+04:30,UTO,f-1,Berg,,,by bus,M1'
		echo 'entry,P,2026-03-01T08:00:00Z,UTO,F1,BERG,1990-05-06,work,,M2'
		echo 'entry,P,2026-03-01T08:00:00Z,UTO,F1,BERG,1990-05-06,work,by car,M1'
		echo 'entry,P,2026-03-01T08:00:00Z,UTO,F1,BERG,1990-05-06,study,by bus,M1'
		echo 'entry,P,2026-03-01T08:00:00Z,UTO,F1,BERG,1990-05-07,work,by bus,M1'
	} >"$tmp/otherwise"
	status "$s: rows of one crossing that say something else" 1 movement-record -d "$ledger" "$tmp/otherwise"
	has "$s: are rejected, and the others were there" "5 read, 2 written, 3 rejected; 2 were there already" "$tmp/err"
	id=$(ids "$tmp/first")
	for why in "line 4: note: it was recorded with another one: correct movement $id" "line 5: purpose: it was" \
		"line 6: birth_date: it was"; do
		has "$s: with the column: $why" "$why" "$tmp/err"
	done
	sed 's/note/colour/' "$tmp/said" | sed 's/by bus/red/' >"$tmp/more"
	status "$s: a column that the movement has not" 1 movement-record -d "$ledger" "$tmp/more"
	has "$s: is not lost in silence" "line 2: colour: it was recorded without one: correct movement $id" "$tmp/err"
	is "$s: there is one row" "$(rows)" 1
	{
		sed '1s/$/,hit_list,hit_id/; 1!s/$/,UN,1/' "$tmp/said"
		sed '1d; s/$/,EU,2/' "$tmp/said"
	} >"$tmp/hits"
	status "$s: a row for each hit is the movement again" 0 movement-record -d "$ledger" "$tmp/hits"
	movement-record -q -d "$ledger" --void="$id" --why='by mistake' >"$tmp/out"
	status "$s: a void sent again" 0 movement-record -d "$ledger" --void="$id" --why='by mistake'
	has "$s: was there" "1 read, 1 written, 0 rejected; 1 were there already" "$tmp/err"
	status "$s: with another reason" 1 movement-record -d "$ledger" --void="$id" --why='it was her sister'
	has "$s: it is not" "change_why: it was recorded with another one" "$tmp/err"

	# Names of columns that are not known: three crossings are not one, and not now.
	fresh
	{
		echo 'surname,given_names,document_number,occurred_at,direction,post'
		echo 'BERG,ANNA,L100,2026-03-01T08:00:00Z,entry,KBL1'
		echo 'BERG,ANNA,L100,2026-03-05T08:00:00Z,entry,KBL1'
		echo 'BERG,ANNA,L200,2026-03-09T08:00:00Z,entry,KBL1'
	} >"$tmp/unknown"
	status "$s: columns that are called otherwise" 1 movement-record --batch=2 -d "$ledger" \
		--time=2026-03-10T08:00:00Z "$tmp/unknown"
	has "$s: no crossing is lost in silence" "3 read, 1 written, 2 rejected" "$tmp/err"
	has "$s: but what tells them apart is named" "line 3: occurred_at: it was recorded with another one" "$tmp/err"
	has "$s: in the next batch, too" "line 4: document_number: it was recorded with another one" "$tmp/err"
	fresh
	movement-record -d "$ledger" "$tmp/unknown" >"$tmp/out" 2>"$tmp/err"
	has "$s: with a warning of the time" \
		"line 1: warning: no column crossing_time: each row crosses now, and 'occurred_at' is kept beside it" "$tmp/err"
	has "$s: and of the document" \
		"line 1: warning: no column doc_number: the rows have no document, and 'document_number' is kept beside it" "$tmp/err"
	movement-record -d "$ledger" --post=P --direction=entry --time=2026-03-01 "$tmp/scans" >"$tmp/out" 2>"$tmp/err"
	is "$s: and none where there is nothing to warn of" "$(grep -c warning "$tmp/err")" 0

	# ---- hostile values are values ----

	fresh
	{
		echo 'direction,post,crossing_time,doc_number,surname,given_names,purpose'
		printf '%s\n' "entry,P,9999-12-31T23:59:59-12:00,Y9,Robert'); DROP TABLE movement;--,a\\b\\N\\.,\"tab	and
line\"" 'entry,P,0001-01-01,Y1,$1,%s ?1 :a @b,\N'
		printf 'entry,P,2026-03-01,BIG,%s,G,%s\n' "$(head -c 500000 /dev/zero | tr '\0' N)" \
			"$(head -c 500000 /dev/zero | tr '\0' x)"
		printf 'entry,P,2026-03-01,%s,NUMBER,LONG,\n' "$(head -c 900000 /dev/zero | tr '\0' 7)"
	} >"$tmp/hostile"
	status "$s: metacharacters, years 1 and 9999, long fields" 0 movement-record -q -d "$ledger" "$tmp/hostile"
	movement-select -q -d "$ledger" \
		--columns=direction,post,crossing_time,doc_number,surname,given_names,purpose >"$tmp/out"
	is "$s: are stored as they are" "$(sed 1d "$tmp/out" | sort | cksum)" "$(sed 1d "$tmp/hostile" | sort | cksum)"
	is "$s: in the order of time" "$(pick crossing_time | uniq)" '0001-01-01
2026-03-01
9999-12-31T23:59:59-12:00'
	is "$s: a name with metacharacters is found" \
		"$(pick doc_number --name="Robert'); DROP TABLE movement;--")" Y9
	status "$s: the chain of it verifies" 0 movement-audit -d "$ledger"

	# ---- out ----

	fresh
	movement-record -q -d "$ledger" "$crossings" >"$tmp/first"
	movement-select -q -d "$ledger" --columns="$(head -n 1 "$crossings")" >"$tmp/out"
	ok "$s: all comes out as it went in" cmp "$tmp/out" "$crossings"
	is "$s: --from is a day on the post's clock" "$(pick surname --from=2026-03-02 --until=2026-03-03)" 'KHAN
DOE'
	is "$s: or an instant" "$(pick surname --from=2026-03-01T19:40:00Z --until=2026-03-03T10:00:00Z)" KHAN
	is "$s: or a month" "$(pick surname --from=2026-04)" 'BERG
KHAN'
	is "$s: until a month" "$(pick surname --until=2026-03 | wc -l | tr -d ' ')" 7
	is "$s: --post" "$(pick surname --post=TRK1,HRT1 --post=XX)" 'KHAN
DOE
BERG
KHAN'
	is "$s: --direction" "$(pick doc_number --direction=exit --direction=transit)" 'L100
M77
AB1234'
	is "$s: --nationality" "$(pick surname --nationality=ESP,KOR)" 'RUIZ
LEE'
	is "$s: --document, however it is written" "$(pick direction --document=ab12-34)" 'entry
exit'
	is "$s: with its issuer" "$(pick direction --document=PAK/AB1234)$(pick direction --document=UTO/AB1234)" 'entry
exit'
	is "$s: --name, without accents, with first words" "$(pick doc_number --name='bérg') / $(pick doc_number --name=BER)" \
		'L100
L100
L200 / '
	is "$s: --name and --birth-date" \
		"$(pick doc_number --name=o\'neil --birth-date=1988-08-08)$(pick doc_number --name=oneil --birth-date=1988-08-09)" 'P1%_\'
	status "$s: a time that is none" 2 movement-select -d "$ledger" --from=yesterday
	has "$s: is named" "'yesterday' is no date" "$tmp/err"
	status "$s: a direction that is none" 2 movement-select -d "$ledger" --direction=entry,exits
	has "$s: is named" "direction: 'exits' is not a direction" "$tmp/err"
	status "$s: so is a nationality, which may be inside" 2 movement-select -d "$ledger" --nationality=esp --inside=2026-03-01
	status "$s: a column that is not there" 2 movement-select -d "$ledger" --columns=surname,colour
	has "$s: is named" "no column 'colour'" "$tmp/err"
	is "$s: nothing found is a header alone" \
		"$(movement-select -q -d "$ledger" --columns=surname --post=NONE)" surname

	# Anna left on the 10th and came again in April; Yusuf left in April; Eva was refused.
	is "$s: --inside" "$(pick surname --inside=2026-03-09)" 'BERG
KHAN
DOE
O'\''NEIL'
	is "$s: --inside, the day of an exit" "$(pick surname --inside=2026-03-10)" 'KHAN
DOE
O'\''NEIL'
	is "$s: --inside, later, one nationality" "$(pick surname,doc_number --inside=2026-04-02 --nationality=UTO,PAK)" 'BERG,L200'
	status "$s: --inside and --document" 2 movement-select -d "$ledger" --inside=2026-04-02 --document=L100

	# On a day without a clock nobody knows which was first: who was not here came and went, who was went and came.
	old_ledger=$ledger
	fresh
	awk 'BEGIN { print "direction,post,crossing_time,doc_issuer,doc_number"
		for (i = 0; i < 20; i++) {
			printf "entry,P,2026-03-05,UTO,CAME%d\nexit,P,2026-03-05,UTO,CAME%d\n", i, i
			printf "entry,P,2026-03-01,UTO,WENT%d\nexit,P,2026-03-05,UTO,WENT%d\nentry,Q,2026-03-05,UTO,WENT%d\n", i, i, i
		}
		print "entry,P,2026-03-01T00:00:00,UTO,LAST\nexit,P,2026-03-05T23:59:59-03:00,UTO,LAST"
		print "entry,P,2026-03-05T00:00:00+05:00,UTO,FIRST\nexit,P,2026-03-06T00:00:00+05:00,UTO,FIRST" }' |
		movement-record -q -d "$ledger" >/dev/null
	is "$s: --inside on a day without a clock, and at midnight" "$(pick doc_number,post --inside=2026-03-05 | sed 's/[0-9]*,/ /' |
		sort | uniq -c | tr -s ' ')" ' 1 FIRST P
 20 WENT Q'
	is "$s: and a day later" "$(pick post --inside=2026-03-06 | sort | uniq -c | tr -s ' ')" ' 20 Q'
	fresh
	printf '%s\n' direction,post,crossing_time,doc_issuer,doc_number,surname,birth_date,nationality \
		entry,P,2026-03-01T10:00:00Z,SEN,F1,DIOP,1990-05-06,SEN entry,P,2026-03-01T10:00:05Z,SEN,F1,SALL,2020-07-08,SEN \
		exit,P,2026-03-02T10:00:05Z,SEN,F1,SALL,2020-07-08,SEN | movement-record -q -d "$ledger" >/dev/null
	is "$s: mother and child in one passport" "$(pick surname --inside=2026-03-01 | tr '\n' ' ')/ $(pick surname --inside=2026-03-02)" \
		'DIOP SALL / DIOP'
	ledger=$old_ledger

	# ---- changes ----

	old=$(id_of L100 exit)
	sed -n '1p; /L100,exit/s/TRK1/HRT1/p' "$crossings" >"$tmp/corrected"
	status "$s: --correct" 0 movement-record -q -d "$ledger" --correct="$old" --why='wrong post' "$tmp/corrected"
	new=$(ids "$tmp/out")
	is "$s: the new row is seen, the old is not" "$(pick post --document=L100 --direction=exit)" HRT1
	is "$s: --all has both" "$(pick post,change_kind --all --direction=exit --document=L100 | sort)" 'HRT1,correct
TRK1,new'
	status "$s: the same correction again" 0 movement-record -d "$ledger" --correct="$old" --why='wrong post' \
		"$tmp/corrected"
	has "$s: is known" "1 read, 1 written, 0 rejected; 1 were there already" "$tmp/err"
	sed 's/HRT1/KBL9/' "$tmp/corrected" >"$tmp/corrected-otherwise"
	status "$s: another correction of the old row" 1 movement-record -d "$ledger" --correct="$old" "$tmp/corrected-otherwise"
	has "$s: is refused" "replaced already" "$tmp/err"
	status "$s: a void without a reason" 2 movement-record -d "$ledger" --void="$new"
	status "$s: a void of what is not there" 1 movement-record -d "$ledger" --void=80000000000123456789012345678901 --why=x
	has "$s: is refused" "no such movement" "$tmp/err"
	status "$s: --void" 0 movement-record -q -d "$ledger" --void="$new" --why='it was her sister'
	is "$s: it is gone" "$(pick post --document=L100 --direction=exit)" ""
	is "$s: --history has all" "$(pick post,change_kind,change_why --history="$new")" 'TRK1,new,
HRT1,correct,wrong post
HRT1,void,it was her sister'
	is "$s: from any of its rows" "$(pick movement_id --history="$old")" "$(pick movement_id --history="$new")"
	is "$s: rows point to what they replace" "$(pick change_of --history="$old" | sed 1d)" "$old
$new"
	status "$s: a void of a void" 1 movement-record -d "$ledger" --why=x \
		--void="$(pick movement_id --history="$old" | sed -n 3p)"
	status "$s: a void that was a mistake is corrected" 0 movement-record -q -d "$ledger" --why='it was she' \
		--correct="$(pick movement_id --history="$old" | sed -n 3p)" "$tmp/corrected"
	is "$s: and the movement is there again" "$(pick post --document=L100 --direction=exit)" HRT1
	movement-record -q -d "$ledger" --void="$(pick movement_id --document=L100 --direction=exit)" \
		--why='no, it was not' >/dev/null
	is "$s: and can be void again" "$(pick post --document=L100 --direction=exit)" ""
	fresh
	printf 'direction,post,crossing_time,doc_number,change_kind,change_of,change_why\n%s\n%s\n' \
		'entry,P,2026-03-01,S1,,,' "entry,P,2026-03-01,S2,correct,$old,x" >"$tmp/strict"
	status "$s: --strict and a change that is refused" 2 movement-record --strict -d "$ledger" "$tmp/strict"
	has "$s: is said" "line 3: change_of: there is no such movement" "$tmp/err"
	is "$s: and nothing of its batch is recorded" "$(rows)" 0
	fresh
	movement-record -q -d "$ledger" "$crossings" >/dev/null
	movement-record -q -d "$ledger" --correct="$old" --why='wrong post' "$tmp/corrected" >/dev/null
	movement-record -q -d "$ledger" --void="$new" --why='it was her sister' >/dev/null
	status "$s: the history of nothing" 2 movement-select -d "$ledger" --history=80000000000123456789012345678901

	# ---- another system ----

	pick mark --changes-since=0 >"$tmp/marks"
	is "$s: marks count from 1 without a gap" "$(cat "$tmp/marks")" "$(seq 11)"
	is "$s: --changes-since is what came later" "$(pick mark --changes-since=9)" '10
11'
	is "$s: nothing new" "$(pick mark --changes-since=11)" ""
	movement-select -q -d "$ledger" >"$tmp/here"
	movement-select -q -d "$ledger" --changes-since=0 | head -n 6 >"$tmp/feed1"
	movement-select -q -d "$ledger" --changes-since=5 >"$tmp/feed2"
	fresh
	status "$s: changes are fed to another ledger" 0 movement-record -q -d "$ledger" "$tmp/feed1"
	status "$s: and the rest" 0 movement-record -q -d "$ledger" "$tmp/feed2"
	status "$s: twice does no harm" 0 movement-record -q -d "$ledger" "$tmp/feed2"
	movement-select -q -d "$ledger" >"$tmp/there"
	ok "$s: then it has the same movements" cmp "$tmp/here" "$tmp/there"
	is "$s: and the same rows" "$(rows)" 11

	# The order of columns is nothing to a correction's id, or the next change would be lost.
	fresh
	printf 'direction,post,crossing_time,doc_number,b,a\nentry,P,2026-05-01,Q1,2,1\n' >"$tmp/one"
	printf 'a,b,direction,post,crossing_time,doc_number\n1,3,entry,P,2026-05-01,Q1\n' >"$tmp/two"
	one=$(movement-record -q -d "$ledger" "$tmp/one" | sed '1d; s/.*,//')
	two=$(movement-record -q -d "$ledger" --correct="$one" "$tmp/two" | sed '1d; s/.*,//')
	movement-record -q -d "$ledger" --void="$two" --why=x >/dev/null
	movement-select -q -d "$ledger" --changes-since=0 >"$tmp/feed"
	fresh
	status "$s: columns in another order" 0 movement-record -q -d "$ledger" "$tmp/feed"
	is "$s: changes of changes are understood" "$(pick change_kind,b --history="$one")" 'new,2
correct,3
void,3'

	# ---- a person ----

	fresh
	movement-record -q -d "$ledger" "$crossings" >"$tmp/first"
	is "$s: --person follows a renewed passport" \
		"$(pick doc_number,direction --person=UTO/L200 --format=csv)" 'L100,entry
L100,exit
L200,entry'
	movement-select -q -d "$ledger" --person=L100 | sed 's/recorded_by: .*/recorded_by: USER/
		s/recorded_time: .*/recorded_time: TIME/' >"$tmp/out"
	golden "$s: and is a page" ledger/person.txt
	printf 'doc_issuer,doc_number,direction,post,crossing_time\nDEU,L100,entry,X,2026-01-01\n' |
		movement-record -q -d "$ledger" >/dev/null
	status "$s: a number of two States" 2 movement-select -d "$ledger" --person=L100
	has "$s: must be said with its issuer" "ISSUER/NUMBER" "$tmp/err"
	is "$s: nobody" "$(movement-select -q -d "$ledger" --person=XX99 | grep Rows)" "Rows          0"

	# ---- audit ----

	status "$s: the chain verifies" 0 movement-audit -d "$ledger"
	head=$(cat "$tmp/out")
	ok "$s: and gives its head" expr "$head" : '[0-9]*:[0-9a-f]\{64\}$'
	movement-audit -q -d "$ledger" --list >"$tmp/lines"
	is "$s: what was written and who was looked up is in it" "$(cut -d, -f4,5 "$tmp/lines" | sed 's/ sha256.*//')" \
		'action,detail
schema,created
write,rows 1-9
look-up,person=UTO/L200
look-up,person=L100
write,rows 10-10
look-up,person=L100
look-up,person=XX99'
	is "$s: by whom" "$(cut -d, -f3 "$tmp/lines" | sed 1d | sort -u)" "$(id -un)"
	pick surname --document=L100 --from=2026-03-05 >/dev/null
	pick surname --name=berg --birth-date=1980-01-02 >/dev/null
	pick surname --post=KBL1 --from=2026-01-01 >/dev/null
	is "$s: so is a look-up by document or name, and none by post" \
		"$(movement-audit -q -d "$ledger" --list | sed '1,8d' | cut -d, -f5)" 'document=L100
name=berg birth_date=1980-01-02'
	status "$s: an earlier head is in the chain" 0 movement-audit -d "$ledger" --against="$head"
	status "$s: a head of another chain is not" 2 movement-audit -d "$ledger" \
		--against="8:$(printf '%064d' 0)"
	has "$s: the line is named" "line 8 of the audit chain is not the one" "$tmp/err"
	later=$(movement-audit -q -d "$ledger")
	# A chain that was made anew, every hash of it right.
	old_ledger=$ledger
	fresh
	movement-record -q -d "$ledger" "$crossings" >/dev/null
	anew=$(movement-audit -q -d "$ledger")
	sed 's/DOE/BORG/' "$crossings" >"$tmp/changed"
	fresh
	movement-record -q -d "$ledger" "$tmp/changed" >/dev/null
	status "$s: a ledger made anew verifies" 0 movement-audit -d "$ledger"
	status "$s: but not against its head" 2 movement-audit -d "$ledger" --against="$anew"
	has "$s: and the line is named" "line 2 of the audit chain is not the one that was written down" "$tmp/err"
	ledger=$old_ledger

	sql "UPDATE movement SET surname = 'BORG' WHERE mark = 3"
	status "$s: a row that was changed" 2 movement-audit -d "$ledger"
	has "$s: is seen" "line 2 of the audit chain: a row with a mark from 1 to 9 was changed" "$tmp/err"
	status "$s: but not by the chain alone" 0 movement-audit -d "$ledger" --chain-only
	sql "UPDATE movement SET surname = 'DOE' WHERE mark = 3"
	status "$s: changed back" 0 movement-audit -d "$ledger"
	sql "UPDATE audit SET who = 'nobody' WHERE n = 4"
	status "$s: a line that was changed" 2 movement-audit -d "$ledger"
	has "$s: is the first broken link" "line 4 of the audit chain was changed" "$tmp/err"
	sql "UPDATE audit SET who = '$(id -un)' WHERE n = 4"
	sql "DELETE FROM audit WHERE n = 9"
	status "$s: a tail that was cut off" 0 movement-audit -d "$ledger"
	status "$s: is seen against a head" 2 movement-audit -d "$ledger" --against="$later"
	has "$s: and said" "its end was cut off" "$tmp/err"
	sql "DELETE FROM audit WHERE n >= 5"
	status "$s: rows without their line" 2 movement-audit -d "$ledger"
	has "$s: are seen, too" "row 10 is not in the audit chain" "$tmp/err"
	sql "DELETE FROM audit WHERE n = 3"
	status "$s: a line taken out" 2 movement-audit -d "$ledger"
	has "$s: is missed" "line 3 of the audit chain is missing" "$tmp/err"

	# What is beside the rows so that they are found is verified, too.
	fresh
	movement-record -q -d "$ledger" "$crossings" >"$tmp/first"
	hide=$(ids "$tmp/first" | sed -n 4p)
	movement-record -q -d "$ledger" --void="$hide" --why=x >/dev/null
	sql "INSERT INTO replaced VALUES ('$(ids "$tmp/first" | sed -n 2p)', 3)"
	status "$s: a row that was hidden" 2 movement-audit -d "$ledger"
	has "$s: is seen" "movement $(ids "$tmp/first" | sed -n 2p) is hidden, and no row replaces it" "$tmp/err"
	sql "DELETE FROM replaced"
	status "$s: a void that was hidden" 2 movement-audit -d "$ledger"
	has "$s: is seen" "row 10 replaces another, and the ledger does not know it" "$tmp/err"
	sql "INSERT INTO replaced VALUES ('$hide', 10)"
	status "$s: put back" 0 movement-audit -d "$ledger"
	sql "DELETE FROM month WHERE month = 202604"
	status "$s: a month that was hidden" 2 movement-audit -d "$ledger"
	has "$s: is seen" "its month is not among those" "$tmp/err"
	sql "INSERT INTO month VALUES (202604)"
	sql "DELETE FROM extra"
	status "$s: a column that was hidden" 2 movement-audit -d "$ledger"
	has "$s: is seen" "the name of a column" "$tmp/err"

	# ---- schema ----

	fresh
	sed '1s/$/,colour,size/; 2,$s/$/,red,7/' "$tmp/scans" |
		movement-record -q -d "$ledger" --post=P --direction=entry --time=2026-01-01 >/dev/null
	sql "UPDATE ledger SET version = 99"
	status "$s: a newer schema" 2 movement-record -d "$ledger" "$crossings"
	has "$s: is refused" "version 99" "$tmp/err"
	status "$s: also to read" 2 movement-select -d "$ledger"
	sql "DROP TABLE extra"
	[ "$s" = postgres ] || sql "DROP TABLE document; DROP TABLE new_document; DROP TABLE name; DROP TABLE new_name;
		CREATE INDEX movement_document ON movement (month, doc_key);
		CREATE INDEX movement_name ON movement (month, name_key)"
	sql "UPDATE ledger SET version = 1"
	status "$s: an older one" 0 movement-record -q -d "$ledger" "$crossings"
	is "$s: is brought forward, with its rows" "$(rows) $(sql 'SELECT version FROM ledger')" "11 3"
	movement-audit -q -d "$ledger" --list >"$tmp/lines"
	has "$s: and the chain says so" "schema,brought forward" "$tmp/lines"
	is "$s: with the columns that its rows have" "$(pick colour,size,note --from=2026-01-01 --until=2026-01-01)" 'red,7,
red,7,'
	status "$s: and the chain verifies" 0 movement-audit -d "$ledger"
	is "$s: each is found by its document" "$(for key in $(sql "SELECT DISTINCT doc_key FROM movement"); do
		pick movement_id --all --document="$key"
	done | wc -l)" "$(sql "SELECT count(*) FROM movement WHERE doc_key <> ''")"

	# ---- many at once ----

	fresh
	for w in 1 2 3 4; do
		awk -v w=$w 'BEGIN { print "direction,post,crossing_time,doc_number"
			for (i = 0; i < 3000; i++) printf "entry,P%d,2026-%02d-01T%02d:00:00Z,W%d\n", w, 1 + i % 3, i % 24, i }' \
			>"$tmp/writer.$w"
		movement-record -q --batch=200 -d "$ledger" "$tmp/writer.$w" >"$tmp/answer.$w" 2>"$tmp/writer.$w.err" &
		eval "pid$w=$!"
	done
	mark=0 fed=0
	for i in 1 2 3 4 5 6 7 8; do
		movement-select -q -d "$ledger" --columns=mark --changes-since=$mark 2>/dev/null | sed 1d >"$tmp/fed"
		fed=$((fed + $(wc -l <"$tmp/fed"))) mark=$(tail -n 1 "$tmp/fed" | grep . || echo $mark)
	done
	wait $pid1 && wait $pid2 && wait $pid3 && wait $pid4
	is "$s: four writers at once end well" "$? $(cat "$tmp"/writer.*.err)" "0 "
	fed=$((fed + $(pick mark --changes-since=$mark | wc -l)))
	is "$s: no row is lost" "$(rows)" 12000
	is "$s: who followed the changes has each once" $fed 12000
	for w in 1 2 3 4; do ids "$tmp/answer.$w"; done | sort >"$tmp/answers"
	is "$s: every answer is in the ledger" "$(pick movement_id | sort | comm -3 - "$tmp/answers")" ""
	status "$s: and the chain verifies" 0 movement-audit -d "$ledger"
}

over sqlite
if postgres_start; then
	over postgres
	status "postgres: a page check is for pg_amcheck" 2 movement-record --check -d "$ledger"
	has "postgres: which is said" "pg_amcheck" "$tmp/err"
	for secret in "postgresql://ledger:GEHEIM@/x?host=$postgres" "postgresql:///x?password=GEHEIM" \
		"postgresql://u:GEHEIM@h:not-a-port/x" "postgresql://u:GEHEIM@[::1/x"; do
		status "postgres: an address with a password is refused" 2 movement-select -d "$secret"
		is "postgres: and not shown" "$(grep -c GEHEIM "$tmp/err")" 0
	done
	is "postgres: rows are in partitions by month" "$(sql "SELECT count(*) FROM pg_inherits WHERE inhparent = 'movement'::regclass")" 5
	is "postgres: and those in the right one" "$(sql 'SELECT count(*) FROM movement_202602')" 4000
else
	skip "postgres: the same tests" "no PostgreSQL server"
fi
# A post that keeps a file need not have the library of servers.
mkdir "$tmp/lib" && echo none >"$tmp/lib/libpq.so.5"
alone="env LD_LIBRARY_PATH=$tmp/lib"
status "a file, without libpq" 0 $alone movement-record -q -d "$tmp/alone.db" "$crossings"
status "a server, without libpq" 2 $alone movement-select -d "postgresql:///x?password=GEHEIM"
has "which it needs" "a ledger on a PostgreSQL server needs its library: $tmp/lib/libpq.so.5" "$tmp/err"
status "a server that is not there" 2 movement-select -d "postgresql:///x?host=$tmp/nowhere"

# ---- many rows: each is found, wherever it is kept ----

ledger=$tmp/long.db
awk 'BEGIN {
	print "direction,post,crossing_time,doc_number,surname,given_names"
	split("BA DE GI KO LU MA NE PI RO TU", syllable, " ")
	for (k = 1; k <= 131100; k++) {
		name = ""
		for (n = k; n > 0; n = int(n / 10)) name = name syllable[n % 10 + 1]
		printf "entry,P,2026-%02d-%02dT%02d:%02d:00Z,D%d,DE %s,ALI %s\n", 1 + int(k / 50000), 1 + k % 28, k % 24, k % 60, k, name,
			name
	}
}' >"$tmp/long.csv"
movement-record -q -d "$ledger" "$tmp/long.csv" >/dev/null
for k in 1 50000 65536 131071 131072 131073 131100; do
	name=$(sed -n "$((k + 1))s/.*,DE \([A-Z]*\),ALI.*/\1/p" "$tmp/long.csv")
	is "row $k of many is found by its document, its name, its first words, and whole" \
		"$(pick doc_number --document=D$k) $(pick doc_number --name="DE $name ALI $name") $(pick doc_number --name="de $name") \
$(movement-select -q -d "$ledger" --person=D$k | sed -n 's/^Rows *//p')" "D$k D$k D$k 1"
done
is "and by the first word of all" "$(pick doc_number --name=DE --from=2026-01-05 --until=2026-01-05 | wc -l)" \
	"$(grep -c '^entry,P,2026-01-05' "$tmp/long.csv")"
is "no word is cut" "$(pick doc_number --name=D)" ""
status "no row is hidden" 0 movement-record --check -d "$ledger"
rm "$ledger" "$tmp/long.csv"

# ---- the file ----

ledger=$tmp/file.db
movement-record -q -d "$ledger" "$crossings" >/dev/null
is "the file is not for others" "$(ls -l "$ledger" | cut -c8-10)" "---"
status "--check" 0 movement-record --check -d "$ledger"
for table in document name; do
	cp "$ledger" "$tmp/hidden.db"
	sqlite3 "$tmp/hidden.db" "DELETE FROM new_$table WHERE mark = 7"
	status "--check of a row that no $table leads to" 2 movement-record --check -d "$tmp/hidden.db"
	has "it is named" "row 7 " "$tmp/err"
	status "the chain, too" 2 movement-audit -d "$tmp/hidden.db"
	has "sees that it is hidden" "row 7 is hidden" "$tmp/err"
done
status "--backup" 0 movement-record --backup="$tmp/copy.db" -d "$ledger"
movement-select -q -d "$ledger" >"$tmp/out"
movement-select -q -d "$tmp/copy.db" >"$tmp/copied"
ok "is the same ledger" cmp "$tmp/out" "$tmp/copied"
status "whose chain verifies" 0 movement-audit -d "$tmp/copy.db" --against="$(movement-audit -q -d "$ledger")"
awk 'BEGIN { print "direction,post,crossing_time,doc_number"
	for (i = 0; i < 20000; i++) printf "entry,P,2026-05-%02dT%02d:00:00Z,B%d\n", 1 + i % 28, i % 24, i }' >"$tmp/load"
cp "$tmp/copy.db" "$tmp/busy.db"
movement-record -q --batch=100 -d "$tmp/busy.db" "$tmp/load" >/dev/null &
pid=$! bad=0
for i in 1 2 3 4 5; do
	movement-record -q --backup="$tmp/during-$i.db" -d "$tmp/busy.db" && movement-record -q --check -d "$tmp/during-$i.db" &&
		movement-audit -q -d "$tmp/during-$i.db" >"$tmp/head-$i" || bad=$((bad + 1))
	n=$(movement-select -q -d "$tmp/during-$i.db" --columns=mark --all | sed 1d | wc -l)
	[ $(((n - 9) % 100)) -eq 0 ] || bad=$((bad + 1))
done
wait $pid
is "--backup while others write: sound copies of whole batches" "$? $bad" "0 0"
status "whose heads are in the chain" 0 movement-audit -d "$tmp/busy.db" --against="$(cat "$tmp/head-5")"
status "--backup into a folder that is not there" 2 movement-record --backup="$tmp/no/copy.db" -d "$ledger"
has "is said" "no/copy.db: cannot create: No such file" "$tmp/err"
status "--backup onto itself" 2 movement-record --backup="$tmp/./file.db" -d "$ledger"
has "is refused" "that is the ledger itself" "$tmp/err"
cp "$tmp/copy.db" "$tmp/used.db" && echo log >"$tmp/used.db-wal"
status "--backup onto a ledger in use" 2 movement-record --backup="$tmp/used.db" -d "$ledger"
has "is refused" "its log would be taken for that of the copy" "$tmp/err"
ok "and leaves it as it is" cmp "$tmp/used.db" "$tmp/copy.db"
cp "$tmp/copy.db" "$tmp/damaged.db"
dd if=/dev/zero of="$tmp/damaged.db" bs=4096 seek=4 count=4 conv=notrunc 2>/dev/null
status "--check of a damaged file" 2 movement-record --check -d "$tmp/damaged.db"
status "no SQLite file" 2 movement-select -d "$crossings"
has "is said" "not a SQLite file" "$tmp/err"
sqlite3 "$tmp/other.db" 'CREATE TABLE t (x)'
status "a SQLite file that is no ledger" 2 movement-record -d "$tmp/other.db" "$crossings"
has "is said, too" "no ledger" "$tmp/err"
is "and left alone" "$(sqlite3 "$tmp/other.db" .tables)" t
status "no ledger is named" 2 movement-record "$crossings"

unwritable() { # a user who may only read; root may all
	if [ "$(id -u)" -eq 0 ]; then
		setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups "$@"
	else
		"$@"
	fi
}
mkdir "$tmp/locked" && cp "$tmp/copy.db" "$tmp/locked/l.db" && cp "$crossings" "$tmp/locked/c.csv"
chmod 444 "$tmp/locked"/* && chmod 555 "$tmp/locked" && chmod 711 "$tmp"
if [ "$(id -u)" -ne 0 ] || unwritable movement-record --version >/dev/null 2>&1; then
	status "a file that may not be written" 2 unwritable movement-record -d "$tmp/locked/l.db" "$tmp/locked/c.csv"
	has "is said" "cannot be written" "$tmp/err"
	is "it can be read" "$(unwritable movement-select -q -d "$tmp/locked/l.db" --columns=post | wc -l | tr -d ' ')" 10
	status "but not by person" 2 unwritable movement-select -d "$tmp/locked/l.db" --document=L100
	has "for that must be written down" "audit chain" "$tmp/err"
	is "and nothing is shown" "$(cat "$tmp/out")" ""
	# Rows that are in the log alone, as a killed program leaves them.
	chmod 755 "$tmp/locked"
	mkfifo "$tmp/held"
	movement-record -q --batch=1 -d "$tmp/killed.db" "$tmp/held" >"$tmp/held.out" &
	pid=$!
	exec 9>"$tmp/held"
	cat "$crossings" >&9
	waited=0
	until [ "$(wc -l <"$tmp/held.out")" -gt 5 ] || [ $waited -gt 300 ]; do
		sleep 0.1
		waited=$((waited + 1))
	done
	cp "$tmp/killed.db" "$tmp/killed.db-wal" "$tmp/locked" && chmod 444 "$tmp/locked"/* && chmod 555 "$tmp/locked"
	exec 9>&-
	wait $pid
	status "rows in a log that cannot be read without writing" 2 unwritable movement-select -d "$tmp/locked/killed.db"
	has "are not passed over in silence" "rows are in a log beside it" "$tmp/err"
else
	skip "a file that may not be written" "root may all, and nobody may not run this program"
fi
done_testing
