# mrz-make from outside: records in, zones, issues and rejects out, and back again.
. "$top_srcdir/tests/cmd/tap.sh"
mrz=$data/mrz
header=surname,given_names,birth_date,sex,nationality,doc_type,doc_issuer,doc_number,doc_expiry,personal_number

# The zone of one record, its lines parted by blanks; then its issues.
zone() { # RECORD OPTION ...
	printf '%s\n%s\n' "$header" "$1" >"$tmp/one.csv"
	shift
	mrz-make -q --lines --specimen "$@" "$tmp/one.csv" 2>"$tmp/err" | tr '\n' ' ' | sed 's/ $//'
}
issues() { # RECORD OPTION ...
	printf '%s\n%s\n' "$header" "$1" >"$tmp/one.csv"
	shift
	mrz-make -q --specimen "$@" "$tmp/one.csv" 2>"$tmp/err" | sed -n '$s/.*,//p'
}
refused() { # WHAT RECORD WHY OPTION ...
	printf '%s\n%s\n' "$header" "$2" >"$tmp/one.csv"
	tap_name=$1 tap_record=$2 tap_why=$3
	shift 3
	status "$tap_name" 1 mrz-make --specimen --reject="$tmp/rejects" "$@" "$tmp/one.csv"
	has "$tap_name: it is said" "$tmp/one.csv: line 2: no zone: $tap_why" "$tmp/err"
	is "$tap_name: it is kept" "$(cat "$tmp/rejects")" "$tap_record"
}

# ---- the specimens of the standard ----

anna=Eriksson,Anna\ Maria,1974-08-12,F,UTO
is "TD3" "$(zone "$anna,P,UTO,L898902C3,2012-04-15,ZE184226B")" \
	'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<< L898902C36UTO7408122F1204159ZE184226B<<<<<10'
is "TD1" "$(zone "$anna,I,UTO,D23145890,2012-04-15,")" \
	'I<UTOD231458907<<<<<<<<<<<<<<< 7408122F1204159UTO<<<<<<<<<<<6 ERIKSSON<<ANNA<MARIA<<<<<<<<<<'
is "TD2" "$(zone "$anna,I,UTO,D23145890,2012-04-15," -f TD2)" \
	'I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<< D231458907UTO7408122F1204159<<<<<<<6'
visa='Eriksson,Anna Maria,1940-09-07,F,XXX,V,UTO,L8988901C,1996-12-10'
is "MRV-A" "$(zone "$visa,6ZE184226B")" \
	'V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<< L8988901C4XXX4009078F96121096ZE184226B<<<<<<'
is "MRV-B" "$(zone "$visa," --form=MRV-B)" \
	'V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<< L8988901C4XXX4009078F9612109<<<<<<<<'
long='Stevenson,Peter John,1934-07-12,M,UTO,I,UTO,D23145890734,1995-07-12'
is "a long number of a TD1" "$(zone "$long,")" \
	'I<UTOD23145890<7349<<<<<<<<<<< 3407127M9507122UTO<<<<<<<<<<<2 STEVENSON<<PETER<JOHN<<<<<<<<<'
is "and of a TD2" "$(zone "$long," -f TD2)" \
	'I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<< D23145890<UTO3407127M95071227349<<<8'

# ---- national forms: the specimens of the States ----

berthier=Berthier,Corinne,1965-12-06,F,FRA,ID,FRA
is "the French card" "$(zone "$berthier,880692310285,," -f FRA-ID)" \
	'IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<< 8806923102858CORINNE<<<<<<<6512068F6'
is "another" "$(zone "$berthier,940992310285,," -f FRA-ID)" \
	'IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<< 9409923102854CORINNE<<<<<<<6512068F4'
is "the French licence" "$(zone 'Martin,,,,FRA,D1,FRA,13AA00002,2018-12-31,' -f FRA-DL)" \
	'D1FRA13AA000026181231MARTIN<<9'
is "the Swiss licence" "$(zone 'Marchand,Fabienne,1980-01-26,,CHE,FA,CHE,305142128097,,AAA001D' -f CHE-DL)" \
	'AAA001D<< FACHE305142128097<<800126<<<<< MARCHAND<<FABIENNE<<<<<<<<<<<<'
is "a licence has no place for given names, and says so" \
	"$(issues 'Martin,Paul,,,FRA,D1,FRA,13AA00002,2018-12-31,' -f FRA-DL)" name_truncated:given_names
is "a long surname of a French card" "$(zone 'Bennelong Wooloomooloo Warrandyte,Jean-Baptiste Marie,1965-12-06,M,FRA,ID,FRA,880692310285,,' -f FRA-ID |
	cut -c1-30,51-64)" 'IDFRABENNELONG<WOOLOOMOOLOO<WAJEAN<BAPTIST<M'
refused "a form of another State" "Berg,,1980-01-02,F,DEU,I,DEU,X1,," \
	"doc_issuer 'DEU' has no layout FRA-ID" -f FRA-ID
refused "no place for a personal number" 'Martin,,,,FRA,D1,FRA,13AA00002,2018-12-31,X' \
	'layout FRA-DL has no room for a personal_number' -f FRA-DL
refused "a letter among the digits of a number" 'Marchand,F,1980-01-26,,CHE,FA,CHE,30514212809A,,' \
	'doc_number has a letter, layout CHE-DL has digits there' -f CHE-DL

# ---- values ----

is "a date in part, a date that is not known, no sex" \
	"$(zone 'Berg,Anna,1980-05,,UTO,P,UTO,X1,,')" \
	'P<UTOBERG<<ANNA<<<<<<<<<<<<<<<<<<<<<<<<<<<<< X1<<<<<<<4UTO8005<<1<<<<<<<0<<<<<<<<<<<<<<<4'
is "a year alone; Germany has one letter" "$(zone 'Berg,,1980,X,DEU,P,DEU,X1,2030-01-01,' | cut -c1-10,46-72)" \
	'P<D<<BERG<X1<<<<<<<4D<<80<<<<6X300101'
is "two-letter codes, small letters" "$(zone 'berg,anna,1980-01-02,f,fr,p,fr,x1y2,2030-01-02,ab1' | cut -c1-20,46-66)" \
	'P<FRABERG<<ANNA<<<<<X1Y2<<<<<2FRA8001025F'
is "no surname: a name alone is the primary identifier" \
	"$(zone ',Suharto,1980-01-02,M,IDN,P,IDN,X1,2030-01-02,' | cut -c1-20)" 'P<IDNSUHARTO<<<<<<<<'
is "a number with blanks" "$(issues 'Berg,A,1980-01-02,F,FRA,P,FRA,AB 12 3,2030-01-02,')" ''
is "a number with other signs" "$(issues 'Berg,A,1980-01-02,F,FRA,P,FRA,AB-12/3,2030-01-02,1.2')" \
	'transliterated:doc_number;transliterated:personal_number'
is "is written with fillers" "$(zone 'Berg,A,1980-01-02,F,FRA,P,FRA,AB-12/3,2030-01-02,1.2' | cut -c46-56,74-80)" \
	'AB<12<3<<7F1<2<<<<'
td1='Berg,Anna,1980-01-02,F,FRA,ID,FRA'
is "optional data of a TD1: line 1" "$(zone "$td1,X1,2030-01-02,123456789012345" | cut -c1-61)" \
	'IDFRAX1<<<<<<<4123456789012345 8001025F3001020FRA<<<<<<<<<<<8'
is "lines 1 and 2, parted at a blank" "$(zone "$td1,X1,2030-01-02,123456789 12345 6789" | cut -c1-61)" \
	'IDFRAX1<<<<<<<4123456789<12345 8001025F3001020FRA6789<<<<<<<2'
is "line 2, where a long number has line 1" "$(zone "$td1,1234567890123456789012,2030-01-02,12345678901" | cut -c1-61)" \
	'IDFRA123456789<01234567890129< 8001025F3001020FRA123456789016'
is "behind a number that is not that long" "$(zone "$td1,1234567890,2030-01-02,AB" | cut -c1-30)" \
	'IDFRA123456789<07<AB<<<<<<<<<<'
is "a code of no State is written, and told" \
	"$(issues 'Berg,A,1980-01-02,F,QQQ,P,UTO,X1,2030-01-02,')" unknown_country:nationality
printf '%s\n%s\n' "full_name,nationality,doc_type,doc_issuer,doc_number" \
	'"Berg, Anna Maria",FRA,P,FRA,X1' >"$tmp/full.csv"
status "a full name" 0 mrz-make --lines "$tmp/full.csv"
has "is parted at its comma" 'P<FRABERG<<ANNA<MARIA<<<<<<<' "$tmp/out"
sed 's/"Berg, Anna Maria"/Berg Anna/' "$tmp/full.csv" >"$tmp/full2.csv"
has "and is the primary identifier without one" 'P<FRABERG<ANNA<<<<<<<' /dev/stdin <<-END
	$(mrz-make -q --lines "$tmp/full2.csv")
END

# ---- names ----

name() { # SURNAME GIVEN STATE OPTION ...: line 1 of a TD3 behind the State, and the issues
	tap_s=$1 tap_g=$2 tap_state=$3
	shift 3
	zone "$tap_s,$tap_g,1980-01-02,F,FRA,P,$tap_state,X1,2030-01-02," "$@" | cut -c6-44 | sed 's/<*$//'
	issues "$tap_s,$tap_g,1980-01-02,F,FRA,P,$tap_state,X1,2030-01-02," "$@"
}
named() { # WHAT SURNAME GIVEN STATE WANT ISSUES OPTION ...
	tap_w=$1 tap_1=$2 tap_2=$3 tap_3=$4 tap_4=$5 tap_5=$6
	shift 6
	is "$tap_w" "$(name "$tap_1" "$tap_2" "$tap_3" "$@" | tr '\n' ' ')" "$tap_4 $tap_5 "
}
t=transliterated:name cut=name_truncated:name
named "a letter too many, and the name is cut" NILAVADHANANANDA 'ARNPOL PETCH CHARONGUA' THA \
	'NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU' $cut
named "39 letters are not cut" NILAVADHANANANDA 'ARNPOL PETCH CHARONGU' THA \
	'NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU' ''
named "given names are cut from the end" Papandropoulous 'Jonathon Alec Warwick' GRC \
	'PAPANDROPOULOUS<<JONATHON<ALEC<WARWICK' ''
named "where a filler would be the last, a letter goes" Papandropoulous 'Jonathons Alec Warwic K' GRC \
	'PAPANDROPOULOUS<<JONATHONS<ALEC<WARWI<K' $cut
named "a surname that leaves no room is cut for an initial" 'Bennelong Wooloomooloo Warrandyte Warnambool' \
	'Dingo Potoroo' AUS 'BENNELONG<WOOLOOMOOLOO<WARRANDYTE<WA<<D' $cut
named "a name alone" 'Bennelong Wooloomooloo Warrandyt Y Warnambool' '' AUS \
	'BENNELONG<WOOLOOMOOLOO<WARRANDYT<Y<WARN' $cut
named "a name alone, a filler at the end" 'Bennelong Wooloomooloo Warrandytes And W' '' AUS \
	'BENNELONG<WOOLOOMOOLOO<WARRANDYTES<AN<W' $cut
named "initials are not shortened" 'Bennelong Wooloomooloo Warrandytesy' 'B C D E' AUS \
	'BENNELONG<WOOLOOMOOLOO<WARRANDYTES<<B<C' $cut
named "Latin letters with marks" Åström-Müller "Zoë D'Arc" DEU 'AASTROEM<MUELLER<<ZOE<DARC' $t
named "in fewer letters" Åström-Müller "Zoë D'Arc" DEU 'ASTROM<MULLER<<ZOE<DARC' $t --short-letters
named "Cyrillic, of Russia" Щукина Юлия RUS 'SHCHUKINA<<IULIIA' $t
named "Cyrillic, of Ukraine" Гречко Юлія UKR 'HRECHKO<<YULIIA' $t
named "Arabic" فاطمة 'محمد' SAU 'FAXTTMXTA<<MXHMD' $t
refused "a script that has no table" '王,小明,1980-01-02,F,CHN,P,CHN,X1,2030-01-02,' \
	'surname: U+738B is in no table of Doc 9303'
refused "given names in one" 'Kumar,प्रकाश,1980-01-02,F,IND,P,IND,X1,2030-01-02,' \
	'given_names: U+092A is in no table of Doc 9303'
refused "a digit in a name" 'Louis,2,1980-01-02,F,FRA,P,FRA,X1,2030-01-02,' \
	'given_names: U+0032 is in no table'
i=A
while [ ${#i} -lt 80 ]; do i="$i B"; done
refused "forty initials" "$i,,1980-01-02,F,FRA,ID,FRA,X1,2030-01-02," \
	'the name cannot be cut so that a letter ends its field'

# ---- what cannot be written ----

refused "no name" '-,,1980-01-02,F,FRA,P,FRA,X1,2030-01-02,' 'there is no name'
refused "no number" 'Berg,,1980-01-02,F,FRA,P,FRA,,2030-01-02,' 'doc_number is empty'
refused "a number of signs" 'Berg,,1980-01-02,F,FRA,P,FRA,--,2030-01-02,' 'doc_number is empty'
refused "a number of a passport with ten characters" 'Berg,,1980-01-02,F,FRA,P,FRA,1234567890,2030-01-02,' \
	'doc_number has 10 characters, layout TD3 has room for 9'
refused "a number of a TD1 with 24" "$td1,123456789012345678901234,2030-01-02," \
	'doc_number has 24 characters, layout TD1 has room for 23'
refused "a long number with a blank where it would end" "$td1,12345678 01,2030-01-02," \
	'doc_number has a blank behind its eighth character'
refused "a number in another script" 'Berg,,1980-01-02,F,FRA,P,FRA,АБ12,2030-01-02,' \
	"doc_number 'АБ12' has a character that is not of A-Z and 0-9"
refused "a personal number too long" 'Berg,,1980-01-02,F,FRA,P,FRA,X1,2030-01-02,123456789012345' \
	'personal_number has 15 characters, layout TD3 has room for 14'
refused "a personal number too long beside a long number" "$td1,12345678901,2030-01-02,123456789012" \
	'personal_number has 12 characters, layout TD1 has room for 11'
refused "no document code" 'Berg,,1980-01-02,F,FRA,,FRA,X1,2030-01-02,' 'doc_type is empty'
refused "another document code" 'Berg,,1980-01-02,F,FRA,X,FRA,X1,2030-01-02,' \
	"doc_type 'X' is no document code of any layout"
refused "a passport as a card" 'Berg,,1980-01-02,F,FRA,P,FRA,X1,2030-01-02,' \
	"doc_type 'P' is none of layout TD1" -f TD1
refused "a word for a document code" 'Berg,,1980-01-02,F,FRA,Passport,FRA,X1,2030-01-02,' \
	"doc_type 'Passport' is not one letter or two"
refused "no issuer" 'Berg,,1980-01-02,F,FRA,P,,X1,2030-01-02,' 'doc_issuer is empty'
refused "a State by its name" 'Berg,,1980-01-02,F,France,P,FRA,X1,2030-01-02,' \
	"nationality 'France' is not the three letters of a State"
refused "a day that is none" 'Berg,,1980-02-30,F,FRA,P,FRA,X1,2030-01-02,' "birth_date '1980-02-30' is no date"
refused "a sex that is none" 'Berg,,1980-02-03,W,FRA,P,FRA,X1,2030-01-02,' "sex 'W' is not M, F or X"
status "rows without a needed column" 2 mrz-make "$mrz/lanes.csv"
has "name it" "there is no column 'nationality'" "$tmp/err"
printf 'nationality,doc_type,doc_issuer,doc_number\n' >"$tmp/nameless.csv"
status "rows without a name" 2 mrz-make "$tmp/nameless.csv"
has "are told so" "there is no column 'surname', and no 'full_name'" "$tmp/err"
status "a wrong form" 2 mrz-make --form=TD4

# ---- there and back ----

# 20,000 travellers in every layout: what has no mark is read as it was written.
# Without repair, for the number of a card is in a passport what no State writes.
border-simulate -q --travellers=20000 -o "$tmp/country"
join_lines() {
	awk '{ q += gsub(/"/, "&"); l = l $0; if (q % 2 == 0) { print l; l = "" } else l = l "/" }'
}
for form in TD1 TD2 TD3 MRV-A MRV-B; do
	awk -F, -v OFS=, -v form=$form '
		NR == 1 { print $0, "personal_number"; next }
		$14 == "" { print $0, ""; next }
		{
			$14 = form ~ /TD[12]/ ? "I" : form == "TD3" ? "P" : "V"
			long = form ~ /TD[12]/ && NR % 3 == 0
			if (long) $16 = substr($16 "XK47", 1, 12)
			print $0, long && form == "TD2" || NR % 5 == 0 ? "" : "N" NR
		}' "$tmp/country/truth/travellers.csv" >"$tmp/people.csv"
	mrz-make -q --specimen -f $form "$tmp/people.csv" >"$tmp/zones.csv" 2>/dev/null
	# the names that the truth has go out of the way of those that are read
	{ sed -n '1s/^.*,mrz,/&/p' "$tmp/zones.csv" | tr ',' '\n' | sed '/^mrz$/!s/^/true_/' | paste -sd, - &&
		sed 1d "$tmp/zones.csv"; } | mrz-parse -q --specimen --no-repair --as-of=2026-11-30 -i csv | join_lines >"$tmp/back.csv"
	awk -F, '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i
			n = split("birth_date sex nationality doc_type doc_issuer doc_number doc_expiry personal_number", all, " ")
			next }
		{
			rows++
			bad = $at["mrz_status"] != "valid"
			for (i = 1; i <= n; i++) bad += $at[all[i]] != $at["true_" all[i]]
			marked = $at["true_mrz_issues"] ~ /:name/
			first = $at["true_surname"]; second = $at["true_given_names"]
			if (first == "") { first = second; second = "" } # one name alone is the surname
			same = $at["surname"] == first && $at["given_names"] == second
			names += marked
			wrong += bad > 0 || (!marked && !same)
			if (bad > 0 || (!marked && !same)) print "# " $0 >"/dev/stderr"
			idle += marked && same
		}
		END { print (rows > 19000), wrong + 0, idle + 0, (names < rows / 5) }' "$tmp/back.csv" >"$tmp/out" 2>"$tmp/wrong"
	is "$form: all are written, none is read differently, no mark is idle" "$(cat "$tmp/out")" "1 0 0 1"
	head -3 "$tmp/wrong"
	mrz-make -q --specimen --lines -f $form "$tmp/people.csv" 2>/dev/null | mrz-parse -q --specimen |
		join_lines | wc -l >"$tmp/lines"
	is "$form: as many as lines of text" "$(tr -d ' ' <"$tmp/lines")" "$(wc -l <"$tmp/back.csv" | tr -d ' ')"
done

# ---- cores ----

for how in '' --lines; do
	mrz-make $how --specimen --reject="$tmp/rejects.1" "$tmp/country/truth/travellers.csv" \
		>"$tmp/many.1" 2>"$tmp/said.1"
	mrz-make $how --specimen -j 3 --reject="$tmp/rejects.3" "$tmp/country/truth/travellers.csv" \
		>"$tmp/many.3" 2>"$tmp/said.3"
	ok "-j 3 $how writes the same" cmp "$tmp/many.1" "$tmp/many.3"
	ok "-j 3 $how says the same" cmp "$tmp/said.1" "$tmp/said.3"
	ok "-j 3 $how rejects the same" cmp "$tmp/rejects.1" "$tmp/rejects.3"
done
status "--strict" 2 mrz-make --strict --lines "$tmp/country/truth/travellers.csv"
status "files one after the other" 0 mrz-make --lines "$tmp/full.csv" "$tmp/full2.csv"
is "are one stream of lines" "$(wc -l <"$tmp/out" | tr -d ' ')" 4
status "a full disk" 2 sh -c 'mrz-make "$1" >/dev/full' sh "$tmp/country/truth/travellers.csv"
done_testing
