# What watchlist-match(1) promises.
. "$top_srcdir/tests/cmd/tap.sh"

lists=$data/lists
un=$lists/un-small.xml national=$lists/national.csv
columns='surname,given_names,birth_date,sex,nationality,doc_number,doc_issuer,seat'
hits='hit_list,hit_id,hit_name,hit_score,hit_on,hit_against,hit_reason'

# The values of columns by their names, one record a line.
pick() { # LIST FILE
	movement-report -q --sort=key --by="$1" "$2" | sed -e 1d -e 's/,1$//'
}

status "two lists" 0 watchlist-match -l "$un" -l national="$national" "$lists/travellers.csv"
is "the traveller's columns, then the hit's" "$(head -1 "$tmp/out")" "$columns,$hits"
cp "$tmp/out" "$tmp/hits"
is "one row a hit: who, which list, which entry" "$(pick surname,hit_list,hit_id "$tmp/hits")" \
	"ANYBODY,national,N-4
KIVILO,un-small,XXi.001
LINDKVIST,national,N-1"
has "a document alone" 'national,N-4,,0.950,document,,Document X990001 is listed' "$tmp/hits"
has "all agrees" '1.000,name;birth_date;nationality;sex,,Name as listed: TARVO JUHAN KIVILO;' "$tmp/hits"
has "the other columns pass" 'ZZ0002,SWE,1B,national,N-1' "$tmp/hits"
has "why the names are alike" 'LINDKVIST for LINDQVIST' "$tmp/hits"

status "--all" 0 watchlist-match -a -l "$un" -l "$national" "$lists/travellers.csv"
is "every row" "$(wc -l <"$tmp/out" | tr -d ' ')" 5
has "those without a hit have empty columns" 'ZZ0003,DEU,1D,,,,,,,' "$tmp/out"
status "--clear" 0 watchlist-match --clear -l "$un" -l "$national" "$lists/travellers.csv"
is "only rows without a hit, as they are" "$(cat "$tmp/out")" "$columns
MUELLER,HANS,1970-01-01,M,DEU,ZZ0003,DEU,1D"
status "-t 1" 0 watchlist-match -t 1 -l "$un" -l "$national" "$lists/travellers.csv"
is "only what agrees in all" "$(pick hit_id "$tmp/out")" "XXi.001"
status "-t 0.99" 0 watchlist-match --threshold=0.951 -l "$un" -l "$national" "$lists/travellers.csv"
is "a higher threshold, fewer hits" "$(pick hit_id "$tmp/out")" "N-1
XXi.001"

# The same person in other writings: turned round, marks lost or added, one
# letter, other scripts, parted and joined.
while IFS='|' read -r id name birth; do
	printf 'full_name,birth_date\n"%s",%s\n' "$name" "$birth" >"$tmp/one.csv"
	status "found: $name $birth" 0 watchlist-match -q -l "$un" -l "$national" "$tmp/one.csv"
	is "as $id" "$(pick hit_id "$tmp/out")" "$id"
done <<TABLE
XXi.001|KIVILO TARVO JUHAN|
XXi.001|Tarvo Kivilo|1971-03-09
XXi.001|TARVO JUHAN KIVILA|
XXi.001|KIVILO, T. JUHAN|1974-01-01
XXi.001|Kivi Tarvo|
XXi.002|OUMAR DIAKHE|
XXi.002|Diakhé Omar|1962
XXi.002|عمر دياخي|
N-1|LINDQUIST JOHANNA MARIE|
N-1|JOHANNA MARIE LINDQVIST MRS|
N-1|JOHANNAMARIE LINDQVIST|
N-2|VASILKOV PETAR|1960
N-2|ВАСИЛКОВ ПЕТЪР|
N-3|OKONDJO<<SAMUEL<<<<<<|
TABLE

# Those who are not: the rows of nobody who is listed.
cat >"$tmp/others.csv" <<ROWS
surname,given_names,birth_date
KIVILO,ANNA,1999-01-01
LINDBERG,MARIE,1988-02-29
PETROV,VASIL,1960-05-05
SAMUEL,JOHN,1990-01-01
MARTIN,MARIE,
ROWS
status "others" 0 watchlist-match -l "$un" -l "$national" "$tmp/others.csv"
is "are not hit" "$(sed 1d "$tmp/out")" ""

# The same person in spellings of other scripts, in his table of names, in parts.
cat >"$tmp/native.csv" <<ROWS
id,full_name
A,محمد عبد الرحمن الحسن
B,山田太郎
C,Юрий Щербаков
D,李小明
E,김영수
F,אברהם כהן
G,გიორგი ბერიძე
ROWS
while IFS='|' read -r id name; do
	printf 'full_name\n"%s"\n' "$name" >"$tmp/one.csv"
	status "found in another script: $name" 0 watchlist-match -q -l "$tmp/native.csv" "$tmp/one.csv"
	is "as $id" "$(pick hit_id "$tmp/out")" "$id"
done <<TABLE
A|MOHAMMED ABDUL RAHMAN AL HASAN
A|HASSAN MUHAMMAD ABDURRAHMAN
B|YAMADA TARO
C|YURI SHCHERBAKOV
C|IURII SHCHERBAKOV
D|LI XIAOMING
D|XIAO MING LI
E|KIM YOUNG SOO
F|ABRAHAM COHEN
G|GIORGI BERIDZE
TABLE
printf 'id,full_name\nW,WILLIAM ARKWRIGHTSON\nX,ALEXANDER BENEDIKT THOROLDSENGARD\n' >"$tmp/long.csv"
printf 'surname,given_names\nARKWRIGHTSON,BILL\nTHOROLDSENGARD,BENEDIKT ALEXAN\n' >"$tmp/one.csv"
status "a short form, and a name that a zone has cut" 0 watchlist-match -q -l "$tmp/long.csv" "$tmp/one.csv"
is "both found" "$(pick hit_id "$tmp/out")" "W
X"

# What an officer has cleared.
status "hits" 0 watchlist-match -q -l "$un" -l national="$national" "$lists/travellers.csv"
grep -v ANYBODY "$tmp/out" >"$tmp/cleared.csv"
status "--cleared" 0 watchlist-match -l "$un" -l national="$national" --cleared="$tmp/cleared.csv" "$lists/travellers.csv"
is "is not told again" "$(pick surname,hit_id "$tmp/out")" ANYBODY,N-4
sed 's/ZZ0002/ZZ9002/' "$lists/travellers.csv" >"$tmp/renewed.csv"
status "another document" 0 watchlist-match -l national="$national" --cleared="$tmp/cleared.csv" "$tmp/renewed.csv"
is "is another traveller" "$(pick surname "$tmp/out")" "ANYBODY
LINDKVIST"
printf 'surname,given_names,birth_date\nLINDKVIST,JOHANA MARIE,1988-02-29\n' >"$tmp/bare.csv"
watchlist-match -q -l national="$national" "$tmp/bare.csv" >"$tmp/bare-hits.csv"
status "without documents" 0 watchlist-match -l national="$national" --cleared="$tmp/bare-hits.csv" "$tmp/bare.csv"
is "by name and birth date" "$(sed 1d "$tmp/out")" ""
status "but one who has a document" 0 watchlist-match -l national="$national" --cleared="$tmp/bare-hits.csv" "$lists/travellers.csv"
is "is not cleared by them" "$(pick surname "$tmp/out")" "ANYBODY
LINDKVIST"
printf 'hit_list,hit_id,surname\nnational,N-1,LINDKVIST\n' >"$tmp/poor.csv"
status "a row that says too little" 0 watchlist-match -l national="$national" --cleared="$tmp/poor.csv" "$lists/travellers.csv"
has "is warned of" "poor.csv: line 2: warning: neither a document" "$tmp/err"
has "and clears nothing" "LINDKVIST" "$tmp/out"
printf 'surname\nX\n' >"$tmp/poor.csv"
status "a file of something else" 2 watchlist-match -l "$national" --cleared="$tmp/poor.csv" "$lists/travellers.csv"
has "is refused" "no column hit_list" "$tmp/err"

status "--explain" 0 watchlist-match -l "$un" -l national="$national" --explain=N-1 "$lists/travellers.csv"
is "a page a record" "$(grep -c '^line ' "$tmp/out")" 4
has "word by word" "LINDKVIST            LINDQVIST: alike" "$tmp/out"
has "and the rest" "born 1988-02-29 as listed" "$tmp/out"
status "--explain of nobody" 0 watchlist-match -l "$national" --explain=N-999 "$lists/travellers.csv"
has "says so" "no list has an entry N-999" "$tmp/out"
status "--exhaustive" 0 watchlist-match -l "$un" -l national="$national" --exhaustive "$lists/travellers.csv"
ok "finds the same" cmp "$tmp/out" "$tmp/hits"

# Lists that are not whole, and what it says then.
refuse() { # WHAT SAYS FILE
	status "refused: $1" 2 watchlist-match -l "$national" -l "$3" "$lists/travellers.csv"
	has "because of $1" "$2" "$tmp/err"
	is "and nothing is compared with the others" "$(cat "$tmp/out")" ""
}
head -c 1500 "$un" >"$tmp/cut.xml"
refuse "a cut list" "cut.xml: line" "$tmp/cut.xml"
gzip -c "$un" | head -c 600 >"$tmp/cut.xml.gz"
refuse "a cut gzip file" "cut short" "$tmp/cut.xml.gz"
refuse "a list that is not there" "cannot open" "$tmp/nowhere.xml"
refuse "a folder" "directory" "$tmp"
printf 'hit_id,surname\nA,B\nC\n' >"$tmp/ragged.csv"
refuse "a ragged row" "ragged.csv: line 3: the row has 1 fields" "$tmp/ragged.csv"
mkfifo "$tmp/secret"
printf '<!DOCTYPE l [<!ENTITY e SYSTEM "%s">]><CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><FIRST_NAME>&e;</FIRST_NAME></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>' \
	"$tmp/secret" >"$tmp/entity.xml"
# Were the entity opened, the pipe without a writer would keep the program waiting.
status "an entity from a file" 2 timeout 20 watchlist-match -l "$tmp/entity.xml" "$lists/travellers.csv"
has "is refused unread" "document type" "$tmp/err"

gzip -c "$un" >"$tmp/packed"
status "a list in gzip, of any name" 0 watchlist-match -l un-small="$tmp/packed" -l "$national" "$lists/travellers.csv"
ok "the same hits" cmp "$tmp/out" "$tmp/hits"
status "a list is named by its file without folders and endings" 0 \
	watchlist-match -l "$un" "$lists/travellers.csv"
is "so" "$(pick hit_list "$tmp/out")" un-small
status "-v says what was loaded" 0 watchlist-match -v -l UN="$un" "$lists/travellers.csv"
has "so" "UN: un, 3 entries, 7 names, 2 documents; 2 organizations left out" "$tmp/err"

status "no list" 2 watchlist-match "$lists/travellers.csv"
has "no list: usage" "no list: -l FILE" "$tmp/err"
status "-a and --clear" 2 watchlist-match -l "$un" -a --clear "$lists/travellers.csv"
status "a threshold that is none" 2 watchlist-match -l "$un" -t 1.5 "$lists/travellers.csv"
printf 'a,b\n1,2\n' >"$tmp/none.csv"
status "records without a name" 2 watchlist-match -l "$un" "$tmp/none.csv"
has "it says which columns it wants" "no column surname, full_name or doc_number" "$tmp/err"
printf 'surname,given_names,birth_date\nKIVILO,TARVO JUHAN,9.3.1971\n' >"$tmp/date.csv"
status "a date of birth that is none" 0 watchlist-match -l "$un" "$tmp/date.csv"
has "is warned of" "line 2: field 3: warning: birth_date is not a date" "$tmp/err"
is "and the traveller is found by the name" "$(pick hit_id "$tmp/out")" XXi.001

# 1 January stands for a day that is not known: there many years have it in common.
printf 'entry,surname,given_names,birth_date\n1,KIVILO,TARVO,1972-01-01\n' >"$tmp/january.csv"
printf 'surname,given_names,birth_date\nKIVILO,TARVO,1949-01-01\nKIVILO,TARVO,1973-01-01\nKIVILO,TARVO,1972-05-06\n' >"$tmp/born.csv"
status "a list with 1 January" 0 watchlist-match -q -l "$tmp/january.csv" "$tmp/born.csv"
is "in years far apart is no day in common" "$(sed 1d "$tmp/out" | cut -d, -f3 | tr '\n' ' ')" "1973-01-01 1972-05-06 "

done_testing
