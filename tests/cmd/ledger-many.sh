# Four writers and two readers at once on one ledger: nothing lost, nothing twice.
# How long anybody took is said, and not judged, beside a writer who has a ledger of his own
# meanwhile: what he takes, too, is the machine's and no wait for others.  With more time:
#	LEDGER_SECONDS=60 sh tests/cmd/ledger-many.sh
. "$top_srcdir/tests/cmd/tap.sh"
. "$top_srcdir/tests/cmd/postgres.sh"
seconds=${LEDGER_SECONDS:-4}

now() { # in ms
	echo $(($(date +%s%N) / 1000000))
}
timed() { # FILE COMMAND ...: how long it took goes to FILE, a failure to FILE.bad
	file=$1 begun=$(now)
	shift
	"$@" 2>"$file.err" || cat "$file.err" >>"$file.bad"
	echo $(($(now) - begun)) >>"$file"
}

# Rows of three months, of which some are sent twice, by two posts.
writer() { # N LEDGER
	i=0
	while [ "$(now)" -lt $until ]; do
		awk -v w="$1" -v i=$i 'BEGIN { print "direction,post,crossing_time,doc_issuer,doc_number"
			for (k = 0; k < 200; k++) printf "entry,P%d,2026-%02d-%02dT%02d:%02d:%02dZ,UTO,W%d\n", int(w / 2),
				1 + i % 3, 1 + k % 28, i % 24, k % 60, w, i * 200 + k }' >"$tmp/rows.$1"
		timed "$tmp/times.$1" movement-record -q --batch=100 -d "$2" "$tmp/rows.$1" >"$tmp/answer-$1"
		sed '1d; s/.*,//' "$tmp/answer-$1" >>"$tmp/answers.$1"
		i=$((i + 1))
	done
}
follower() { # takes what is new since its last mark
	mark=0
	while [ "$(now)" -lt $until ] || [ "$last" = no ]; do
		[ "$(now)" -lt $until ] || last=yes
		timed "$tmp/times.follower" movement-select -q -d "$ledger" --columns=mark,movement_id --changes-since=$mark >"$tmp/new"
		sed 1d "$tmp/new" >>"$tmp/followed"
		mark=$(tail -n 1 "$tmp/followed" | cut -d, -f1 | grep . || echo 0)
	done
}
asker() { # looks a person up: it writes in the chain
	asked=0
	while [ "$(now)" -lt $until ]; do
		timed "$tmp/times.asker" movement-select -q -d "$ledger" --document=W$asked --columns=movement_id >/dev/null
		asked=$((asked + 1))
	done
	echo $asked >"$tmp/asked"
}

many() { # STORE
	rm -f "$tmp"/times.* "$tmp"/answers.* "$tmp/followed"
	printf 'direction,post,crossing_time,doc_number\n' >"$tmp/none"
	movement-record -q -d "$ledger" "$tmp/none" >/dev/null
	until=$(($(now) + seconds * 1000)) last=no pids=
	for w in 1 2 3 4; do
		(writer $w "$ledger") &
		pids="$pids $!"
	done
	(writer 5 "$(ledger_of "alone$seconds" && echo "$ledger")") &
	pids="$pids $!"
	(follower) &
	pids="$pids $!"
	(asker) &
	pids="$pids $!"
	bad=0
	for pid in $pids; do wait "$pid" || bad=$((bad + 1)); done
	is "$1: all end well" "$bad $(cat "$tmp"/times.*.bad 2>/dev/null)" "0 "
	movement-select -q -d "$ledger" --columns=mark,movement_id --changes-since=0 | sed 1d >"$tmp/there"
	cut -d, -f2 "$tmp/there" | sort >"$tmp/ids"
	cat "$tmp"/answers.[1-4] | sort -u >"$tmp/answered"
	ok "$1: what was answered is there, once" cmp "$tmp/ids" "$tmp/answered"
	is "$1: marks have no gap" "$(cut -d, -f1 "$tmp/there")" "$(seq "$(wc -l <"$tmp/there")")"
	# The follower's last look may have been before the last write.
	mark=$(tail -n 1 "$tmp/followed" | cut -d, -f1)
	movement-select -q -d "$ledger" --columns=mark,movement_id --changes-since="${mark:-0}" | sed 1d >>"$tmp/followed"
	ok "$1: who followed has every row once, in order" cmp "$tmp/followed" "$tmp/there"
	is "$1: every look-up is in the chain" "$(movement-audit -q -d "$ledger" --list | grep -c ',look-up,')" "$(cat "$tmp/asked")"
	status "$1: and the chain verifies" 0 movement-audit -d "$ledger"
	echo "# $1: $(wc -l <"$tmp/there") rows; the longest that anybody took: $(cat "$tmp"/times.[1-4] "$tmp"/times.asker "$tmp"/times.follower |
		longest); with a ledger of his own: $(longest <"$tmp/times.5")"
}
longest() {
	sort -n | awk '{ a[NR] = $1 } END { print a[NR] " ms of " NR " turns, the median " a[int((NR + 1) / 2)] }'
}

# Four that find no ledger: one makes it, and none is turned away.  ledger_of N names a new one.
made_by_four() { # STORE TIMES
	echo direction,post,crossing_time,doc_number >"$tmp/head"
	for w in 1 2 3 4; do
		{ cat "$tmp/head" && echo "entry,P,2026-02-01T10:00:00Z,W$w"; } >"$tmp/one.$w"
	done
	round=0 bad=
	while [ $round -lt "$2" ]; do
		round=$((round + 1)) pids=
		ledger_of $round
		for w in 1 2 3 4; do
			movement-record -q -d "$ledger" "$tmp/one.$w" >/dev/null 2>"$tmp/said.$w" &
			pids="$pids $!"
		done
		for pid in $pids; do wait "$pid" || bad="$bad $round: $(cat "$tmp"/said.*)"; done
		n=$(movement-select -q -d "$ledger" --columns=doc_number | sed 1d | wc -l)
		[ "$n" -eq 4 ] || bad="$bad $round: $n rows"
	done
	is "$1: four make one ledger at once, $round times" "$bad" ""
}

ledger_of() {
	ledger=$tmp/made-$1.db
}
made_by_four sqlite 20
ledger=$tmp/many.db
many sqlite
status "sqlite: the file is sound" 0 movement-record --check -d "$ledger"
if postgres_start; then
	ledger_of() {
		ledger=$(postgres_url made_$1)
	}
	made_by_four postgres 5
	ledger=$(postgres_url many)
	many postgres
else
	skip "postgres: the same" "no PostgreSQL server"
fi
done_testing
