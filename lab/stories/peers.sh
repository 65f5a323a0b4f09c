# What two directors tell each other. Sourced by lab/holding.

peer_key=00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff

# peer_of HOST PRIORITY [KEY [SCHEDULER]]: the client is its real server, whose echo is the check.
peer_of() {
  local key=${3:-$peer_key} peers='' address=10.77.4.1/32 other
  other=$(other "$1")
  [ "$family" = 4 ] || address=fd77::4:1/128
  [ "$transport" = multicast ] || peers="peers = [\"$(address_of "$other" 0 "$family")\"]"
  config "$1" <<END
  virtual-routers { public {
    interface = eth0, vrid = 51, priority = $2, advertisement-interval = ${interval_ms}ms, addresses = ["$address"], $peers
  } }
  peer { key = "hex:$key", interval = 200ms }
  virtual-services { web {
    address = "10.77.4.9:80", scheduler = ${4:-wlc}, check = { type = icmp, interval = 500ms, timeout = 300ms, fall = 2 }
    real-servers = [{ name = web1, address = 10.77.0.2 }]
  } }
END
}
peer_line() { directorctl "$1" status 2>/dev/null | grep -qE "^peer +$2"; }
peer_json() { directorctl "$1" status --json 2>/dev/null | grep -qF "\"problem\":\"$2"; }
peer_metric() { http "$1" /metrics | grep -qE "^directord_peer_$2 $3(\.0)?\$"; }
peer_event() { directorctl "$1" events --json 2>/dev/null | grep -F "\"$2\"" | grep -qF "$3"; }
peer_reload() { directorctl "$1" reload >/dev/null 2>&1 || wrong "$1 does not reload"; }
# alike WHEN: each says of the other that all is well.
alike() {
  local host
  for host in a b; do
    soon_true 20 "$1: $host says that the other has the same configuration" \
      peer_line $host "'$(other $host): same configuration, 1 of 1 servers up'"
    for metric in up config_same health_same; do
      soon_true 2 "$1: metric $metric of $host" peer_metric $host "'$metric\{peer=\"$(other $host)\"\}'" 1
    done
  done
}

peers() {
  local metric refusal
  [ "$family" = 4 ] || addresses=fd77::4:1
  peer_of a 150
  peer_of b 100
  start a b
  takes_over a "$(booting)" 'start of both'
  alike 'start of both'

  peer_of a 150 '' wrr
  sleep 4   # ages are told in seconds
  peer_reload a
  soon_true 2 'a says that the configuration of b is older' peer_json a "'b has an older configuration, loaded'"
  soon_true 2 'b says that the configuration of a is newer' peer_json b "'a has a newer configuration, loaded'"
  soon_true 2 'the metric of a' peer_metric a "'config_same\{peer=\"b\"\}'" 0
  soon_true 2 'the journal of a' peer_event a peer-problem "'b has an older configuration'"
  now_true 'the log of a' logged a "'event=peer-problem peer=b class=configuration'"
  refusal=$(directorctl a switchover 2>&1) && wrong 'a hands over to an older configuration'
  grep -q 'b is not ready to take it: b has an older configuration' <<<"$refusal" || wrong "the refusal: $refusal"
  now_true 'a kept the addresses' active a
  peer_of b 100 '' wrr
  peer_reload b
  soon_true 2 'the journal of a says that it is the same again' peer_event a peer-problem-ended "'b has the same configuration'"
  alike 'after both reloads'

  on client route add blackhole "$(address_of b 0 4)/32"
  soon_true 25 'a says what b does not see' peer_json a "'b sees web1 of web down, here it is up'"
  soon_true 2 'the health metric of a' peer_metric a "'health_same\{peer=\"b\"\}'" 0
  now_true 'the journal of a tells of it' peer_event a peer-problem "'b sees web1 of web down'"
  refusal=$(directorctl a switchover 2>&1) && wrong 'a hands over to who sees no server'
  on client route del blackhole "$(address_of b 0 4)/32"
  alike 'when b sees the server again'

  kill_hard b
  soon_true 5 'a says that b is silent' peer_json a "'b has been silent for'"
  soon_true 2 'the metric of silence' peer_metric a "'up\{peer=\"b\"\}'" 0
  peer_of b 100 "${peer_key/0011/ffff}" wrr
  start b
  soon_true 10 'a says that somebody signs with another key' peer_json a "'$(address_of b 0 "$family")'"
  now_true 'the journal of a tells of the other key' peer_event a peer-rejected "'signs with another key'"
  soon_true 2 'a counts wrong signatures' http a /metrics '|' grep -qE "'^directord_peer_messages_rejected_total\{reason=\"signature\"\} [1-9]'"
  kill_hard b
  peer_of b 100 '' wrr
  start b
  soon_true 5 'the journal of a says that b is heard again' peer_event a peer-problem-ended "'b is heard again'"
  alike 'when b is back'
}
