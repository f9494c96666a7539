# Real messages and lists, where they are at hand.
. "$top_srcdir/tests/cmd/tap.sh"

# ---- api-pnr-ingest: passenger lists as gateways leave them ----

if [ -d "$shared/apis" ]; then
	apis() { # FILE ROWS FLIGHT PORTS
		api-pnr-ingest -q --as-of=2026-11-23 "$shared/apis/$1" >"$tmp/out" 2>"$tmp/err"
		is "$1: travellers" "$(($(wc -l <"$tmp/out") - 1))" "$2"
		is "$1: the leg across the border" \
			"$(tail -n +2 "$tmp/out" | cut -d, -f22-24 | sort -u)" "$3"
		is "$1: travellers without surname, given names or a whole date of birth" \
			"$(tail -n +2 "$tmp/out" | grep -cvE '^[^,]+,[^,]+,,[0-9]{4}-[0-9]{2}-[0-9]{2},')" 0
		ok "$1: UTF-8" iconv -f UTF-8 -t UTF-8 "$tmp/out"
	}
	apis Test1.txt 8 UA989,FRA,IAD
	apis Test3.txt 260 UA989,FRA,IAD
	apis airline2.edi 10 TN506,BRE,YEU
	apis multiple_flight_leg_apis.txt 2 QQ827,JFK,CDG
	has 'multiple_flight_leg_apis.txt: the first leg is among all legs' \
		'QQ877/MIA/2008-07-10T15:00:00/IAD/' "$tmp/out"
else
	skip 'passenger lists' 'no real data here'
fi

done_testing
