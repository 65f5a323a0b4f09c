# One of a pair is upgraded, then removed. The other one, with the package's own unit, is in a network namespace, and has
# the older package's files as its own. Sourced by lab/guest/package-story, never run.

peer=directord-peer.service

pair_starts() {
  network
  dpkg_quiet -i /lab/with/old.deb
  peer_unit
  systemctl start $peer || wrong "the other director does not start: $(journalctl -u $peer -o cat --no-pager | tail -n 3)"
  configured dir1 150 >$conf
  systemctl reload $unit
  soon_true 60 'the address is here' settled
  soon_true 30 'the other one is Backup' "role_of_peer backup"
  soon_true 20 'the client is served' serves
}
peer_unit() {
  mkdir -p /etc/directord-peer /etc/systemd/system/$peer.d
  configured dir2 100 >/etc/directord-peer/directord.conf
  cp -rL /usr/lib/systemd/system/$unit /etc/systemd/system/$peer
  cp /usr/lib/systemd/system/$unit.d/*.conf /etc/systemd/system/$peer.d/ 2>/dev/null
  # systemd adds up what it reads in several places, so the folders that are its own are replaced in the unit itself.
  sed -i -E 's/^((Runtime|State|Configuration)Directory)=directord$/\1=directord-peer/' /etc/systemd/system/$peer
  cat >/etc/systemd/system/$peer.d/zz-peer.conf <<END
[Service]
NetworkNamespacePath=/run/netns/dir2
BindReadOnlyPaths=/lab/with/files/usr/lib/directord:/usr/lib/directord
BindPaths=/etc/directord-peer:/etc/directord /run/directord-peer:/run/directord /var/lib/directord-peer:/var/lib/directord
END
  systemctl daemon-reload
}
peer_status() { ip netns exec dir2 curl -s -m 5 http://127.0.0.1:9113/api/v1/status; }
role_of_peer() { peer_status | grep -qE "\"role\" *: *\"$1\""; }
# What the other one said of its roles since the case began, a line each.
roles_of_peer() {
  journalctl -u $peer -o cat --no-pager --since "@${begin:0:-6}.${begin: -6}" | grep 'event=role '
}

# The client asks all the time. Its lines are WHEN-IN-MS RESULT.
poll() {
  ip netns exec client bash -c 'while :; do
    [ "$(curl -s -m 5 "http://$1/")" = served ] && result=ok || result=lost
    echo "$((${EPOCHREALTIME/./} / 1000)) $result"
  done' - $vip >"$LAB_OUT/polled" & poller=$!
}
polled() {
  kill "$poller"; wait "$poller" 2>/dev/null
  awk '$2 == "lost" {lost++} $2 == "ok" {if (last && $1 - last > gap) gap = $1 - last; last = $1; ok++}
    END {print ok + 0, lost + 0, gap + 0}' "$LAB_OUT/polled"
}
# handed_over REQUESTS-LOST LONGEST-GAP: by a word, not by silence: the other one did not wait for its timer. The gap is
# told only: the client shares its CPU with dpkg and two directors.
handed_over() {
  local active
  active=$(roles_of_peer | grep -m 1 'role=active')
  like 'why the other one took over' 'resigned' "$active"
  ! grep -q 'was not heard' <<<"$(roles_of_peer)" || wrong "its timer expired: $active"
  (($1 <= 3)) || wrong "$1 requests were lost"
  told+=" ${active#*because=}; longest time without an answer $2 ms, $1 lost"
}

pair_upgrade() {
  local asked
  poll
  dpkg_quiet -i /lab/with/new.deb
  soon_true 60 'the address is here again' settled
  soon_true 30 'the other one is Backup again' 'role_of_peer backup'
  read -r -a asked < <(polled)
  handed_over "${asked[1]}" "${asked[2]}"
}

pair_remove() {
  local asked
  poll
  dpkg_quiet -r directord
  soon_true 30 'the other one is active' 'role_of_peer active'
  read -rt 1 -u "$never"
  read -r -a asked < <(polled)
  handed_over "${asked[1]}" "${asked[2]}"
  ! holds $vip || wrong 'the address is still here'
  systemctl stop $peer
}
