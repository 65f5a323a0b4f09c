step "14 standby: both directors are real servers too; the standby serves, and balances nothing again"
scheduled_by() { on "$1" ipvsadm -Ln --stats | awk -v service="$vip:80" '$2 == service {count = $3} END {print count + 0}'; }
backup_only() { [ "$(on "$1" cat /proc/sys/net/ipv4/vs/backup_only)" = "$2" ]; }
sync_daemon() { on "$1" ipvsadm -L --daemon | grep -q "$2 sync daemon"; }
# ask BALANCER STANDBY: all are answered, and BALANCER alone has scheduled them.
ask() {
  local before
  sleep 2.5   # the kernel's counters are that old
  before=$(scheduled_by "$2")
  load=$(on client load --json --requests 150 --rate 100 "http://$vip/")
  say "load: $(shares)"
  expect_equal "failed requests" 0 "$(field failed)"
  expect_between "of 150 requests, $2 answers as a real server" 1 100 "$(field "$2")"
  sleep 2.5
  expect_equal "connections that $2 scheduled itself" "$before" "$(scheduled_by "$2")"
}
cp "$conf" /run/lab/dir1.before
cp "$conf2" /run/lab/dir2.before
for each in dir1 dir2; do
  ip -n "$each" addr add "$vip/32" dev lo
  on "$each" sysctl -qw net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2
  real-server "$each" start
done
sed -i '0,/real-servers = \[/s//&\n{ name = dir1, address = 192.168.26.2, weight = 100 }\n{ name = dir2, address = 192.168.26.3, weight = 100 }/' "$conf" "$conf2"
for each in dir1 dir2; do
  director "$each" reload
  expect_within 5 "$each is to balance nothing while it is backup" backup_only "$each" 1
done
for server in 192.168.26.2 192.168.26.3; do expect_within 5 "dir1 balances to $server" weight_is "$server" 100; done
! sabotaged standby || on dir2 sysctl -qw net.ipv4.vs.backup_only=0
ask dir1 dir2
expect "directorctl switchover is obeyed" director dir1 switchover
expect_within 3 "dir2 alone is active" says dir2 active
expect_within 2 "the client's packets go to dir2" reaches dir2
ask dir2 dir1
say "dir2's director stops"
director dir2 stop
expect_within 3 "dir1 is active" says dir1 active
expect_within 2 "the client's packets go to dir1" reaches dir1
expect_within 2 "what dir2 left in its kernel is a backup" sync_daemon dir2 backup
ask dir1 dir2
cp /run/lab/dir1.before "$conf"
cp /run/lab/dir2.before "$conf2"
director dir2 start "$conf2"
director dir1 reload
expect_within 5 "dir1 has its setting back" backup_only dir1 0
expect_within 30 "dir2 is ready" director dir2 ready
for each in dir1 dir2; do
  ip -n "$each" addr del "$vip/32" dev lo
  on "$each" sysctl -qw net.ipv4.conf.all.arp_ignore=0 net.ipv4.conf.all.arp_announce=0
  real-server "$each" stop
done
expect_within 5 "dir1 alone has the address" active dir1
