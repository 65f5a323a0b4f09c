step "2 share: 300 requests to http://$vip/, equal weights"
! sabotaged share || director dir1 weight web/rs1 900
load=$(on client load --json --requests 300 --rate 100 "http://$vip/")
say "load: $(shares)"
expect_equal "failed requests" 0 "$(field failed)"
for n in 1 2 3; do expect_between "answered by rs$n" 90 110 "$(field rs$n)"; done
! sabotaged share || director dir1 enable web/rs1
