step "11 switchover: planned, under load; nobody waits"
load_start --rate 100
if sabotaged switchover; then director dir1 kill; director dir1 start "$conf"
else expect "directorctl switchover is obeyed" director dir1 switchover; fi
expect_within 3 "dir2 alone has the address" holder_is dir2
expect_within 2 "the client's packets go to dir2" reaches dir2
expect_within 3 "both say so" active dir2
sleep 3
expect "dir2 still has it: dir1 does not preempt what was asked for" holder_is dir2
expect "directorctl switchover on dir2, back" director dir2 switchover
expect_within 3 "dir1 alone has the address" active dir1
expect_within 2 "the client's packets go to dir1" reaches dir1
sleep 1
load_stop
expect_no_gap 4 10
! sabotaged switchover || expect_within 30 "dir1 is ready" director dir1 ready
