# Keys that only root may read, handed over by systemd: install.md, "Credentials". Sourced by lab/guest/package-story, never run.

keys=/etc/keys
with_credentials='virtual-routers.public.authentication.hmac.keys.1 = "credential:vrrp", peer.key = "credential:pair"'

pair_credentials() {
  configured dir1 150 "$with_credentials" >$conf
  configured dir2 100 "$with_credentials" >/etc/directord-peer/directord.conf
  not_handed_over
  for each in $unit $peer; do
    mkdir -p /etc/systemd/system/$each.d
    printf '[Service]\nLoadCredential=vrrp:%s/vrrp\nLoadCredential=pair:%s/pair\n' $keys $keys >/etc/systemd/system/$each.d/keys.conf
  done
  systemctl daemon-reload
  without_files
  make_keys
  systemctl restart $peer || wrong 'with credentials the other director does not start'
  systemctl start $unit || wrong "with credentials it does not start: $(last_words)"
  soon_true 60 'it is settled' settled
  soon_true 30 'the other one is Backup' 'role_of_peer backup'
  soon_true 20 'what the other one tells, signed' "directorctl status | grep -qE '^peer +dir2: same configuration'"
  [ -z "$(refused_adverts)" ] || wrong "advertisements were refused: $(refused_adverts)"
  soon_true 20 'the client is served' serves
  told=" $(directorctl status | grep '^peer' | tr -s ' ')"
}
make_keys() {
  local name
  mkdir -m 700 $keys
  for name in vrrp pair; do (umask 377; head -c 32 /dev/urandom >$keys/$name); done
  ! runuser -u directord -- cat $keys/vrrp >/dev/null 2>&1 || wrong 'its user may read the keys'
}
# The unit hands over what does not exist.
without_files() {
  ! systemctl start $unit 2>/dev/null || wrong 'it starts without the files'
  systemctl stop $unit; systemctl reset-failed $unit
  like 'the journal' 'status=243/CREDENTIALS' "$(last_words)"
}
# The unit hands nothing over.
not_handed_over() {
  local missing='authentication.hmac.keys.1: credential vrrp was not handed over: .*LoadCredential='
  systemctl reload $unit
  soon_true 20 'the log of the refusal' "said 'event=config-problem .*$missing'"
  after_reload 20 'the status line of the refusal' "[[ \$(property StatusText) =~ 'rejected: '.*'credential vrrp was not handed over' ]]"
  ! directorctl reload >"$LAB_OUT/said" 2>&1 || wrong 'directorctl reload takes it over'
  like 'directorctl reload' "$missing" "$(<"$LAB_OUT/said")"
  settled || wrong 'it has changed something'
  ! systemctl restart $unit 2>/dev/null || wrong 'it starts without them'
  systemctl stop $unit; systemctl reset-failed $unit
  like 'its last words' "$missing" "$(last_words)"
  like 'its last words' 'peer.key: credential pair was not handed over' "$(last_words)"
  ! holds $vip || wrong 'the address is still here'
}
last_words() { journalctl -u $unit -o cat --no-pager --since "@${begin:0:-6}.${begin: -6}" | grep -v '^event='; }
# At either of the two.
refused_adverts() {
  local metrics=http://127.0.0.1:9113/metrics
  { curl -s -m 5 $metrics; ip netns exec dir2 curl -s -m 5 $metrics; } | grep '^directord_advertisements_rejected' | grep -vE ' 0(\.0)?$'
}
