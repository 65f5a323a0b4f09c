step "4 reload: rs3 goes, rs1 gets half the weight, a second service comes, under load"
cat >/run/lab/added-service <<'END'
    added {
      address = "192.168.26.11:80", protocol = tcp, scheduler = wrr, forwarding = direct, check = web
      real-servers = [ { name = rs1, address = 192.168.26.21 }, { name = rs2, address = 192.168.26.22 } ]
    }
END
load_start --rate 50
sed -i -e '/name = rs3/d' -e '/name = rs1/s/weight = 100/weight = 50/' \
  -e '/virtual-services {/r /run/lab/added-service' "$conf"
show diff "$original" "$conf"
! sabotaged reload || { ipvsadm -D -t "$vip:80"; sleep 0.3; }
director dir1 reload
expect_within 5 "rs1 weighs 50" weight_is 192.168.26.21 50
rs3_idle() { [[ $(weight 192.168.26.23) =~ ^0?$ ]]; }
expect_within 5 "rs3 gets no new connections (drained, or gone)" rs3_idle
expect_within 5 "the added service answers" on client http-status 192.168.26.11 80 / 200
load_stop
expect_equal "failed requests during the reload" 0 "$(field failed)"
show ipvsadm -Sn
load=$(on client load --json --requests 150 --rate 100 "http://$vip/")
say "load: $(shares)"
expect_between "of 150 requests, rs1 (weight 50 of 150) answers" 40 60 "$(field rs1)"
expect_between "of 150 requests, rs2 (weight 100 of 150) answers" 90 110 "$(field rs2)"
