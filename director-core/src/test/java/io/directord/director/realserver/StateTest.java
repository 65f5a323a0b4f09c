package io.directord.director.realserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The text that program and script share. */
final class StateTest {
  private static final List<Step> EVERY_KIND =
      List.of(
          new Step.Sysctl("net/ipv4/conf/eth0.7/rp_filter", "2"),
          new Step.DefaultRoute(true, "2001:db8::1"),
          new Step.Address("2001:db8::10", 128, "lo"),
          new Tunnels.Module("fou", "-"),
          new Tunnels.LinkUp("tunl0"),
          new Tunnels.Device("gre", "directord-gre", "192.0.2.21", "icsum"),
          new Tunnels.Receiver(false, 6080),
          new Rules.Chain("iptables", "nat", "DIRECTORD"),
          new Rules.Rule("arptables", "filter", "DIRECTORD-IN", "-j DROP -d 192.0.2.10"),
          new Rules.NftArp("192.0.2.10=192.0.2.21 192.0.2.11=192.0.2.21"),
          new Rules.NftRedirect("ip6", "2001:db8::10 80/tcp,2001:db8::10 53/udp"),
          new Rules.Firewalld(true, "ipv4", "192.0.2.10", 80, "tcp"),
          new Rules.Firewalld(false, "ipv4", "192.0.2.10", 80, "tcp"));

  private static State every() {
    State state = State.EMPTY.withFiles(List.of("/etc/directord/real-server.sh"));
    for (Step step : EVERY_KIND) {
      state = state.with(step, step instanceof Step.Setting ? "default via 192.0.2.1 dev x" : "");
    }
    return state;
  }

  @Test
  void everyKindOfStepIsReadAsItWasWritten() {
    assertEquals(every(), State.read(every().write("b"), "b"));
  }

  @Test
  void aTornTextIsReadUpToWhereItIsTorn() {
    String whole = every().write("b");
    for (int length = 0; length < whole.length(); length++) {
      State read = State.read(whole.substring(0, length), "b");
      assertEquals(every().entries().subList(0, read.entries().size()), read.entries());
    }
  }

  @Test
  void ofAnEarlierBootOnlyWhatIsOnDiskIsLeftAndWhatComesOfIt() {
    State read = State.read(every().write("earlier"), "later");
    assertEquals(List.of("/etc/directord/real-server.sh"), read.files());
    assertEquals(
        List.of(
            new Rules.Firewalld(true, "ipv4", "192.0.2.10", 80, "tcp"),
            new Rules.Firewalld(false, "ipv4", "192.0.2.10", 80, "tcp")),
        read.entries().stream().map(State.Entry::step).toList());
  }
}
