# movement-report's pages and drawings: well-formed, and nothing in them asks for anything.
. "$top_srcdir/tests/cmd/tap.sh"

border-simulate -q --travellers=1500 --listed-rate=0.02 -o "$tmp/month" || exit 99
movements=$tmp/month/movements.csv
printf 'own exempt if nationality=UTO\nvisitor days 90 in 180\n' >"$tmp/rules"
movement-pair -q --home=UTO "$movements" >"$tmp/pairs.csv"
stay-check -q --rules="$tmp/rules" "$tmp/pairs.csv" >"$tmp/stays.csv"
watchlist-match -q -l list="$tmp/month/watchlist.csv" "$movements" >"$tmp/hits.csv"

# One record whose every value is hostile.
printf 'post,lane,nationality,sex,direction,crossing_time\n"%s","%s",<AF,"%s",entry,2026-11-01T10:00:00\n' \
	'</td><script>alert(1)</script>&' "\"\"' onload=\"\"x" '<img src=http://a/>' >"$tmp/hostile.csv"

# ---- pages ----

well_formed() {
	if command -v xmllint >/dev/null; then ok "$1: well-formed XML" xmllint --noout "$2"; else
		skip "$1: well-formed XML" "no xmllint"
	fi
}

# What would make a reader's browser ask somebody for something, or do something.
asks() {
	grep -oiE '<(script|iframe|object|embed|img|image|base|form|use)[ >/]|[ "](src|srcset|action|on[a-z]+)="|href="[^#][^"]*"|@import|url\([^#]' "$1" |
		grep -v '^href="data:,"$'
}

page() { # WHAT FILE, options ...
	tap_page=$1 tap_file=$2
	shift 2
	status "$tap_page: a page" 0 movement-report -q --format=html -o "$tap_file" "$@"
	well_formed "$tap_page" "$tap_file"
	is "$tap_page: asks for nothing" "$(asks "$tap_file")" ""
}

for report in arrivals net demography purpose refusals peak quality humanitarian; do
	page "$report" "$tmp/$report.html" --report=$report "$movements"
done
for report in stays overstays migrants tourism inside; do
	page "$report" "$tmp/$report.html" --report=$report "$tmp/stays.csv"
done
page "hits" "$tmp/hits.html" --report=hits "$tmp/hits.csv"
for language in fr es ar; do
	page "in $language" "$tmp/$language.html" --language=$language --suppress=5 --report=demography \
		"$movements"
	has "in $language: the page says so" "<html lang=\"$language\"" "$tmp/$language.html"
done
has "Arabic runs from right to left" 'dir="rtl"' "$tmp/ar.html"
has "what is withheld is explained" "<td class=\"withheld\">*" "$tmp/ar.html"
page "a hostile record" "$tmp/hostile.html" --by=post,lane --across=sex --chart=stacked "$tmp/hostile.csv"
has "is shown as it is" "&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;" "$tmp/hostile.html"
has "the page forbids what is not in it" "default-src 'none'" "$tmp/hostile.html"
head -1 "$movements" >"$tmp/none.csv"
page "no records" "$tmp/none.html" --report=arrivals "$tmp/none.csv"
has "is said" "No record belongs in this table." "$tmp/none.html"
is "every language has the same tables" \
	"$(for l in fr es ar; do grep -c '<table' "$tmp/$l.html"; done | uniq)" "$(grep -c '<table' "$tmp/demography.html")"

# ---- drawings ----

for chart in bars stacked heat pyramid; do
	status "$chart of a hostile record" 0 movement-report -q --by=post --across=sex --chart=$chart \
		--format=svg -o "$tmp/$chart.svg" "$tmp/hostile.csv"
	well_formed "$chart" "$tmp/$chart.svg"
	is "$chart: asks for nothing" "$(asks "$tmp/$chart.svg")" ""
done
status "lines" 0 movement-report -q --by=day --across=direction --chart=lines --format=svg \
	-o "$tmp/lines.svg" "$movements"
well_formed "lines" "$tmp/lines.svg"
status "a flow" 0 movement-report -q --by=nationality,post --top=30 --chart=flow --format=svg \
	--language=ar -o "$tmp/flow.svg" "$movements"
well_formed "a flow" "$tmp/flow.svg"

# ---- JSON ----

movement-report -q --by=post,lane --across=sex --format=json "$tmp/hostile.csv" >"$tmp/hostile.json"
if command -v python3 >/dev/null; then
	ok "JSON is read by others" python3 -c 'import json, sys; json.load(open(sys.argv[1]))' "$tmp/hostile.json"
else
	skip "JSON is read by others" "no python3"
fi

# ---- a browser ----

browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
open_page() { # what the console says is on standard error, as CONSOLE
	timeout 60 "$browser" --headless --no-sandbox --disable-gpu --disable-dev-shm-usage \
		--user-data-dir="$tmp/browser" --enable-logging=stderr --dump-dom "file://$1" \
		>"$tmp/dom" 2>"$tmp/console" && [ -s "$tmp/dom" ]
}
if [ -n "${BT_SANITIZED-}" ]; then
	skip "a browser opens a page" "the pages are those of a build without sanitizers"
elif [ -n "$browser" ] && open_page "$tmp/none.html"; then
	for name in peak ar hostile; do
		ok "a browser opens $name.html" open_page "$tmp/$name.html"
		is "and has nothing to complain of" "$(grep CONSOLE "$tmp/console")" ""
	done
else
	skip "a browser opens a page" "no chromium that starts"
fi

done_testing
