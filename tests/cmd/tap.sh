# The Test Anything Protocol for tests of programs; sourced, not run.
#
#   ok WHAT COMMAND ...       the command succeeds
#   is WHAT GOT WANT          two texts are the same
#   status WHAT N COMMAND ... the command ends with exit status N; its output
#                             and messages are in $tmp/out and $tmp/err
#   has WHAT TEXT FILE        the file holds the text
#   golden WHAT FILE          $tmp/out is tests/data/FILE
#   skip WHAT WHY
#   done_testing              at the end
#
# $data is tests/data, $shared the folder of real data (it may not be there),
# $tmp a private folder that is removed at the end.

set -u
# To look for leaks takes longer than a small program's work: it is done where leaks=yes
# is set, which is where every program does what it does, and in the tests of the libraries.
[ -n "${leaks-}" ] || export ASAN_OPTIONS="detect_leaks=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}"
data=$top_srcdir/tests/data
shared=${BORDERTOOLS_SHARED:-$top_srcdir/../shared}/data
tmp=$(mktemp -d) || exit 99
trap 'chmod -R u+rwx "$tmp"; rm -rf "$tmp"' EXIT
tap_n=0

result() { # 0|1 WHAT
	tap_n=$((tap_n + 1))
	if [ "$1" -eq 0 ]; then echo "ok $tap_n - $2"; else echo "not ok $tap_n - $2"; fi
}

ok() {
	tap_what=$1
	shift
	if "$@" >"$tmp/ok.log" 2>&1; then result 0 "$tap_what"; else
		result 1 "$tap_what"
		sed 's/^/# /' "$tmp/ok.log" | head -20
	fi
}

is() {
	if [ "$2" = "$3" ]; then result 0 "$1"; else
		result 1 "$1"
		printf '%s\n' "$2" | sed 's/^/# got  /' | head -20
		printf '%s\n' "$3" | sed 's/^/# want /' | head -20
	fi
}

status() {
	tap_what=$1 tap_want=$2
	shift 2
	"$@" >"$tmp/out" 2>"$tmp/err"
	tap_got=$?
	if [ "$tap_got" -eq "$tap_want" ]; then result 0 "$tap_what"; else
		result 1 "$tap_what"
		echo "# exit status $tap_got, not $tap_want"
		sed 's/^/# /' "$tmp/err" | head -20
	fi
}

has() {
	if grep -qF -- "$2" "$3"; then result 0 "$1"; else
		result 1 "$1"
		echo "# no '$2' in:"
		head -c 2000 "$3" | sed 's/^/# /'
		echo
	fi
}

golden() {
	if cmp -s "$tmp/out" "$data/$2"; then result 0 "$1"; else
		result 1 "$1"
		diff -u "$data/$2" "$tmp/out" | head -40 | sed 's/^/# /'
	fi
}

skip() {
	tap_n=$((tap_n + 1))
	echo "ok $tap_n - $1 # SKIP $2"
}

done_testing() {
	echo "1..$tap_n"
}
