step "3 lose: rs2's server is killed under load, and comes back"
# interval 1 s x fall 2 + timeout 0.5 s, and a second for the guest
allowed=3.5
load_start --rate 50
! sabotaged lose || director dir1 pause
killed=$(now)
real-server rs2 stop
say "rs2's server killed"
expect_within $allowed "rs2 leaves (weight 0 in the kernel)" weight_is 192.168.26.22 0
left=$(now)
say "two more seconds of load on two servers"
sleep 2
load_stop
last=$(field last_failure_us)   # 0 if nothing failed
((last == 0)) || say "last failed request $(seconds $((last - killed))) s after the kill"
expect "requests failed only until rs2 left" test $((last - left)) -lt 50000
expect_between "answered by rs1 and rs3 meanwhile" 100 10000 $(($(field rs1) + $(field rs3)))
! sabotaged lose || director dir1 resume

load_start --rate 50
real-server rs2 start
say "rs2's server listens again"
expect_within $allowed "rs2 returns (weight 100)" weight_is 192.168.26.22 100
expect_within 2 "rs2 answers requests again" grep -q 'rs2 answers' "$LAB_OUT/load"
load_stop
expect_equal "failed requests during the return" 0 "$(field failed)"
