# XML as lines of a path, a tab and what is there: an element with its text
# (PATH), its attributes (PATH@NAME), and its end (PATH/).  Enough to count what a
# list has by other means than the program's.
BEGIN {
	RS = "<"
	OFS = "\t"
}
function squeezed(s) {
	gsub(/[ \t\r\n]+/, " ", s)
	gsub(/^ | $/, "", s)
	return s
}
function leave() {
	print path "/", ""
	sub(/\/[^\/]*$/, "", path)
}
{
	end = index($0, ">")
	if (end == 0 || /^[?!]/)
		next
	tag = squeezed(substr($0, 1, end - 1))
	if (tag ~ /^\//) {
		leave()
		next
	}
	empty = sub(/ *\/$/, "", tag)
	name = tag
	sub(/ .*/, "", name)
	rest = substr(tag, length(name) + 1)
	sub(/^.*:/, "", name)
	path = path "/" name
	print path, squeezed(substr($0, end + 1))
	while (match(rest, /[A-Za-z_:]+="[^"]*"/)) {
		item = substr(rest, RSTART, RLENGTH)
		rest = substr(rest, RSTART + RLENGTH)
		at = index(item, "=")
		print path "@" substr(item, 1, at - 1), squeezed(substr(item, at + 2, length(item) - at - 2))
	}
	if (empty)
		leave()
}
