package io.directord.director.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.Configs;
import io.directord.director.doctor.Finding.Level;
import io.directord.director.doctor.Observed.Clock;
import io.directord.director.doctor.Observed.Ruleset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each trouble by itself, of a node that is in order otherwise. */
final class DoctorTest {
  private final Seen seen = new Seen(Seen.PAIR);

  private void one(String line) {
    assertEquals(line, String.join("\n", seen.trouble()));
  }

  @Test
  void aNodeInOrderHasNoTrouble() {
    one("");
    List<Finding> findings = Doctor.examine(seen.observed());
    assertEquals(Level.OK, Doctor.worst(findings));
    assertTrue(findings.size() > 10, findings::toString);
    assertEquals("ok    module ip_vs: loaded", findings.getFirst().text());
  }

  @Test
  void aModuleThatTheKernelLacksNamesItsPackage() {
    seen.config = Configs.director(Seen.PAIR + "virtual-services.web.scheduler = mh");
    one(
        "FAIL  module ip_vs_mh: this kernel (6.1) has none: scheduler mh of virtual service web;"
            + " fix: apt-get install linux-image-6.1, and boot that kernel");
  }

  @Test
  void aModuleThatComesByItselfIsNoTroubleAndTheHelperOfFtpIs() {
    seen.loaded = Set.of();
    one("");
    seen.config =
        Configs.director(Seen.PAIR.replace(":80", ":21") + "virtual-services.web.helper = ftp");
    one(
        "FAIL  module ip_vs_ftp: not loaded: helper = ftp of virtual service web; fix: modprobe"
            + " ip_vs_ftp && echo ip_vs_ftp >>/etc/modules-load.d/directord.conf");
    seen.present = Optional.empty();
    assertEquals(
        List.of("warn  module ip_vs", "warn  module ip_vs_wlc", "FAIL  module ip_vs_ftp"),
        seen.trouble().stream().map(line -> line.substring(0, line.indexOf(':'))).toList());
  }

  @Test
  void aDirectorWithoutRightsSaysEachOfThem() {
    seen.capabilities = OptionalLong.of(1L << Rights.NET_ADMIN);
    seen.locked = OptionalLong.of(65_536);
    assertEquals(
        List.of("FAIL  right CAP_NET_RAW", "warn  right CAP_SYS_NICE", "warn  right CAP_IPC_LOCK"),
        seen.trouble().stream().map(line -> line.substring(0, line.indexOf(':'))).toList());
    seen.daemon = false;
    assertTrue(seen.trouble().getFirst().startsWith("warn  right CAP_NET_RAW: no director runs"));
    seen.capabilities = OptionalLong.empty();
    one("warn  rights: those of the running director cannot be read; fix: run this as root");
  }

  @Test
  void fewOpenFilesAllowFewChecks() {
    seen.openFiles = OptionalLong.of(1);
    one(
        "warn  open files: 1 allow 0 checks at a time, of 1; fix: LimitNOFILE=65536 in"
            + " directord.service");
  }

  @Test
  void aRequiredSysctlFailsAndAnAdvisedOneWarns() {
    seen.sysctls.put("net.ipv4.ip_forward", "0");
    one(
        "FAIL  sysctl net.ipv4.ip_forward: is 0: what real servers answer comes in here for other"
            + " hosts and must be forwarded; fix: sysctl -w net.ipv4.ip_forward=1, or host.sysctls"
            + " = apply");
    seen.sysctls.clear();
    seen.config = Configs.director(Seen.PAIR.replace("masquerade", "direct"));
    seen.sysctls.put("net.ipv4.conf.all.send_redirects", "1");
    assertTrue(seen.trouble().getFirst().startsWith("warn  sysctl"), seen.trouble()::toString);
  }

  @Test
  void anInterfaceIsThereUpAndHasAnAddress() {
    seen.links.removeLast();
    one(
        "FAIL  interface eth0: there is none, for virtual router public; fix: correct its name;"
            + " there are: lo");
    seen.links.add(Seen.link(2, "eth0", false, false, false));
    one("FAIL  interface eth0: is down, for virtual router public; fix: ip link set dev eth0 up");
    seen.links.removeLast();
    seen.links.add(Seen.link(2, "eth0", true, false, false));
    one(
        "FAIL  interface eth0: has no carrier, for virtual router public; fix: look at the cable"
            + " and the switch");
    seen.links.removeLast();
    seen.links.add(Seen.link(2, "eth0", true, true, false));
    seen.addresses.removeLast();
    one(
        "FAIL  virtual router public: eth0 has no IPv4 address of its own to advertise from; fix:"
            + " ip address add … dev eth0");
  }

  @Test
  void addressesAreWhereTheRoleHasThem() {
    seen.give(2, "192.0.2.10");
    one(
        "FAIL  addresses of virtual router public: this node is backup, but holds 192.0.2.10/24:"
            + " both nodes may answer; fix: directorctl routers");
    seen.status = seen.status.replace("backup", "active");
    one("");
    seen.addresses.removeLast();
    one(
        "FAIL  addresses of virtual router public: this node is active, but lacks 192.0.2.10/24;"
            + " fix: look for event=address-refused in the log");
  }

  @Test
  void aBackupThatIsARealServerHasTheAddressOnItsLoopback() {
    seen.give(1, "192.0.2.10");
    one("");
  }

  @Test
  void whatADeadDirectorLeftIsSwept() {
    seen.status = "";
    seen.give(2, "192.0.2.10");
    assertEquals(
        List.of(
            "FAIL  addresses of virtual router public: no director runs here, but holds"
                + " 192.0.2.10/24: both nodes may answer; fix: directord sweep /etc/d.conf",
            "warn  director: nobody answers at /run/d.sock, so what only it knows was not looked"
                + " at; fix: systemctl start directord"),
        seen.trouble());
  }

  @Test
  void aServiceThatNobodyBringsHereIsTold() {
    seen.config = Configs.director(Seen.PAIR + "virtual-services.web.address = \"192.0.2.11:80\"");
    one(
        "FAIL  virtual service web: 192.0.2.11 is on no interface here and no virtual router brings"
            + " it, so IPVS never sees its packets; fix: name it in addresses of a virtual router,"
            + " or give it to the host");
    seen.give(1, "192.0.2.11");
    one("");
  }

  @Test
  void aClockThatRunsFreeIsAWarning() {
    seen.clock = Clock.FREE;
    assertTrue(seen.trouble().getFirst().startsWith("warn  clock: not synchronised"));
    assertEquals(Level.WARN, Doctor.worst(Doctor.examine(seen.observed())));
  }

  @Test
  void aStandbyThatIsARealServerBalancesAgain() {
    seen.config =
        Configs.director(
            Seen.PAIR.replace("masquerade", "direct").replace("10.0.0.9", "192.0.2.3"));
    assertTrue(
        seen.trouble().getFirst().startsWith("warn  standby: real server web/a is this node"),
        seen.trouble()::toString);
  }

  @Test
  void aFirewallThatDropsIsReadForWhatANodeNeeds() {
    seen.rulesets.add(
        new Ruleset(
            "iptables", "-P INPUT DROP\n-P FORWARD DROP\n-A INPUT -p tcp --dport 22 -j ACCEPT\n"));
    assertEquals(
        List.of(
            "warn  firewall (iptables): drops what it does not name, and does not name VRRP: the"
                + " other node is not heard; fix: iptables -I INPUT -p vrrp -j ACCEPT",
            "warn  firewall (iptables): drops what it does not name before IPVS takes it, and does"
                + " not name port 80; fix: accept it in the input chain",
            "warn  firewall (iptables): drops forwarded packets that it does not name, perhaps the"
                + " answers of masqueraded real servers; fix: accept what comes from the real"
                + " servers in the forward chain"),
        seen.trouble());
    seen.rulesets.clear();
    seen.rulesets.add(
        new Ruleset(
            "nft",
            "chain input {\n  type filter hook input priority filter; policy drop;\n"
                + "  ip protocol vrrp accept\n  tcp dport { 22, 80 } accept\n}"));
    one("");
  }

  @Test
  void theRunningDirectorIsComparedWithTheFile() {
    seen.changed = Seen.LOADED.plusSeconds(60);
    one("warn  configuration: the file is newer than generation 4; fix: directorctl reload");
    seen.changed = Seen.LOADED;
    seen.status = seen.status.replace("applied", "rejected");
    one(
        "FAIL  configuration: the last reload was rejected; generation 4 runs on; fix: directord"
            + " check /etc/d.conf");
    seen.status = seen.status.replace("rejected", "applied").replace("\"1\"", "\"0\"");
    one("warn  director: runs version 0, installed is 1; fix: systemctl restart directord");
    seen.status = seen.status.replace("\"0\"", "\"1\"").replace("/etc/d.conf", "/etc/e.conf");
    one(
        "warn  configuration: the director runs /etc/e.conf, this is /etc/d.conf; fix: directord"
            + " doctor --config /etc/e.conf");
  }

  @Test
  void whoIsActiveAndHearsNobodyHasNoSuccessor() {
    seen.give(2, "192.0.2.10");
    seen.status =
        seen.status.replace("backup", "active").replace("\"received\": 5", "\"received\": 0");
    one(
        "warn  virtual router public: is active, and has never heard another node: nobody would"
            + " take over; fix: start the other node; let protocol 112 through");
    seen.status =
        seen.status.replace("\"role\"", "\"splitBrain\": { \"rival\": \"192.0.2.2\" }, \"role\"");
    assertTrue(seen.trouble().getFirst().startsWith("FAIL  virtual router public: 192.0.2.2 is"));
  }

  @Test
  void whatIsWrongWithTheOtherDirectorIsAWarning() {
    String routers = "\"routers\"";
    seen.status =
        seen.status.replace(
            routers,
            "\"peerChannel\": { \"on\": true }, \"peer\": [ { \"name\": \"lvs2\","
                + " \"ready\": true, \"problem\": \"lvs2 is silent\" } ], "
                + routers);
    one("warn  peer lvs2: lvs2 is silent");
    seen.status = seen.status.replace("\"problem\"", "\"config\"");
    assertEquals(List.of(), seen.trouble());
    seen.status = seen.status.replace("\"ready\": true", "\"ready\": false");
    assertTrue(seen.trouble().getFirst().startsWith("warn  peer lvs2: is not ready"));
    seen.status = seen.status.replace("\"peer\":", "\"pears\":");
    assertTrue(seen.trouble().getFirst().startsWith("warn  peer: no other director was heard"));
    seen.status = seen.status.replace("\"on\": true", "\"on\": false");
    assertEquals(List.of(), seen.trouble(), "it is off, which is said but is no trouble");
    assertTrue(
        Doctor.examine(seen.observed()).stream()
            .anyMatch(each -> each.text().startsWith("ok    peer: peer.key is not set")));
  }

  @Test
  void rulesThatAreNotInForceFail() {
    seen.status =
        seen.status.replace(
            "\"kernel\"",
            "\"host\": { \"rules\": { \"inForce\": false, \"because\": \"no nft\" } }, \"kernel\"");
    assertTrue(
        seen.trouble()
            .getFirst()
            .startsWith("FAIL  rules: marks and masquerading are not in force: no nft"),
        seen.trouble()::toString);
  }

  @Test
  void aServerThatAnswersArpOrCannotBeReachedAsTheServiceFails() {
    String server =
        """
        "services": [ { "name": "web", "servers": [ { "name": "rs1",
          "arp": { "problem": "answers ARP", "fix": "hide it" },
          "checks": [
            { "type": "path", "state": "down", "because": "not reachable as 192.0.2.10" },
            { "type": "tcp", "state": "down", "because": "refused" } ] } ] } ], "kernel\"\
        """;
    seen.status = seen.status.replace("\"kernel\"", server);
    assertEquals(
        List.of(
            "FAIL  ARP of web/rs1: answers ARP; fix: hide it",
            "FAIL  forwarding to web/rs1: not reachable as 192.0.2.10; fix: on that server:"
                + " directord real-server status"),
        seen.trouble());
  }

  @Test
  void aStatusOfAnotherShapeIsNoFault() {
    for (String status :
        List.of("{}", "{ routers: 5, kernel: [], config: { lastReload: 1 }, host { rules: 3 } }")) {
      seen.status = status;
      Doctor.examine(seen.observed());
    }
  }
}
