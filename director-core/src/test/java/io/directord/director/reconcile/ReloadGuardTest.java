package io.directord.director.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.Configs;
import io.directord.director.config.DirectorConfig;
import io.directord.kernel.ipvs.IpvsTable;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ReloadGuardTest {
  private static final String FOUR =
      "web { address = \"192.0.2.1:80\", check = on, real-servers = [ %a, %b, %c, %d ] }";

  private static DirectorConfig config(String services) {
    String text = services;
    for (String each : new String[] {"a", "b", "c", "d"}) {
      text =
          text.replace(
              "%" + each,
              "{ name = " + each + ", address = 10.0.0." + (each.charAt(0) - 'a' + 1) + " }");
    }
    return Configs.services(text);
  }

  private static Inputs inputs(String services) {
    return new Inputs(config(services), new Verdicts(Map.of()), Map.of());
  }

  private static Optional<String> reload(String from, String to, int percent) {
    Plan now = Planning.plan(inputs(from), Observation.EMPTY, Set.of());
    return ReloadGuard.refusal(now.decisions(), inputs(to), IpvsTable.EMPTY, Set.of(), percent, 0);
  }

  @Test
  void asManyAsTheShareMayGoAndNoMore() {
    assertEquals(Optional.empty(), reload(FOUR, FOUR.replace("%a, %b, ", ""), 50));
    assertEquals(
        Optional.of(
            "this configuration would take 3 of the 4 servers in service out of service (web/a,"
                + " web/b, web/c), more than reload-guard = 50% allows"),
        reload(FOUR, FOUR.replace("%a, %b, %c, ", ""), 50));
    assertEquals(Optional.empty(), reload(FOUR, FOUR.replace("%a, %b, %c, ", ""), 75));
  }

  @Test
  void zeroLetsEverythingThroughAndAHundredToo() {
    assertEquals(Optional.empty(), reload(FOUR, "", 0));
    assertEquals(Optional.empty(), reload(FOUR, "", 100));
    assertTrue(reload(FOUR, "", 99).orElseThrow().endsWith("it has no virtual service at all"));
  }

  @Test
  void aWeightOfZeroTakesAServerOutToo() {
    String drained =
        FOUR.replace("%a, %b, %c, ", "")
            .replace(
                "[ ",
                "[ { name = a, address = 10.0.0.1, weight = 0 },"
                    + " { name = b, address = 10.0.0.2, weight = 0 },"
                    + " { name = c, address = 10.0.0.3, weight = 0 }, ");
    assertTrue(reload(FOUR, drained, 50).isPresent());
  }

  @Test
  void anotherNameForTheSameServersTakesNothingAway() {
    assertEquals(Optional.empty(), reload(FOUR, FOUR.replace("web {", "shop {"), 1));
  }

  @Test
  void anotherAddressOfTheServiceIsAnotherService() {
    assertTrue(reload(FOUR, FOUR.replace("192.0.2.1", "192.0.2.2"), 50).isPresent());
    assertEquals(
        Optional.empty(),
        reload(FOUR, FOUR.replace("\"192.0.2.1:80\"", "[\"192.0.2.1:80\", \"192.0.2.2:80\"]"), 1));
  }

  @Test
  void whereNothingIsInServiceNothingCanBeLost() {
    assertEquals(Optional.empty(), reload("", FOUR, 1));
    assertEquals(Optional.empty(), reload(FOUR.replace("check = on", "check = off"), "", 1));
  }
}
