# What the documents say is so: examples run and write what is printed there,
# columns and options are those of the programs, completions complete.
leaks=yes
. "$top_srcdir/tests/cmd/tap.sh"
programs=${BORDERTOOLS_DOCS_PROGRAMS:-api-pnr-ingest api-pnr-respond border-simulate movement-audit movement-pair movement-record movement-report movement-select mrz-make mrz-parse stay-check watchlist-import watchlist-match}
man=$top_srcdir/man
overview=$man/bordertools.7
record=$man/border-record.5
pages="$record $overview $man/border-truth.5 $man/border-watchlist.5 $man/border-world.5 $man/stay-rules.5"
for p in $programs; do pages="$pages $man/$p.1"; done

# ---- pages ----

for page in $pages; do
	name=$(basename "$page")
	if command -v mandoc >/dev/null 2>&1; then
		ok "$name is clean mdoc" mandoc -T lint -W warning "$page"
	else
		skip "$name is clean mdoc" "no mandoc(1)"
	fi
	# A copy of the data, for examples may write files and the source may be read-only.
	cp -R "$data" "$tmp/data"
	chmod -R u+w "$tmp/data"
	mkdir "$tmp/examples"
	n=$(awk -v dir="$tmp/examples" -f "$top_srcdir/tests/cmd/man-examples.awk" "$page")
	case $name in
	*.1) ok "$name has examples that run" test "$n" -gt 0 ;;
	esac
	i=0
	while [ "$i" -lt "$n" ]; do
		i=$((i + 1))
		(cd "$tmp/data" && bash "$tmp/examples/$i.sh") >"$tmp/out" 2>"$tmp/err" </dev/null
		if cmp -s "$tmp/examples/$i.out" "$tmp/out"; then result 0 "$name: example $i"; else
			result 1 "$name: example $i: $(head -n 1 "$tmp/examples/$i.sh")"
			diff -u "$tmp/examples/$i.out" "$tmp/out" | head -40 | sed 's/^/# /'
			head -5 "$tmp/err" | sed 's/^/# /'
		fi
	done
	chmod -R u+w "$tmp/data"
	rm -rf "$tmp/data" "$tmp/examples"
done

for p in $programs; do
	has "bordertools(7) knows $p" ".Xr $p 1" "$overview"
	is "$p: one line says what it is, in the page and in --help" \
		"$($p --help | sed -n "1s/^$p: //p")" "$(sed -n 's/^\.Nd //p' "$man/$p.1")"
done
# .Xr of one of ours leads somewhere
sed -n 's/^\.Xr \([a-z-]*\) \([157]\).*/\1.\2/p' $pages | sort -u |
	grep -E '^(border|mrz|api|watchlist|movement|stay)[a-z-]*\.' >"$tmp/xr"
while read -r x; do
	ok "the page $x that others point to is there" test -f "$man/$x"
done <"$tmp/xr"

# ---- columns ----

# "name form", from the dictionary in the code and from the manual page
sed -n 's/^COLUMN(\([a-z_]*\), \([A-Z_]*\),.*/\1 \2/p' "$top_srcdir/lib/stream/columns.def" |
	awk '{ gsub(/_/, " ", $2); print $1, tolower($2) }' | sort >"$tmp/columns"
sed -n 's/^\.It Va \([a-z_]*\) Pq \(.*\)/\1 \2/p' "$record" | sort >"$tmp/described"
ok "the dictionary has columns" test "$(wc -l <"$tmp/columns")" -gt 50
is "border-record(5) has every column with its form, and no other" "$(cat "$tmp/described")" \
	"$(cat "$tmp/columns")"
cut -d' ' -f2- "$tmp/columns" | sort -u >"$tmp/forms"
sed -n 's/^\.It Em \(.*\)/\1/p' "$record" | sort >"$tmp/explained"
is "and explains every form" "$(cat "$tmp/explained")" "$(cat "$tmp/forms")"

# ---- options ----

# On the item lines of a page: "Fl l", "Fl -name", "Fl \-name" or "Fl Fl name".
page_options() {
	sed -n 's/^\.It //p' "$@" | sed 's/\\-/-/g; s/Fl Fl /Fl -/g' |
		grep -oE 'Fl (-[a-z][a-z-]*|[a-zA-Z0-9]\b)' | sed 's/^Fl /-/' | sort -u
}
help_options() {
	"$1" --help | grep -oE '^  (-.,|   ) --[a-z][a-z-]*' | tr -s ', ' '\n' |
		grep '^-' | sort -u
}
page_options "$overview" >"$tmp/common"
for p in $programs; do
	help_options "$p" >"$tmp/has"
	page_options "$man/$p.1" >"$tmp/said"
	ok "$p has options" test -s "$tmp/has"
	is "$p: every option is in its page, or a common one in bordertools(7)" \
		"$(sort -u "$tmp/said" "$tmp/common" | comm -23 "$tmp/has" -)" ""
	is "$p: its page has no other" "$(comm -13 "$tmp/has" "$tmp/said")" ""
	cat "$tmp/has" >>"$tmp/all"
done
{ echo --completion && cat "$tmp/all"; } | sort -u >"$tmp/any"
is "bordertools(7) has no option that no program has" "$(comm -13 "$tmp/any" "$tmp/common")" ""

# ---- completion ----

complete() { # PROGRAM WORD ...: what bash would offer for the last word
	bash -c 'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
		"_${1//-/_}" && printf "%s\n" "${COMPREPLY[@]}"' bash "$tmp/completion" "$@"
}
for p in $programs; do
	$p --completion >"$tmp/completion"
	ok "$p: bash takes its completion" bash -n "$tmp/completion"
	is "$p: --outp is completed" "$(complete "$p" --outp)" --output
	is "$p: so is every option of --help" "$(complete "$p" -- | sort)" \
		"$(help_options "$p" | grep '^--')"
done
case $programs in
*movement-report*)
	movement-report --completion >"$tmp/completion"
	is "the words of a choice, behind '='" "$(complete movement-report --format = t)" text
	is "and as a word of its own" "$(complete movement-report --sort k)" key
	;;
esac

# ---- README ----

# Its examples are the lines that begin with "    $ ".
cp -R "$data" "$tmp/data"
chmod -R u+w "$tmp/data"
sed -n 's/^    \$ //p' "$top_srcdir/README" >"$tmp/readme"
is "README has five one-liners" "$(grep -cv '^scripts/' "$tmp/readme")" 5
if [ -z "${BORDERTOOLS_DOCS_PROGRAMS:-}" ]; then
	grep -v '^scripts/' "$tmp/readme" >"$tmp/lines"
	while read -r line; do
		(cd "$tmp/data" && bash -c "set -o pipefail; $line") >"$tmp/out" 2>"$tmp/err" </dev/null
		is "README: $line: exit status" "$?" 0
		ok "README: $line: writes something" test "$(wc -l <"$tmp/out")" -gt 1
	done <"$tmp/lines"
	for s in $(sed -n 's|^\(scripts/[a-z-]*\).*|\1|p' "$tmp/readme"); do
		ok "README: $s is there" test -x "$top_srcdir/$s"
	done
fi
done_testing
