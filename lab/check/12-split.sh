step "12 split: the directors do not hear each other, everybody else hears both; then it heals"
load_start --rate 50
! sabotaged split || director dir2 pause
split dir1 dir2
say "split"
expect_within $takeover_allowed "both have the address" holder_is "dir1 dir2"
sleep 1
load_stop
say "requests meanwhile: $(field failed) of $(field total) failed"
load_start --rate 50
healed=$(now)
split off dir1 dir2
say "healed"
expect_within 3 "dir1 alone has the address" holder_is dir1
expect_within 3 "the client's packets go to dir1" reaches dir1
expect_within 3 "both say so" active dir1
sleep 2
load_stop
expect_between "microseconds after the healing until nothing fails any more" 0 3000000 "$(failed_until "$healed")"
! sabotaged split || director dir2 resume
