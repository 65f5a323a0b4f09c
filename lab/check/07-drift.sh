step "7 drift: what somebody else changes is put right, and the log says why"
allowed=$((reconcile_interval + 1))
! sabotaged drift || director dir1 pause
mark_log
ipvsadm -d -t "$vip:80" -r 192.168.26.23:80
say "rs3 deleted with ipvsadm"
expect_within $allowed "rs3 is back with weight 100" weight_is 192.168.26.23 100
ipvsadm -e -t "$vip:80" -r 192.168.26.21:80 -g -w 7
say "rs1 set to weight 7 with ipvsadm"
expect_within $allowed "rs1 weighs 100 again" weight_is 192.168.26.21 100
expect "the log gives the reason for rs3" log_says "$(says_drift '(rs3|192\.168\.26\.23)')"
expect "the log gives the reason for rs1" log_says "$(says_drift '(rs1|192\.168\.26\.21)')"
show tail -n 6 <(new_log)
! sabotaged drift || director dir1 resume
