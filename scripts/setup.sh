# What quickstart and check share; sourced, not run.
#
#   need PACKAGE ...   install what is missing of these Debian packages
#   build DIR OPTION ...  configure DIR (with OPTIONs) and make, quietly

# What the programs are built with, on Debian 12.
build_packages='gcc libc6-dev make autoconf automake pkg-config libxml2-dev zlib1g-dev libssl-dev libicu-dev libcsv-dev libsqlite3-dev libpq-dev'
# What the tests need beside it.
check_packages='bash gzip xz-utils clang libclang-rt-14-dev llvm mandoc postgresql sqlite3 valgrind'

jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
top=$(cd "$(dirname "$0")/.." && pwd) || exit 2
export LC_ALL=C.UTF-8

die() {
	echo "${0##*/}: $*" >&2
	exit 2
}

need() {
	command -v dpkg-query >/dev/null 2>&1 || {
		echo "This is no Debian: be sure that you have what Debian calls $*"
		return 0
	}
	missing=
	for package; do
		case $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) in
		installed) ;;
		*) missing="$missing $package" ;;
		esac
	done
	[ -n "$missing" ] || return 0
	sudo=
	if [ "$(id -u)" -ne 0 ]; then
		command -v sudo >/dev/null 2>&1 ||
			die "these packages are missing, and only root can install them: apt-get install$missing"
		sudo='sudo'
	fi
	echo "Installing$missing"
	$sudo env DEBIAN_FRONTEND=noninteractive sh -c "apt-get -q update &&
		apt-get -q -y --no-install-recommends install $missing" >>"$log" 2>&1 </dev/null || {
		tail -20 "$log" >&2
		die "apt-get could not install$missing (all it said is in $log)"
	}
}

# Runs a command with its output in the log; shows the end of it when it fails.
quietly() {
	"$@" >>"$log" 2>&1 </dev/null || {
		grep -E 'error:|warning:|ERROR|apt-get install' "$log" | tail -20 >&2
		tail -5 "$log" >&2
		return 1
	}
}

# The folder and the options of configure.  What is built already is not built
# again: make sees to that.
build() {
	dir=$1
	shift
	mkdir -p "$dir" || return 1
	if [ ! -x "$top/configure" ] || [ "$top/configure.ac" -nt "$top/configure" ] ||
		[ ! -f "$top/Makefile.in" ]; then
		(cd "$top" && quietly autoreconf -i) || return 1
	fi
	if [ ! -f "$dir/Makefile" ]; then
		(cd "$dir" && quietly "$top/configure" "$@") || return 1
	fi
	quietly make -C "$dir" -j"$jobs"
}
