# Stays beside the truth: awk -F, -f stays.awk -v wrong=FILE truth/stays.csv STAYS
#
# Writes a line a kind of stay: how many there were, and how many came out as they
# were, with both ends, their posts, the days and the days too many.  Of an exit
# that nobody recorded the beginning alone can be known.  Two crossings whose order is
# not that of their times are no stay that can be known.  What is wrong, and
# what came out and was not there, goes to FILE.
function put(kind, line) {
	print kind ": " line >wrong
}
FNR == 1 {
	for (i = 1; i <= NF; i++)
		at[$i] = i
	files++
	next
}
files == 1 {
	visit = $at["what"] == "stay"
	ends = $at["entry_time"] "," $at["entry_post"] "," $at["exit_time"] "," $at["exit_post"]
	first = visit ? $at["entry_time"] : $at["exit_time"]
	last = visit ? $at["exit_time"] : $at["entry_time"]
	if (last != "" && last < first)
		kind = "out of order"
	else if (visit && $at["exit_recorded"] == "no" && last != "") {
		kind = "visit, exit not recorded"
		ends = $at["entry_time"] "," $at["entry_post"] ",,"
		began[ends]++
	} else
		kind = (visit ? "visit" : "absence") (last == "" ? ", goes on" : ", ended")
	n[kind]++
	if (kind == "visit, exit not recorded" || kind == "out of order")
		next
	line = (visit ? "visit," $at["stay_days"] "," $at["overstay_days"] : "absence,,") "," ends
	kind_of[line] = kind
	want[line]++ # a family crosses at the same second
	next
}
{
	ends = $at["entry_time"] "," $at["entry_post"] "," $at["exit_time"] "," $at["exit_post"]
	line = ($at["stay_kind"] == "visit" ? "visit," $at["stay_days"] "," $at["overstay_days"] : "absence,,") "," ends
	if (want[line] > 0) {
		right[kind_of[line]]++
		want[line]--
	} else if (began[ends] > 0) {
		right["visit, exit not recorded"]++
		began[ends]--
	} else {
		extra++
		put("was not there", line)
	}
}
END {
	for (line in want)
		for (; want[line] > 0; want[line]--)
			put(kind_of[line] ", not found", line)
	for (kind in n)
		printf "%-28s %9d %9d\n", kind, n[kind], right[kind] | "sort"
	close("sort")
	printf "%-28s %9s %9d\n", "was not there", "", extra
}
