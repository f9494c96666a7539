# Real messages and lists, where they are at hand.
. "$top_srcdir/tests/cmd/tap.sh"

# ---- api-pnr-ingest: passenger lists as gateways leave them ----

if [ -d "$shared/apis" ]; then
	apis() { # FILE ROWS FLIGHT PORTS
		api-pnr-ingest -q --as-of=2026-11-23 "$shared/apis/$1" >"$tmp/out" 2>"$tmp/err"
		is "$1: travellers" "$(($(wc -l <"$tmp/out") - 1))" "$2"
		is "$1: the leg across the border" \
			"$(tail -n +2 "$tmp/out" | cut -d, -f23,25,26 | sort -u)" "$3"
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

# ---- api-pnr-ingest: bookings ----

if [ -d "$shared/pnr" ]; then
	pnr() { # FILE TRAVELLERS
		api-pnr-ingest -q --as-of=2026-11-23 "$shared/pnr/$1" >"$tmp/out" 2>"$tmp/err"
		is "$1: travellers named by TIF, once each" "$(($(wc -l <"$tmp/out") - 1))" "$2"
		is "$1: travellers without a surname" "$(tail -n +2 "$tmp/out" | grep -c '^,')" 0
		api-pnr-ingest -q --as-of=2026-11-23 --table=documents "$shared/pnr/$1" >"$tmp/docs" 2>/dev/null
		is "$1: documents that are nobody's" \
			"$(tail -n +2 "$tmp/docs" | awk -F, '$(NF - 2) == ""' | wc -l | tr -d ' ')" 0
		ok "$1: UTF-8" iconv -f UTF-8 -t UTF-8 "$tmp/out"
	}
	pnr 2_pnrs_basic.edi 4
	pnr 3_pnrs.edi 13 # and the name of a group
	pnr adult_and_infant.edi 2
	pnr codeshare.edi 2 # UNA without the decimal mark
	pnr infant.edi 2
	is 'infant.edi: each has a passport of his own' \
		"$(api-pnr-ingest -q --as-of=2026-11-23 "$shared/pnr/infant.edi" 2>/dev/null | cut -d, -f4,6,10,13 | tr '\n' ' ')" \
		'birth_date,sex,traveller_type,doc_number 1978-07-01,F,PAX,509229987 2012-09-20,F,INFANT,512731999 '
	pnr multiple_flight_leg_pnr.txt 2
	is 'multiple_flight_leg_pnr.txt: legs' "$(
		api-pnr-ingest -q --as-of=2026-11-23 --table=legs "$shared/pnr/multiple_flight_leg_pnr.txt" 2>/dev/null |
			tail -n +2 | cut -d, -f2-5 | tr '\n' ' '
	)" 'UA989,,IAD,FRA UA8749,LH624,FRA,KWI UA8750,LH625,KWI,FRA UA988,,FRA,IAD '
	pnr no_pnr_history.edi 4
	pnr pnr1.txt 2
	pnr pnr2.txt 2
	pnr pnr3.txt 4
	pnr pnr4.txt 1
	pnr pnrMessageExample.txt 5
	pnr pnr_split.edi 3
else
	skip 'bookings' 'no real data here'
fi

done_testing
