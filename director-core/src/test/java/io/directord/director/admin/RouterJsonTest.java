package io.directord.director.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.RouterViews;
import io.directord.failover.vrrp.Role;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RouterJsonTest {
  @Test
  void everyFieldOfTheContractIsThere() {
    Map<String, Object> json = of(Role.ACTIVE, Map.of());
    for (String field :
        List.of("name", "vrid", "interface", "role", "priority", "addresses", "since", "because")) {
      assertTrue(json.containsKey(field), field);
    }
  }

  @Test
  void aBackupSaysWhomItFollows() {
    Map<String, Object> json = of(Role.BACKUP, Map.of());
    assertEquals("backup", json.get("role"));
    assertEquals(90, json.get("priority"));
    assertEquals(100, json.get("configuredPriority"));
    assertEquals(List.of("192.0.2.10/24"), json.get("addresses"));
    assertEquals(Map.of("address", "192.0.2.2", "priority", 150), json.get("active"));
    assertFalse(json.containsKey("splitBrain"));
    assertFalse(json.containsKey("faults"));
  }

  @Test
  void anActiveOneSaysWhoElseIs() {
    Map<String, Object> json = of(Role.ACTIVE, Map.of());
    assertEquals(
        Map.of("rival", "192.0.2.2", "since", "1970-01-01T00:00:00Z"), json.get("splitBrain"));
    assertFalse(json.containsKey("active"));
  }

  @Test
  void aFaultSaysWhatIsWrong() {
    Map<String, String> faults = Map.of("interface", "eth0 is down or has no carrier");
    assertEquals(faults, of(Role.FAULT, faults).get("faults"));
  }

  @Test
  void aShadowSaysWhatItWouldBeAndWhatThisNodeIs() {
    assertEquals(
        Map.of(
            "would",
            "backup",
            "does",
            "active",
            "disagrees",
            true,
            "since",
            "1970-01-01T00:00:00Z",
            "because",
            "here are 1 of 1 addresses"),
        RouterJson.of(RouterViews.disagreeing("public")).get("shadow"));
    assertFalse(of(Role.BACKUP, Map.of()).containsKey("shadow"));
  }

  private static Map<String, Object> of(Role role, Map<String, String> faults) {
    return RouterJson.of(RouterViews.router("public", role, faults));
  }
}
