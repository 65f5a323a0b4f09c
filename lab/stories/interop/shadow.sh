# A director that looks on beside a running pair. For lab/interop.
# A shadow on a: keepalived runs on both, and on a directord looks on.
shadow() { # shadow PRIORITY [FUNCTION]: its configuration
  configure shadow directord "${2:-routers}" a "$1"
}
shadow_start() {
  (exec ip netns exec "$tag-a" setpriv --pdeathsig TERM -- "$LAB_IMAGE/bin/directord" run --shadow \
    --config "$work/shadow.conf" --state "$work/shadow.state" </dev/null >>"$work/shadow.log" 2>&1) &
  pid_of[shadow]=$!
  until_true 15 speaks a || wrong 'the shadow does not answer'
}
shadow_says() { # shadow_says WOULD DOES DISAGREES
  http a /api/v1/status | /usr/bin/python3 -ISc 'import json, sys
shadow = json.load(sys.stdin)["routers"][0]["shadow"]
sys.exit([shadow["would"], shadow["does"], str(shadow["disagrees"])] != sys.argv[1:])' "$@" 2>/dev/null
}
sees() { until_true 10 shadow_says "$1" "$2" "${3:-False}" || wrong "$4: the shadow does not say $1 beside $2: $(http a /api/v1/status | grep -o '"shadow":{.*' | head -c 400)"; }
shadow_kept_quiet() {
  local metrics
  metrics=$(http a /metrics)
  ! counted sent <<<"$metrics" || wrong 'the shadow counts sent advertisements'
  ! grep -E '^directord_advertisements_rejected_total\{.*[1-9][0-9.]*$' <<<"$metrics" >/dev/null || wrong 'the shadow rejected an advertisement'
  ! grep -q 'event=split-brain' "$work/shadow.log" || wrong 'the shadow tells of a split'
}
beside() {
  configure a keepalived routers a 150
  configure b keepalived routers b 100
  shadow 150
  start b a
  takes_over a "$(booting)" 'start of both'
  shadow_start
  sees active active False 'a is active'
  cable a down
  until_true 10 active b || wrong 'b does not take over when the cable of a is out'
  sees fault backup False 'the cable of a is out'
  cable a up
  takes_over a "$(booting)" 'the cable of a is in again'
  sees active active False 'a is active again'
  configure b keepalived routers b 200
  router_signal b HUP
  takes_over b "$(booting)" 'b has a higher priority'
  sees backup backup False 'b has a higher priority'
  helper client "$native/adverts" eth0 >"$work/wire"
  stays b $((interval_ms * 9)) 'afterwards'
  grep -q "advert $(address_of b 0 "$family") " "$work/wire" || [ "$transport" = unicast ] || wrong 'nothing was seen on the wire'
  ! grep "advert $(address_of a 0 "$family") " "$work/wire" || wrong 'somebody advertises from a'
  stop b
  takes_over a "$(soon)" 'b stopped (priority 0)'
  sees active active False 'b stopped'
  ! grep 'event=shadow-disagrees' "$work/shadow.log" || wrong 'the shadow disagrees'
  shadow_kept_quiet
}
# Another priority than keepalived's; and on b a virtual router that the shadow has not heard of.
beside_itself() {
  routers_and_stranger() { routers "$@"; router $common name=stranger vrid=60 "priority=$2" addresses=10.77.4.9; }
  configure a keepalived routers a 100
  configure b keepalived routers_and_stranger b 150
  shadow 200
  start b a
  takes_over b "$(booting)" 'start of both'
  shadow_start
  sees active backup True 'b is active'
  grep -q 'event=shadow-disagrees router=public would=active does=backup because=".*has 0 of 2 addresses; 10.77.0.4 advertises with priority 150"' \
    "$work/shadow.log" || wrong 'the shadow does not log why it disagrees'
  grep -qE '^directord_router_shadow_disagreement\{.*\} 1' <<<"$(http a /metrics)" || wrong 'the disagreement is no metric'
  equal_lines 1 'event=unknown-vrid vrid=60 interface=eth0 from=10.77.0.4'
  grep -qE '^directord_advertisements_unknown_vrid_total\{.*\} [1-9]' <<<"$(http a /metrics)" || wrong 'the unknown vrid is no metric'
  stop b
  takes_over a "$(soon)" 'b stopped'
  sees active active False 'b stopped'
  until_true 5 grep -q 'event=shadow-agrees router=public does=active' "$work/shadow.log" || wrong 'the end of it is not in the log'
  equal_lines 1 'event=shadow-disagrees'
  shadow_kept_quiet
}
equal_lines() { [ "$(grep -c "$2" "$work/shadow.log")" = "$1" ] || wrong "not $1 lines of $2 in the shadow's log"; }

# ---- one case after the other
