step "2 share: 300 requests to http://$vip/, equal weights"
if sabotaged share; then ipvsadm -e -t "$vip:80" -r 192.168.26.21:80 -g -w 900; fi
load=$(on client load --json --requests 300 --rate 100 "http://$vip/")
say "load: $(shares)"
expect_equal "failed requests" 0 "$(field failed)"
for n in 1 2 3; do expect_between "answered by rs$n" 90 110 "$(field rs$n)"; done
deadline_loop 20 weight_is 192.168.26.21 100 || say "rs1 keeps weight $(weight 192.168.26.21)"
