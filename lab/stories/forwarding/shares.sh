# Who answers how often. Sourced by lab/guest/forwarding-story.

# Twelve requests, or ten where one server is lost, are two rounds of the weights 3, 2 and 1.
shares() {   # ADDRESS KIND-OF-SERVER
  local peer=192.168.26.100 expected count=12
  [[ $1 != *:* ]] || peer=fd00:26::100
  expected="$2""1 $peer 6"$'\n'"$2""2 $peer 4"
  if [ "$phase" = lost ]; then count=10; else expected+=$'\n'"$2""3 $peer 2"; fi
  equal "who answered whom how often" "$(lines "$expected")" "$(lines "$(ask $count "$1" 80 $peer)")"
}
# Twelve connections that are open at once are shared by the weights. Only where no table remembers earlier ones.
open_shares() {   # ADDRESS PORT
  [ "$phase" = start ] || return 0
  local found
  found=$(asked hold "$patience" 12 "$1" "$2" 192.168.26.100 | counted)
  equal "who has how many connections" "$(printf '%s|' 'in1 192.168.26.100 6' 'in2 192.168.26.100 4' 'in3 192.168.26.100 2')" \
    "$(lines "$found")"
}

# turns WHAT ANSWERS: six, each server as often as any other, none twice in a row.
turns() {
  local count=3
  [ "$phase" != lost ] || count=2
  equal "servers of six $1" $count "$(sort -u <<<"$2" | wc -l)"
  equal 'times that one came after itself' 6 "$(uniq <<<"$2" | wc -l)"
  equal "$1 of each" "$((6 / count))" "$(sort <<<"$2" | uniq -c | awk '{print $1}' | sort -u)"
  equal "$1 without an answer" '' "$(grep -v '^rs[123]$' <<<"$2")"
}
# Two ports of one mark take turns with the same servers where there is no persistence.
mixed() { turns requests "$(asked get "$patience" 6 "$1" 80,8080 192.168.26.100 | cut -d' ' -f1)"; }   # ADDRESS
# Datagrams of one client's port are shared one by one.
one_packet() { turns datagrams "$(asked say "$patience" "$1" 7007 192.168.26.100 a again again again again again)"; }   # ADDRESS
