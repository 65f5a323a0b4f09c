step "8 lose the active director: SIGKILL under load; the other takes the address, and gives it back; nobody waits"
load_start --rate 50
! sabotaged lose-director || director dir2 pause
killed=$(now)
director dir1 kill
say "dir1's director killed; its kernel knows nothing of it"
expect_within $takeover_allowed "dir2 has the address" holds dir2
expect_within 2 "the client's packets go to dir2" reaches dir2
expect_within 2 "dir2 says that it is active" says dir2 active
# Nobody is left to take it away. Nobody is told of it either; who still sends to dir1 is served by dir1's kernel.
expect "the killed one's kernel keeps the address as well, as it keeps its table" holder_is "dir1 dir2"
say "two more seconds of load on dir2"
sleep 2
load_stop
expect_no_gap 3 25
expect_between "requests answered, before and after" 100 10000 $(($(field total) - $(field failed)))
! sabotaged lose-director || director dir2 resume

load_start --rate 50
director dir1 start "$conf"
say "dir1's director starts again"
expect_within 30 "dir1 is ready" director dir1 ready
expect_within 10 "dir1 (priority 150) has the address back, alone" active dir1
expect_within 2 "the client's packets go to dir1" reaches dir1
sleep 1
load_stop
expect_no_gap 5 25
