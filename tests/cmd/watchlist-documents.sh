# What watchlist-match(1) promises of lost documents.
. "$top_srcdir/tests/cmd/tap.sh"

lists=$data/lists
lost=$lists/lost.csv papers=$lists/papers.csv
columns=$(head -1 "$papers")
hits='hit_list,hit_id,hit_name,hit_score,hit_on,hit_against,hit_reason'

# The values of columns by their names, one record a line.
pick() { # LIST FILE
	movement-report -q --sort=key --by="$1" "$2" | sed -e 1d -e 's/,1$//'
}

status "a list of lost documents, no other" 0 watchlist-match -d "$lost" "$papers"
cp "$tmp/out" "$tmp/hits"
is "the traveller's columns, then the hit's" "$(head -1 "$tmp/hits")" "$columns,$hits"
is "which traveller has which document" "$(pick surname,hit_list,hit_id,hit_score "$tmp/hits")" \
	"ANYBODY,lost,//X990001,0.850
KIVILO,lost,P/UTO/K0178542B,1.000
MUELLER,lost,V/SWE/VS5081,1.000
OKONDJO,lost,ID/FRA/99AB12345,1.000"
has "the whole of a hit" 'KIVILO,P,UTO,K0178542B,,,,lost,P/UTO/K0178542B,,1.000,document,,Document K0178542B of UTO (P) is listed since 2024-01-05' "$tmp/hits"
has "a visa" 'Visa VS5081 of SWE (V) is listed since 2025' "$tmp/hits"
has "another document" 'Other document 99AB12345 of FRA (ID) is listed since 2023-05-17' "$tmp/hits"
has "without an issuer" 'Document X990001 is listed; issuers could not be compared' "$tmp/hits"

status "--confusable" 0 watchlist-match -d "$lost" --confusable "$papers"
is "one more" "$(pick surname,hit_id,hit_score "$tmp/out" | grep LIND)" \
	"LINDKVIST,P/UTO/K0178542B,0.810"
has "and why" 'Document K0178542B of UTO (P) is listed since 2024-01-05; the record has KO178S42B (O for 0, S for 5)' "$tmp/out"
grep -v LINDKVIST "$tmp/out" >"$tmp/less"
ok "the others are as before" cmp "$tmp/less" "$tmp/hits"
status "-t 0.9" 0 watchlist-match -t 0.9 -d "$lost" --confusable "$papers"
is "only what is better" "$(pick surname "$tmp/out")" "KIVILO
MUELLER
OKONDJO"
status "--clear" 0 watchlist-match --clear -d "$lost" "$papers"
is "those without a lost document" "$(cut -d, -f1 "$tmp/out")" "surname
LINDKVIST
VASILKOV"

status "names and documents, in the order of the scores" 0 \
	watchlist-match -l "$lists/national.csv" -d SLTD="$lost" "$lists/travellers.csv"
is "both" "$(sed 1d "$tmp/out" | cut -d, -f1,9,10,12)" \
	"LINDKVIST,national,N-1,0.994
ANYBODY,national,N-4,0.950
ANYBODY,SLTD,//X990001,0.850"
status "-j gives the same" 0 watchlist-match -j4 -d "$lost" "$papers"
ok "byte for byte" cmp "$tmp/out" "$tmp/hits"
status "two lists" 0 watchlist-match -d "$lost" -d again="$lost" "$papers"
is "are two hits" "$(pick hit_list "$tmp/out")" "again,4
lost,4"
status "-v says what was loaded" 0 watchlist-match -v -d "$lost" "$papers"
has "so" "lost: 5 documents; 1 rows say one again, 0 left out" "$tmp/err"
gzip -c "$lost" >"$tmp/lost.csv.gz"
status "a list in gzip" 0 watchlist-match -d "$tmp/lost.csv.gz" "$papers"
ok "is the same" cmp "$tmp/out" "$tmp/hits"
mkfifo "$tmp/pipe"
cat "$lost" >"$tmp/pipe" &
status "a list from a pipe" 0 timeout 20 watchlist-match -d lost="$tmp/pipe" "$papers"
wait
ok "is the same, too" cmp "$tmp/out" "$tmp/hits"
status "--confusable without such a list" 2 watchlist-match --confusable -l "$lists/national.csv" "$papers"
has "is wrong usage" "--confusable is for lost documents" "$tmp/err"
printf 'number\nC01X00T47\n' >"$tmp/short.csv"
status "a list of numbers" 0 watchlist-match -d "$tmp/short.csv" "$papers"
is "is enough" "$(pick surname,hit_score "$tmp/out")" "MUELLER,0.850"

# Records that have no document.
printf 'surname,given_names\nA,B\n' >"$tmp/none.csv"
status "records without a document" 2 watchlist-match -d "$lost" "$tmp/none.csv"
has "it says which columns it wants" "no column doc_number, visa_number or other_documents" "$tmp/err"
printf 'surname,visa_number\nA,vs 5081\n' >"$tmp/visa.csv"
status "records of visas alone" 0 watchlist-match -d "$lost" "$tmp/visa.csv"
is "are compared" "$(pick hit_id "$tmp/out")" "V/SWE/VS5081"

# Lists that are not whole.
refuse() { # WHAT SAYS FILE
	status "refused: $1" 2 watchlist-match -d "$lost" -d "$3" "$papers"
	has "because of $1" "$2" "$tmp/err"
	is "and nothing is compared with the others" "$(cat "$tmp/out")" ""
}
cat >"$tmp/bad.csv" <<'ROWS'
doc_issuer,doc_number
UTO,K0178542B
Atlantis,B1
UTO,"--"
UTO
FRA,C2
ROWS
refuse "a row that cannot be used" "bad.csv: line 3: field 1: 'Atlantis' is no issuer" "$tmp/bad.csv"
printf 'doc_issuer,date\nUTO,2020\n' >"$tmp/other.csv"
refuse "a list without numbers" "no column doc_number or number" "$tmp/other.csv"
gzip -c "$lost" | head -c 60 >"$tmp/cut.csv.gz"
refuse "a cut gzip file" "cut short" "$tmp/cut.csv.gz"
refuse "a list that is not there" "cannot open" "$tmp/nowhere.csv"
refuse "a folder" "directory" "$tmp"
: >"$tmp/empty.csv"
refuse "an empty file" "header" "$tmp/empty.csv"

status "--allow-partial-list" 1 \
	watchlist-match --allow-partial-list --reject="$tmp/rejects" -d "$tmp/bad.csv" "$papers"
is "compares with the rest, which has no types" "$(pick surname "$tmp/out")" "KIVILO
VASILKOV"
is "and keeps the rows that cannot be used" "$(cat "$tmp/rejects")" 'Atlantis,B1
UTO,"--"
UTO'
has "says which" "bad.csv: line 4: field 2: '--' is no number" "$tmp/err"
has "and counts them" "6 read, 2 written, 3 rejected" "$tmp/err"
status "with --strict it is no list" 2 watchlist-match --strict --allow-partial-list -d "$tmp/bad.csv" "$papers"
has "and the first row says why" "line 3: field 1: 'Atlantis' is no issuer" "$tmp/err"
is "and no other" "$(grep -c 'bad.csv' "$tmp/err")" 1
status "of a cut list what is there" 1 watchlist-match --allow-partial-list -d "$tmp/cut.csv.gz" "$papers"
has "and it is told" "what was read so far is kept" "$tmp/err"

# Images.
image() { # LIST IMAGE
	"$top_builddir/tests/bench/bench-documents" image "$1" "$2"
}
cp "$lost" "$tmp/lost.csv"
ok "a list is written as an image" image "$tmp/lost.csv" "$tmp/some.image"
status "a list that is mapped" 0 watchlist-match -v -d "$tmp/some.image" "$papers"
ok "is the same, under the same name" cmp "$tmp/out" "$tmp/hits"
has "it is mapped" "lost: 5 documents, mapped" "$tmp/err"
status "--confusable with an image" 0 watchlist-match -d "$tmp/some.image" --confusable "$papers"
is "one more" "$(pick surname "$tmp/out" | grep LIND)" LINDKVIST
head -c 500 "$tmp/some.image" >"$tmp/cut.image"
refuse "a cut image" "cut.image: the image is cut short" "$tmp/cut.image"
cp "$tmp/some.image" "$tmp/damaged.image"
chmod u+w "$tmp/damaged.image"
size=$(wc -c <"$tmp/damaged.image")
printf '\252' | dd of="$tmp/damaged.image" bs=1 seek=$((size - 150)) conv=notrunc 2>/dev/null
refuse "a damaged image" "damaged" "$tmp/damaged.image"
gzip -c "$tmp/some.image" >"$tmp/packed.image.gz"
refuse "a packed image" "an image must be a file, and not packed" "$tmp/packed.image.gz"
touch -d 2001-01-01 "$tmp/lost.csv"
status "a source that was only touched" 0 watchlist-match -d "$tmp/some.image" "$papers"
chmod u+w "$tmp/lost.csv"
echo 'UTO,P,NEW1,2026-01-01' >>"$tmp/lost.csv"
refuse "a stale image" "lost.csv has changed since" "$tmp/some.image"
rm "$tmp/lost.csv"
status "a source that is gone" 0 watchlist-match -d "$tmp/some.image" "$papers"
ok "leaves the image as it is" cmp "$tmp/out" "$tmp/hits"

done_testing
