package io.directord.director;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.SwitchoverGuard.PeerReport;
import io.directord.failover.RoutersView.Rival;
import io.directord.failover.RoutersView.RouterView;
import io.directord.failover.RoutersView.Shadow;
import io.directord.failover.vrrp.Role;
import io.netty.util.NetUtil;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SwitchoverGuardTest {
  private static final Optional<Rival> NONE = Optional.empty();
  private static final Optional<Shadow> NO_SHADOW = Optional.empty();
  private static final Optional<PeerReport> NO_REPORT = Optional.empty();

  private static Optional<String> against(
      Role role, Optional<Rival> rival, Optional<Shadow> shadow, Optional<PeerReport> report) {
    RouterView like = RouterViews.router("public", role, Map.of());
    return SwitchoverGuard.refusal(
        new RouterView(
            like.settings(),
            role,
            like.priority(),
            like.since(),
            like.because(),
            like.active(),
            like.faults(),
            rival,
            shadow,
            like.counters()),
        report);
  }

  @Test
  void anActiveRouterMayBeHandedOverThoughTheOtherNodeIsSilent() {
    assertEquals(Optional.empty(), against(Role.ACTIVE, NONE, NO_SHADOW, NO_REPORT));
  }

  @Test
  void inASplitBrainItIsRefusedWithTheOthersAddress() {
    Optional<Rival> rival =
        Optional.of(
            new Rival(NetUtil.createInetAddressFromIpAddressString("192.0.2.2"), Instant.EPOCH));
    String refusal = against(Role.ACTIVE, rival, NO_SHADOW, NO_REPORT).orElseThrow();
    assertTrue(refusal.startsWith("virtual router \"public\": 192.0.2.2 is active too"), refusal);
  }

  @Test
  void aShadowHasNothingToHandOver() {
    Optional<Shadow> shadow =
        Optional.of(new Shadow(Role.ACTIVE, Role.ACTIVE, false, Instant.EPOCH, "heard"));
    assertTrue(against(Role.ACTIVE, NONE, shadow, NO_REPORT).isPresent());
  }

  @Test
  void aNodeThatSaysItIsNotReadyIsBelieved() {
    assertEquals(
        Optional.of("virtual router \"public\": lvs2 is not ready to take it: eth0 has no carrier"),
        against(
            Role.ACTIVE,
            NONE,
            NO_SHADOW,
            Optional.of(new PeerReport("lvs2", false, "eth0 has no carrier"))));
    assertEquals(
        Optional.empty(),
        against(Role.ACTIVE, NONE, NO_SHADOW, Optional.of(new PeerReport("lvs2", true, ""))));
  }

  @Test
  void whatIsNotActiveHereIsNotHandedOverAtAll() {
    assertEquals(
        Optional.empty(),
        against(Role.BACKUP, NONE, NO_SHADOW, Optional.of(new PeerReport("lvs2", false, "fault"))));
  }
}
