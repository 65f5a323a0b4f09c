step "10 freeze: the active director is stopped (SIGSTOP), then goes on: it must not believe that it is still active"
load_start --rate 50
frozen=$(now)
director dir1 pause
say "dir1's director frozen"
expect_within $takeover_allowed "dir2 has the address" holds dir2
expect_within 2 "the client's packets go to dir2" reaches dir2
sleep 2
load_stop
expect_between "microseconds after the freeze until nothing fails any more" 0 4500000 "$(failed_until "$frozen")"
# Two may have the address while dir1 is frozen and nobody else sweeps it; not once it goes on.
say "meanwhile the address is on: $(holders)"
mark_log
load_start --rate 50
if ! sabotaged freeze; then director dir1 resume; fi
say "dir1's director goes on"
expect_within 1 "only one has the address" eval 'holder_is dir1 || holder_is dir2'
expect_within 10 "dir1 has the address in the end, alone" active dir1
expect_within 2 "the client's packets go to dir1" reaches dir1
sleep 1
load_stop
expect_between "failed requests after it went on" 0 10 "$(field failed)"
! sabotaged freeze || director dir1 resume
