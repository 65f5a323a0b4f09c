# Who stays at which server. Sourced by lab/guest/forwarding-story.

v4=192.168.26.100,192.168.26.103,192.168.26.104,192.168.26.107,192.168.26.108,192.168.26.111
v6=fd00:26::100,fd00:26::103,fd00:26::104,fd00:26::107,fd00:26::108,fd00:26::10b

# in_turn SOURCE,…: the other way round after a takeover. In the same order, a director that knows nobody would give
# each the same server again.
in_turn() {
  if [ "$phase" = start ] || [ "$phase" = lost ]; then echo "$1"; else backwards "$1"; fi
}
backwards() { tr , '\n' <<<"$1" | tac | paste -sd ,; }
# where SOURCE,… COUNT ANSWERS: the server of each source, in their order, that answered it COUNT times.
where() {
  awk -v count="$2" -v sources="$1" '$3 == count {at[$2] = $1}
    END {n = split(sources, source, ","); for (i = 1; i <= n; i++) printf "%s ", at[source[i]]}' <<<"$3"
}

# Clients keep their server as long as it lives, over directors too. Each two of these share a network.
persistent() {   # ADDRESS SOURCE,…
  local answers
  answers=$(ask 12 "$1" 8080 "$(in_turn "$2")")
  settled "$(where "$2" 2 "$answers")" yes || wrong "who is where: $(lines "$answers"), before: ${seen[$name]:-}"
}
# Two ports are one service: who is at a server is at it with both, in whichever order they ask.
marks() {   # ADDRESS NETMASK
  local first second
  first=$(ask 6 "$1" 80 "$(in_turn $v4)")
  second=$(ask 6 "$1" 8080 "$(backwards "$(in_turn $v4)")")
  equal 'who is where on the other port' "$(lines "$first")" "$(lines "$second")"
  settled "$(where $v4 1 "$first")" "$2" || wrong "who is where: $(lines "$first"), before: ${seen[$name]:-}"
}
# A call stays where it is, from whichever port and in whichever order they come; the calls of one client are shared.
# Three times, since the other director is told of a call at its third packet.
calls() {   # ADDRESS
  local words word said=() first second
  IFS=, read -r -a words <<<"$(in_turn one,two,three,four,five,six)"
  for word in "${words[@]}"; do said+=("$word" again again); done
  first=$(asked say "$patience" "$1" 7007 192.168.26.100 "${said[@]}" | uniq -c | awk '$1 % 3 == 0 {for (n = $1; n; n -= 3) print $2}')
  second=$(asked say "$patience" "$1" 7007 192.168.26.100 $(printf '%s\n' "${words[@]}" | tac) | tac)
  equal 'where calls are from another port' "$(lines "$first")" "$(lines "$second")"
  second=$(paste -d ' ' - <(printf '%s 1\n' "${words[@]}") <<<"$second")
  settled "$(where one,two,three,four,five,six 1 "$second")" no || wrong "which is where: $(lines "$second"), before: ${seen[$name]:-}"
}

# settled WHERE PAIRS: these six servers are those of the last time; at first, all three servers.
settled() {
  local at before apart=3 n
  read -r -a at <<<"$1"
  ((${#at[@]} == 6)) || return
  if [ "$2" = yes ]; then
    [ "${at[0]} ${at[2]} ${at[4]}" = "${at[1]} ${at[3]} ${at[5]}" ] || return
  fi
  [ "$phase" != lost ] || apart=2
  # Where one comes back, everybody stays.
  [ "$phase" != start ] && [ "$phase" != lost ] || (($(printf '%s\n' "${at[@]}" | sort -u | wc -l) == apart)) || return
  [ "$phase" != start ] || { seen[$name]=$1; return; }
  # Who was at the third server is elsewhere now; nobody else.
  read -r -a before <<<"${seen[$name]}"
  for n in 0 1 2 3 4 5; do
    if [ "$phase" = lost ] && [ "${before[n]}" = rs3 ]; then [ "${at[n]}" != rs3 ] || return
    else [ "${at[n]}" = "${before[n]}" ] || return; fi
  done
  seen[$name]=$1
}
