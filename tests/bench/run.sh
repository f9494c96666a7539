# make bench: how fast each program is, beside a bare libcsv loop over the same
# bytes in the same run, and whether its memory grows with its input.  The
# input is made by bench-make in a folder that is removed; nothing is read from
# or kept elsewhere.
#
# records/s and MB/s are those of user and system time together, for cat and -j
# those of the clock; the best of five runs.  MB are 10^6 bytes; those of
# memory 2^20.
set -u
bench=$top_builddir/tests/bench
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

make() { # KIND N
	"$bench/bench-make" "$1" "$2" >"$work/$1-$2" || exit 1
}
run() { # FILE COMMAND ...: seconds of work, of the clock, KB
	"$bench/bench-run" "$@" || exit 1
}

# The yardstick of a file in MB/s, taken beside every row anew, for the machine
# may have other work; how far the row of libcsv itself is from 100 % says how
# much that is.
bare() { # FILE
	run "$1" "$bench/bench-csv" bare |
		awk -v bytes="$(wc -c <"$1")" '{ print bytes / 1e6 / ($1 > 0 ? $1 : 0.001) }'
}

row() { # WHAT RECORDS FILE TIME COMMAND ...; TIME is 1 (of work) or 2 (of the clock)
	what=$1 records=$2 file=$3 time=$4
	shift 4
	yardstick=$(bare "$file")
	run "$file" "$@" >"$work/figures" || exit 1
	awk -v what="$what" -v records="$records" -v bytes="$(wc -c <"$file")" -v time="$time" \
		-v yardstick="$yardstick" '{
			s = $time > 0 ? $time : 0.001
			speed = bytes / 1e6 / s
			printf "%-40s %7.1f %12d %8.1f %8.1f %7.1f %%\n", what, bytes / 1e6, records / s,
				speed, $3 / 1024, 100 * speed / yardstick
		}' "$work/figures"
}

grow() { # WHAT KIND N COMMAND ...: memory for N records and for four times as many
	what=$1 kind=$2 n=$3
	shift 3
	for times in 1 4; do
		make "$kind" $((n * times))
		run -n 1 "$work/$kind-$((n * times))" "$@" >"$work/memory-$times" || exit 1
		[ "$times" -eq 1 ] || rm -f "$work/$kind-$((n * times))"
	done
	cat "$work/memory-1" "$work/memory-4" | awk -v what="$what" '
		{ mb[NR] = $3 / 1024 }
		END {
			grows = mb[2] > mb[1] * 1.25 + 1
			printf "%-40s %7.1f %8.1f  %s\n", what, mb[1], mb[2], grows ? "grows" : "constant"
			exit grows
		}' || grown=1
}

PATH=$top_builddir:$PATH
LC_ALL=C.UTF-8
export LC_ALL
matcher=
[ ! -x "$top_builddir/watchlist-match" ] || matcher=yes
grown=0

rows=600000 zones=800000 travellers=500000 searched=20000 listed=3000
make rows $rows
make zones $zones
make paxlst $travellers
"$bench/bench-make" list $listed >"$work/list.csv" || exit 1

printf '%-40s %7s %12s %8s %8s %9s\n' '' 'MB' 'records/s' 'MB/s' 'peak MB' 'of libcsv'
row 'cat' $rows "$work/rows-$rows" 2 cat
row 'bare libcsv' $rows "$work/rows-$rows" 1 "$bench/bench-csv" bare
row 'CSV pass-through' $rows "$work/rows-$rows" 1 "$bench/bench-csv" -q
row 'CSV pass-through -j2' $rows "$work/rows-$rows" 2 "$bench/bench-csv" -q -j2
row 'mrz-parse' $zones "$work/zones-$zones" 1 mrz-parse -q
row 'mrz-parse -j2' $zones "$work/zones-$zones" 2 mrz-parse -q -j2
row 'api-pnr-ingest' $travellers "$work/paxlst-$travellers" 1 api-pnr-ingest -q
row 'movement-report --by=nationality,sex' $rows "$work/rows-$rows" 1 \
	movement-report -q --by=nationality,sex
if [ -n "$matcher" ]; then
	make rows $searched
	row "watchlist-match, $listed listed" $searched "$work/rows-$searched" 1 \
		watchlist-match -q -l "$work/list.csv"
	row "watchlist-match -j2" $searched "$work/rows-$searched" 2 \
		watchlist-match -q -j2 -l "$work/list.csv"
fi
rm -f "$work"/rows-* "$work"/zones-* "$work"/paxlst-*

printf '\n%-40s %7s %8s\n' 'Peak memory, MB' 'once' '4 times'
grow 'CSV pass-through' rows 200000 "$bench/bench-csv" -q
grow 'mrz-parse' zones 200000 mrz-parse -q
grow 'mrz-parse -j2' zones 200000 mrz-parse -q -j2
grow 'api-pnr-ingest' paxlst 150000 api-pnr-ingest -q
grow 'movement-report --by=nationality,sex' rows 200000 movement-report -q --by=nationality,sex
if [ -n "$matcher" ]; then
	grow "watchlist-match, $listed listed" rows 15000 watchlist-match -q -l "$work/list.csv"
	grow "watchlist-match -j2" rows 15000 watchlist-match -q -j2 -l "$work/list.csv"
fi
[ "$grown" -eq 0 ] || echo 'Memory that grows with the input is a defect.' >&2
exit "$grown"
