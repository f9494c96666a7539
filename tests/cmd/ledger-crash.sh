# A ledger and what befalls it: killed programs, full disks.  With more time:
#	LEDGER_KILLS=50 LEDGER_ROWS=1000000 sh tests/cmd/ledger-crash.sh
. "$top_srcdir/tests/cmd/tap.sh"
. "$top_srcdir/tests/cmd/postgres.sh"
kills=${LEDGER_KILLS:-8} rows=${LEDGER_ROWS:-20000}

awk -v n="$rows" 'BEGIN { print "direction,post,crossing_time,doc_issuer,doc_number,surname,birth_date"
	for (i = 0; i < n; i++) printf "entry,P%d,2026-%02d-%02dT%02d:%02d:%02dZ,UTO,N%d,NAME%d,1980-01-02\n", i % 7,
		1 + int(i * 12 / n), 1 + i % 28, i % 24, i % 60, int(i / 60) % 60, i, i * 7919 % n }' >"$tmp/rows.csv"

now() {
	date +%s.%N
}

# What was answered in whole lines was acknowledged: it must be there, once, in
# whole batches (all have 500 rows, for that divides the load).
verify() {
	awk 'NR > 1 && sub(/.*,/, "") && length == 32' "$tmp/answer" | sort -u >"$tmp/acknowledged"
	movement-select -q -d "$ledger" --columns=movement_id 2>/dev/null | sed 1d | sort >"$tmp/there"
	if [ -s "$tmp/there" ]; then
		movement-audit -q -d "$ledger" >/dev/null 2>&1 || bad=$((bad + 1))
		[ -z "$(uniq -d "$tmp/there")" ] || bad=$((bad + 1))
	fi
	[ -z "$(comm -13 "$tmp/there" "$tmp/acknowledged")" ] || bad=$((bad + 1))
	[ $(($(wc -l <"$tmp/there") % 500)) -eq 0 ] || bad=$((bad + 1))
}

# Kills at moments of chance: into a new ledger, or one that goes on where the
# last load was killed.  Whether such a kill finds the load at work depends on
# the machine; the first one waits until something is acknowledged, with the
# rest of the rows held back.
crash() { # STORE: fresh makes $ledger
	bad=0 k=0
	fresh
	rm -f "$tmp/pipe" && mkfifo "$tmp/pipe"
	movement-record -q --batch=500 -d "$ledger" "$tmp/pipe" >"$tmp/answer" 2>"$tmp/err" &
	pid=$!
	exec 9>"$tmp/pipe"
	head -n $((rows / 2)) "$tmp/rows.csv" >&9
	waited=0
	until [ "$(wc -l <"$tmp/answer")" -gt 1 ] || [ $waited -gt 600 ]; do
		sleep 0.1
		waited=$((waited + 1))
	done
	kill -9 $pid
	wait $pid 2>/dev/null
	exec 9>&-
	verify
	ok "$1: rows are acknowledged while the load goes on" test -s "$tmp/acknowledged"
	is "$1: a kill then loses none of them" $bad 0

	bad=0
	fresh
	begun=$(now)
	movement-record -q --batch=500 -d "$ledger" "$tmp/rows.csv" >"$tmp/answer" 2>"$tmp/err"
	whole=$(now)
	while [ $k -lt "$kills" ]; do
		[ $((k % 3)) -eq 2 ] || fresh
		k=$((k + 1))
		# Large batches are written while the next one is read.
		movement-record -q --batch=$((k % 2 == 0 ? 500 : 2000)) -d "$ledger" "$tmp/rows.csv" >"$tmp/answer" 2>"$tmp/err" &
		pid=$!
		sleep "$(awk -v k=$k -v from="$begun" -v to="$whole" 'BEGIN { srand(k); print rand() * (to - from) }')"
		kill -9 $pid 2>/dev/null
		wait $pid 2>/dev/null
		verify
	done
	is "$1: $kills kills: what was acknowledged is there, once, in whole batches, and the chain verifies" $bad 0
	status "$1: then the load goes through" 0 movement-record -q --batch=500 -d "$ledger" "$tmp/rows.csv"
	is "$1: every row is there once" "$(movement-select -q -d "$ledger" --columns=doc_number | sed 1d | sort -u | wc -l | tr -d ' ') $(
		movement-select -q -d "$ledger" --all --columns=mark | sed 1d | wc -l | tr -d ' ')" "$rows $rows"
	status "$1: and the chain verifies" 0 movement-audit -d "$ledger"
}

fresh() {
	ledger=$tmp/ledger.db
	rm -f "$ledger" "$ledger-wal" "$ledger-shm"
}
crash sqlite
status "sqlite: the file is sound" 0 movement-record --check -d "$ledger"
if postgres_start; then
	n=0
	fresh() {
		n=$((n + 1))
		ledger=$(postgres_url "crash$n")
	}
	crash postgres
else
	skip "postgres: the same" "no PostgreSQL server"
fi

# ---- a full disk ----

# On a small file system where one may be made, else with files that may not grow.
full() { # LEDGER COMMAND ...
	head -n 2001 "$tmp/rows.csv" >"$tmp/few.csv"
	movement-record -q -d "$1" "$tmp/few.csv" >/dev/null
	shift
	"$@" movement-record --batch=500 -d "$full" "$tmp/rows.csv" >"$tmp/answer" 2>"$tmp/err"
	is "a full disk ends it" $? 2
	has "and is said" "$full: " "$tmp/err"
	cp "$tmp/err" "$tmp/full.err"
	has "with the rows that are not recorded" "are not recorded" "$tmp/err"
	awk 'NR > 1 && sub(/.*,/, "")' "$tmp/answer" | sort -u >"$tmp/acknowledged"
	movement-select -q -d "$full" --columns=movement_id | sed 1d | sort >"$tmp/there"
	is "what was acknowledged is there" "$(comm -13 "$tmp/there" "$tmp/acknowledged")" ""
	ok "with what was there before" test "$(wc -l <"$tmp/there")" -ge 2000
	status "and the chain verifies" 0 movement-audit -d "$full"
}
limited() {
	(
		trap '' XFSZ
		ulimit -f 6000
		"$@"
	)
}
mkdir "$tmp/small"
if [ "$(id -u)" -eq 0 ] && mount -t tmpfs -o size=6m tmpfs "$tmp/small" 2>/dev/null; then
	trap 'umount "$tmp/small"; postgres_stop' EXIT
	full=$tmp/small/ledger.db
	full "$full" env
	has "as what it is" "the disk is full" "$tmp/full.err"
else
	full=$tmp/limited.db
	full "$full" limited
fi
full=$tmp/limited2.db
full "$full" limited
done_testing
