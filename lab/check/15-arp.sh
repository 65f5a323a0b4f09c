step "15 arp: a real server answers ARP for the service's address; both directors name it, and say when it is over"
says_metric() { on "$1" http-get 127.0.0.1 9113 /metrics | grep -q "^directord_arp_problem{server=\"rs1\",service=\"web\"} $2"; }
shows_arp() { director "$1" status | grep -q "rs1 .* ARP! .*answers ARP for $vip"; }
log_of() { tail -n "+$2" "$LAB_OUT/$1.log" | grep -qiE -- "$3"; }
for each in dir1 dir2; do
  file=/run/directord/$each.conf
  cp "$file" "/run/lab/$each.before"
  sed -i '0,/health-checks {/s//arp-watch { interval = 2s }\n  &/' "$file"
  director "$each" reload
done
# What step 13 claimed ends when three questions have found silence.
expect_within 30 "no server is in trouble, says dir1" says_metric dir1 0
expect_within 30 "nor says dir2" says_metric dir2 0
mark_log
log2_from=$(($(wc -l <"$LAB_OUT/dir2.log") + 1))
sleep 3   # each has been asked since the reload, and would be told of
expect_equal "problems told of servers that are well" 0 "$(new_log | grep -c event=arp-problem)"
sabotaged arp || on rs1 sysctl -qw net.ipv4.conf.all.arp_ignore=0
expect_within 5 "dir1, active, names rs1 and its setting" log_says "$(says_arp_problem web/rs1 "$vip")"
expect_within 5 "dir2, standby, names it too" log_of dir2 "$log2_from" "$(says_arp_problem web/rs1 "$vip")"
expect_within 2 "the tables of directorctl show it on dir1" shows_arp dir1
expect_within 2 "the tables of directorctl show it on dir2" shows_arp dir2
expect_within 2 "its metric is 1" says_metric dir1 1
expect "rs1 stays in service" weight_is 192.168.26.21 100
on rs1 sysctl -qw net.ipv4.conf.all.arp_ignore=1
expect_within 15 "after the repair dir1 says that it is over" log_says "$(says_arp_ended web/rs1 "$vip")"
expect_within 2 "its metric is 0" says_metric dir1 0
expect_equal "problems told, and their ends" 2 "$(new_log | grep -c event=arp-problem)"
for each in dir1 dir2; do
  cp "/run/lab/$each.before" "/run/directord/$each.conf"
  director "$each" reload
done
