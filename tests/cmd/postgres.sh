# A PostgreSQL server of a test's own; sourced, not run, behind tap.sh.
#
#   postgres_start   starts it on a private socket; false: there is none here
#   postgres_url DB  makes an empty database and prints its address
#   $postgres        its folder
#
# It refuses to run as root, so root's runs as nobody.  The end of the test ends it.

postgres=

postgres_as() {
	if [ "$(id -u)" -eq 0 ]; then
		setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups "$@"
	else
		"$@"
	fi
}

postgres_stop() {
	[ -z "$postgres" ] || {
		postgres_as "$postgres_bin/pg_ctl" -D "$postgres/data" -m immediate stop >/dev/null 2>&1
		rm -rf "$postgres"
	}
	chmod -R u+rwx "$tmp"
	rm -rf "$tmp"
}

postgres_start() {
	postgres_bin=
	for d in $(dirname "$(command -v initdb 2>/dev/null || echo /nowhere/initdb)") /usr/lib/postgresql/*/bin; do
		[ ! -x "$d/initdb" ] || postgres_bin=$d
	done
	[ -n "$postgres_bin" ] && command -v psql >/dev/null 2>&1 || return 1
	[ "$(id -u)" -ne 0 ] || command -v setpriv >/dev/null 2>&1 || return 1
	postgres=$(mktemp -d /tmp/ledger.XXXXXX) || return 1 # the name of a socket is short
	trap postgres_stop EXIT
	[ "$(id -u)" -ne 0 ] || chown nobody "$postgres"
	(
		cd "$postgres" &&
			postgres_as "$postgres_bin/initdb" -D "$postgres/data" -A trust -U ledger --no-sync -E UTF8 \
				--locale=C >"$postgres.log" 2>&1 &&
			postgres_as "$postgres_bin/pg_ctl" -D "$postgres/data" -w -l "$postgres/server.log" -o \
				"-c listen_addresses='' -c unix_socket_directories='$postgres'" start >>"$postgres.log" 2>&1
	) || {
		sed 's/^/# /' "$postgres.log"
		return 1
	}
	rm -f "$postgres.log"
}

postgres_url() {
	psql -q -h "$postgres" -U ledger -c "CREATE DATABASE $1" postgres >/dev/null
	echo "postgresql://ledger@/$1?host=$postgres"
}
