package io.directord.director.realserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.ExitCode;
import io.directord.director.StartFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Applying, looking, undoing; and dying in between. */
final class PreparationTest {
  private static final Step IGNORE = new Step.Sysctl("net/ipv4/conf/all/arp_ignore", "1");
  private static final Step ADDRESS = new Step.Address("192.0.2.10", 32, "lo");
  private static final Step OTHER = new Step.Address("192.0.2.11", 32, "lo");
  private static final Step ROUTE = new Step.DefaultRoute(false, "192.0.2.1");
  private static final Step TABLE = new Rules.NftArp("192.0.2.10=192.0.2.21");
  private static final Step PERMANENT = new Rules.Firewalld(true, "ipv4", "192.0.2.10", 80, "tcp");
  private static final Step RUNNING = new Rules.Firewalld(false, "ipv4", "192.0.2.10", 80, "tcp");
  private static final List<Step> ALL = List.of(IGNORE, TABLE, ADDRESS, OTHER, ROUTE);
  private static final Map<String, String> FILES = Map.of("/etc/script", "text");

  private final FakeHost host = new FakeHost();
  private final List<String> out = new ArrayList<>();
  private final List<String> err = new ArrayList<>();
  private final Preparation preparation = new Preparation(host, out::add, err::add);

  @BeforeEach
  void foreign() {
    host.world.put(IGNORE.key(), "0");
    host.world.put(OTHER.key(), "there ");
    host.world.put(ROUTE.key(), "default via 192.0.2.2 dev eth0");
  }

  @Test
  void aSecondApplyHasNothingToDo() throws StartFailure {
    assertEquals(ExitCode.OK, preparation.apply(ALL, FILES));
    assertEquals(4, out.stream().filter(line -> line.startsWith("made: ")).count(), out::toString);
    out.clear();
    assertEquals(ExitCode.OK, preparation.apply(ALL, FILES));
    assertEquals(List.of("nothing to do"), out);
    assertTrue(preparation.status(ALL, FILES).stream().allMatch(Preparation.Item::inPlace));
  }

  @Test
  void removeLeavesWhatWasThereBefore() throws StartFailure {
    Map<String, String> before = Map.copyOf(host.world);
    preparation.apply(ALL, FILES);
    assertEquals(ExitCode.OK, preparation.remove());
    assertEquals(before, host.world);
    assertTrue(host.files.isEmpty() && host.remembersNothing());
  }

  @Test
  void whateverChangeAnApplyDiesAtRemoveFindsWhatItDid() throws StartFailure {
    Map<String, String> before = Map.copyOf(host.world);
    int changes = 0;
    while (dies(changes, () -> preparation.apply(ALL, FILES))) {
      preparation.remove();
      assertEquals(before, host.world, "killed at change " + changes);
      assertTrue(host.files.isEmpty() && host.remembersNothing());
      changes++;
    }
    assertTrue(changes >= 2 * 4 + 2, "only " + changes + " changes");
  }

  @Test
  void whateverChangeAnApplyDiesAtAnotherOneFinishesIt() throws StartFailure {
    Map<String, String> before = Map.copyOf(host.world);
    for (int changes = 0; dies(changes, () -> preparation.apply(ALL, FILES)); changes++) {
      preparation.apply(ALL, FILES);
      assertTrue(preparation.status(ALL, FILES).stream().allMatch(Preparation.Item::inPlace));
      preparation.remove();
      assertEquals(before, host.world, "killed at change " + changes);
    }
  }

  @Test
  void whateverChangeARemoveDiesAtAnotherOneFinishesIt() throws StartFailure {
    Map<String, String> before = Map.copyOf(host.world);
    preparation.apply(ALL, FILES);
    for (int changes = 0; dies(changes, preparation::remove); changes++) {
      preparation.remove();
      assertEquals(before, host.world, "killed at change " + changes);
      assertTrue(host.remembersNothing());
      preparation.apply(ALL, FILES);
    }
  }

  /** Something that a host may be killed in. */
  private interface Act {
    int run() throws StartFailure;
  }

  private boolean dies(int changes, Act act) throws StartFailure {
    host.killAfter(changes);
    try {
      act.run();
      return false;
    } catch (FakeHost.Killed killed) {
      return true;
    } finally {
      host.killAfter(Integer.MAX_VALUE);
    }
  }

  @Test
  void aSettingThatSomebodyElseChangedIsLeftAndTold() throws StartFailure {
    preparation.apply(List.of(IGNORE), Map.of());
    host.world.put(IGNORE.key(), "2");
    assertEquals(ExitCode.PENDING, preparation.remove());
    assertEquals("2", host.world.get(IGNORE.key()));
    assertEquals(
        List.of(
            "left: sysctl net/ipv4/conf/all/arp_ignore = 1: somebody else made it '2'; before apply"
                + " it was 0"),
        err);
    assertTrue(host.remembersNothing());
  }

  @Test
  void whatSomebodyElseAlreadyTookAwayIsNoTrouble() throws StartFailure {
    preparation.apply(List.of(ADDRESS), Map.of());
    host.world.remove(ADDRESS.key());
    assertEquals(ExitCode.OK, preparation.remove());
    assertEquals("gone already: address 192.0.2.10/32 on lo", out.getLast());
  }

  @Test
  void withoutFirewalldItsRunningRulesAreGone() throws StartFailure {
    preparation.apply(List.of(RUNNING), Map.of());
    host.firewalldRuns = false;
    assertEquals(ExitCode.OK, preparation.remove());
    assertEquals("gone already: " + RUNNING.text(), out.getLast());
    assertTrue(host.remembersNothing());
  }

  @Test
  void permanentRulesWaitForFirewalldWithTheRunningOnesThatTheyBring() throws StartFailure {
    Map<String, String> before = Map.copyOf(host.world);
    preparation.apply(List.of(PERMANENT, RUNNING), FILES);
    host.firewalldRuns = false;
    assertEquals(ExitCode.UNAVAILABLE, preparation.remove());
    assertEquals(
        List.of(
            "not undone: " + RUNNING.text() + ": firewalld does not run",
            "not undone: " + PERMANENT.text() + ": firewalld does not run"),
        err);
    host.firewalldRuns = true;
    assertEquals(ExitCode.OK, preparation.remove());
    assertEquals(before, host.world);
    assertTrue(host.remembersNothing());
  }

  @Test
  void whatIsNoLongerAskedForIsUndoneAfterTheNewIsThere() throws StartFailure {
    preparation.apply(List.of(IGNORE, ADDRESS), FILES);
    out.clear();
    preparation.apply(List.of(TABLE, ADDRESS), Map.of());
    assertEquals(
        List.of(
            "made: " + TABLE.text(),
            "undone: " + IGNORE.text() + "; it is 0 again",
            "removed: /etc/script"),
        out);
  }

  @Test
  void anotherGatewayDoesNotMakeUsForgetTheFirst() throws StartFailure {
    Map<String, String> before = new LinkedHashMap<>(host.world);
    preparation.apply(List.of(ROUTE), Map.of());
    preparation.apply(List.of(new Step.DefaultRoute(false, "192.0.2.3")), Map.of());
    preparation.remove();
    assertEquals(before, host.world);
  }

  @Test
  void aModuleStays() throws StartFailure {
    preparation.apply(List.of(new Tunnels.Module("ipip", "tunl0")), Map.of());
    assertEquals(ExitCode.OK, preparation.remove());
    assertEquals("left: kernel module ipip; others may use it", out.getLast());
    assertTrue(host.remembersNothing());
  }

  @Test
  void statusNamesWhatDiffersAndWhatIsMissing() throws StartFailure {
    assertEquals(
        List.of(
            "differs: sysctl net/ipv4/conf/all/arp_ignore = 1; it is 0",
            "missing: address 192.0.2.10/32 on lo",
            "in place: address 192.0.2.11/32 on lo"),
        preparation.status(List.of(IGNORE, ADDRESS, OTHER), Map.of()).stream()
            .map(Preparation.Item::toString)
            .toList());
  }
}
