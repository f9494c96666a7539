# Every fuzz target over its corpus.
leaks=yes
. "$top_srcdir/tests/cmd/tap.sh"

for target in "$top_srcdir"/tests/fuzz/fuzz-*.c; do
	name=$(basename "$target" .c)
	name=${name#fuzz-}
	corpus=$top_srcdir/tests/fuzz/$name
	ok "$name has a corpus" test "$(ls "$corpus" | wc -l)" -ge 5
	ok "fuzz-$name over its corpus" "$top_builddir/tests/fuzz/fuzz-$name" -runs=0 "$corpus"
done

ok 'spoilt messages beside sound ones' "$top_builddir/tests/fuzz/mutate-edi" 2000 1 \
	"$top_srcdir"/tests/data/edi/*.edi "$top_srcdir"/tests/fuzz/edi/* "$top_srcdir"/tests/fuzz/pnrgov/*

done_testing
