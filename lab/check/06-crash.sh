step "6 crash: SIGKILL under load; the other director stands in; a new one adopts what it finds"
load_start --rate 50
on client load --json --requests 6 --rate 100 --deadline 30 "http://$vip/?drip=9000" >"$LAB_OUT/held" &
held=$!
sleep 3   # the kernel's own counters are up to 2 s old
before=$(table) counted=$(connections_so_far)
director dir1 kill
say "killed; the kernel keeps what it has"
sleep 1
expect "the kernel's table outlives the director" test "$(table)" = "$before"
! sabotaged crash || ipvsadm -C
director dir1 start "$conf"
samples=0 different=0
begin=$(now)
until director dir1 ready || (($(now) - begin > 20000000)); do
  samples=$((samples + 1))
  [ "$(table)" = "$before" ] || different=$((different + 1))
done
expect "the new director is ready: after $(seconds $(($(now) - begin))) s" director dir1 ready
expect_equal "different tables among $samples looks while it started" 0 "$different"
expect "the table is the one before the crash" test "$(table)" = "$before"
expect_between "the service's connection counter went on from $counted" "$counted" 1000000 "$(connections_so_far)"
expect_within 10 "dir1 is active again" active dir1
load_stop
# The address goes to dir2 and comes back; all the while a kernel that has it also has the table.
expect_no_gap 5 25
wait "$held" || true
load=$(<"$LAB_OUT/held")
say "held: $(shares)"
expect_equal "of 6 long answers that began before the crash, complete" 6 "$(($(field total) - $(field failed)))"
