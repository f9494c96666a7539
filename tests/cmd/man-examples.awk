# The examples of a manual page: each literal block that has lines beginning
# with "$ " becomes dir/N.sh, its commands, and dir/N.out, the lines that they
# are to write.  A line that begins with "> " goes on with the command.
#
#	awk -v dir=DIR -f man-examples.awk PAGE
#
# Prints how many there are.

# mdoc's escapes, as far as examples need them
function plain(line) {
	gsub(/\\&/, "", line)
	gsub(/\\-/, "-", line)
	gsub(/\\\(ti/, "~", line)
	gsub(/\\\(ha/, "^", line)
	gsub(/\\\(aq/, "'", line)
	gsub(/\\\(dq/, "\"", line)
	gsub(/\\e/, "\\", line)
	return line
}

/^\.Bd .*-literal/ { inside = 1; commands = output = ""; shell = 0; next }
/^\.Ed/ {
	if (commands != "") {
		n++
		printf "%s", commands >(dir "/" n ".sh")
		printf "%s", output >(dir "/" n ".out")
	}
	inside = 0
	next
}
inside {
	line = plain($0)
	if (line ~ /^\$ /) {
		commands = commands substr(line, 3) "\n"
		shell = 1
	} else if (shell && line ~ /^> /) {
		commands = commands substr(line, 3) "\n"
	} else {
		output = output line "\n"
		shell = 0
	}
}
END { print n + 0 }
