# Stays in a rolling window, counted day by day: awk -f windows.awk -v seed=N -v dir=DIR ...
#
# Makes stays of persons at random, and beside them what stay-check must say of them under
# "days 90 in 180", by looking at every day of every window and nothing else:
#	DIR/stays	entry,surname,birth_date,nationality,doc_number,entry_time,exit_time
#	DIR/want	surname,entry,days_used,days_left,last,overstay
#	DIR/plan	surname,days_used,days_left,next_entry,last: for PLANNED days from AT on
# -v also persons, at and planned; the stays end before at.
function calendar(  y, m, d, n, days) { # date[n] of day n, without arithmetic on dates
	n = 0
	for (y = 2023; y <= 2028; y++)
		for (m = 1; m <= 12; m++) {
			days = m == 2 ? (y % 4 == 0 ? 29 : 28) : (m == 4 || m == 6 || m == 9 || m == 11) ? 30 : 31
			for (d = 1; d <= days; d++)
				date[n++] = sprintf("%04d-%02d-%02d", y, m, d)
		}
}
function used(p, day,  d, n) { # days in the window that ends with it
	n = 0
	for (d = day - 179; d <= day; d++)
		n += (p, d) in here
	return n
}
# Who comes that day and stays: the last day before one on which the window holds 91.
function last_day(p, from,  d, e, last) {
	last = from - 1
	for (d = from; d < from + 400; d++) {
		added[d] = !((p, d) in here)
		here[p, d]
		if (used(p, d) > 90)
			break
		last = d
	}
	for (e = from; e <= d && e < from + 400; e++)
		if (added[e])
			delete here[p, e]
	return last
}
function left(n) {
	return n < 90 ? 90 - n : 0
}
function random(from, to) {
	return from + int(rand() * (to - from + 1))
}
BEGIN {
	srand(seed)
	calendar()
	while (date[plan] != at)
		plan++
	for (p = 0; p < persons; p++) {
		day = random(plan - 500, plan - 100)
		for (s = 0; s < 9; s++) {
			to = day + random(1, s % 3 == 0 ? 100 : 30) - 1
			if (to >= plan)
				break
			last = last_day(p, day)
			for (d = day; d <= to; d++)
				here[p, d]
			n = used(p, to)
			printf "%s,P%d,1980-01-01,FRA,N%d,%sT10:00:00,%sT09:00:00\n", date[day], p, p, date[day], date[to] >(dir "/stays")
			printf "P%d,%s,%d,%d,%s,%d\n", p, date[day], n, left(n), date[last], (to > last ? to - last : 0) >(dir "/want")
			day = to + (rand() < 0.2 ? 0 : random(1, 90)) # now and then he comes again on the day he left
		}
		if (s == 0)
			continue
		for (entry = plan; last_day(p, entry) - entry + 1 < planned; entry++)
			continue
		n = used(p, plan)
		printf "P%d,%d,%d,%s,%s\n", p, n, left(n), date[entry], date[last_day(p, entry)] >(dir "/plan")
	}
}
