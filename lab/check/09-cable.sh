step "9 cable: the active director's is pulled out under load, and put back"
load_start --rate 50
pulled=$(now)
if sabotaged cable; then say "the cable stays in"; else cable dir1 down; fi
say "dir1's cable is out"
expect_within $takeover_allowed "dir2 alone has the address: dir1 has seen the carrier go" holder_is dir2
expect_within 2 "the client's packets go to dir2" reaches dir2
sleep 1
load_stop
expect_between "microseconds after the pull until nothing fails any more" 1 4500000 "$(failed_until "$pulled")"
load_start --rate 50
cable dir1 up
say "dir1's cable is in again"
expect_within 10 "dir1 has the address back, alone" active dir1
expect_within 2 "the client's packets go to dir1" reaches dir1
sleep 1
load_stop
expect_between "failed requests during the return" 0 10 "$(field failed)"
