package io.directord.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.directord.failover.vrrp.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lines of a transcript: when, what the shadow would be, what this node is, what that is. */
final class ComparisonTest {
  private static final long GRACE = 40;

  @Test
  void aTakeoverIsNoDisagreement() {
    transcript(
        """
        0    backup  backup  alike since 0
        100  active  backup  differs since 100
        140  active  backup  differs since 100
        141  active  active  alike since 141
        200  active  backup  differs since 200
        220  backup  backup  alike since 220
        """);
  }

  @Test
  void aDifferenceThatOutlastsOneIsADisagreementUntilTheTwoAreAlike() {
    transcript(
        """
        0    backup  backup  alike since 0
        100  active  backup  differs since 100
        140  active  backup  differs since 100
        141  active  backup  disagrees since 100
        900  active  backup  disagrees since 100
        901  backup  backup  alike since 901
        """);
  }

  @Test
  void theOppositeDifferenceIsAnotherOne() {
    transcript(
        """
        0    active  backup  differs since 0
        50   active  backup  disagrees since 0
        60   backup  active  differs since 60
        100  backup  active  differs since 60
        101  backup  active  disagrees since 60
        """);
  }

  @Test
  void aRouterThatMayNotTakePartWouldNotBeActive() {
    transcript(
        """
        0    fault   backup  alike since 0
        10   backup  backup  alike since 0
        20   fault   active  differs since 20
        61   fault   active  disagrees since 20
        70   backup  active  disagrees since 20
        """);
  }

  @Test
  void theClockMayWrap() {
    long start = Long.MAX_VALUE - 10;
    Comparison first = Comparison.of(Optional.empty(), Role.ACTIVE, Role.BACKUP, GRACE, start);
    Comparison later =
        Comparison.of(Optional.of(first), Role.ACTIVE, Role.BACKUP, GRACE, start + GRACE + 1);
    assertEquals(true, later.disagrees());
  }

  private static void transcript(String expected) {
    Optional<Comparison> known = Optional.empty();
    List<String> lines = new ArrayList<>();
    for (String line : expected.lines().toList()) {
      String[] words = line.split(" +", 4);
      Comparison now =
          Comparison.of(known, role(words[1]), role(words[2]), GRACE, Long.parseLong(words[0]));
      known = Optional.of(now);
      String what = now.disagrees() ? "disagrees" : now.differs() ? "differs" : "alike";
      lines.add(
          String.format(
              Locale.ROOT,
              "%-4s %-7s %-7s %s since %d",
              words[0],
              words[1],
              words[2],
              what,
              now.sinceNanos()));
    }
    assertEquals(expected.strip(), String.join("\n", lines));
  }

  private static Role role(String text) {
    return Role.valueOf(text.toUpperCase(Locale.ROOT));
  }
}
