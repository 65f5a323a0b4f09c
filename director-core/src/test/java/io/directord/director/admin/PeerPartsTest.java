package io.directord.director.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import io.directord.director.json.Json;
import io.directord.director.peer.PeerView;
import io.directord.director.peer.PeerView.Configuration;
import io.directord.director.peer.PeerView.Health;
import io.directord.director.peer.PeerViews;
import io.directord.director.peer.PeersView;
import io.directord.failover.peer.PeerCounters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Other directors in status. */
final class PeerPartsTest {
  private static Config status(PeersView view) {
    return Json.read(Json.write(PeerJson.with(new LinkedHashMap<>(), view))).orElseThrow();
  }

  @Test
  void whatIsKnownOfAPeerIsInStatusWithItsProblem() {
    PeerView peer =
        PeerViews.of(true, Configuration.OLDER, Health.UNTOLD, Optional.of("lvs2 is older"));
    Config status =
        status(new PeersView(true, List.of(peer), Optional.empty(), new PeerCounters()));
    Config shown = status.getConfigList("peer").getFirst();
    assertEquals("lvs2", shown.getString("name"));
    assertEquals("192.0.2.2", shown.getString("address"));
    assertEquals("older", shown.getString("config"));
    assertEquals("untold", shown.getString("health"));
    assertEquals("lvs2 is older", shown.getString("problem"));
    assertTrue(status.getBoolean("peerChannel.on"));
  }

  @Test
  void aPeerThatIsAsItShouldBeHasNoProblem() {
    PeerView peer = PeerViews.of(true, Configuration.SAME, Health.SAME, Optional.empty());
    PeersView view =
        new PeersView(true, List.of(peer), Optional.of(PeerViews.FROM), new PeerCounters());
    List<? extends Config> shown = status(view).getConfigList("peer");
    assertEquals(false, shown.getFirst().hasPath("problem"));
    assertEquals(
        "192.0.2.2 signs with another key than peer.key of this node",
        shown.getLast().getString("problem"));
  }

  @Test
  void withoutAKeyThereIsNobody() {
    Config status = status(PeersView.off(new PeerCounters()));
    assertEquals(List.of(), status.getConfigList("peer"));
    assertEquals(false, status.getBoolean("peerChannel.on"));
  }
}
