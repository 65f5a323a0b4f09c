# What the walk-through looks for in the director's own words: one place to change when they do.
# Extended regular expressions, any case.

# A configuration that was refused names the file and the line.
says_refused='dir1\.conf:[0-9]+'
# A change behind the director's back that it put right names the server.
says_drift() { echo "(drift|reconcil|unexpected|behind).*$1|$1.*(drift|reconcil|unexpected|behind)"; }
# Reconciles at least this often, in seconds; the expectation allows one more.
reconcile_interval=10
# A conflict about an address is told with the class and the name of the other host.
says_conflict() { echo "address-conflict class=$1 .*address=$2 .*name=$3( |$)"; }
# A real server that claims its own service's address is told with its name, SERVICE/SERVER, and the address.
says_arp_problem() { echo "event=arp-problem name=$1 address=$2 .*arp_ignore=1"; }
says_arp_ended() { echo "event=arp-problem-ended name=$1 address=$2 "; }
