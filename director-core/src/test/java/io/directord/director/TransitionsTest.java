package io.directord.director;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.directord.director.config.DirectorConfig;
import io.directord.director.config.VirtualService;
import io.directord.director.journal.Entry;
import io.directord.director.reconcile.ServerDecision;
import io.directord.director.reconcile.ServerDecision.Placement;
import io.directord.director.reconcile.ServerState;
import io.directord.director.reconcile.ServiceDecision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TransitionsTest {
  private final Transitions transitions = new Transitions();

  private static VirtualService service(int servers) {
    String list =
        IntStream.range(0, servers)
            .mapToObj(i -> "{ name = s%d, address = 10.1.%d.%d }".formatted(i, i >> 8, i & 255))
            .collect(Collectors.joining(", "));
    DirectorConfig config =
        Configs.director(
            "virtual-services { web { address = \"10.0.0.1:80\", real-servers = ["
                + list
                + "] } }");
    return config.services().getFirst();
  }

  private List<Entry> log(VirtualService service, ServerState state) {
    List<ServerDecision> servers =
        service.servers().stream()
            .map(server -> new ServerDecision(server, state, new Placement.At(1), "said so"))
            .toList();
    ServiceDecision decision =
        new ServiceDecision(service, servers, true, Optional.empty(), Optional.empty());
    return transitions.log(List.of(decision), Instant.EPOCH).get();
  }

  private static long of(String kind, List<Entry> entries) {
    return entries.stream().filter(entry -> entry.kind().equals(kind)).count();
  }

  @Test
  void aServerThatChangesIsToldOnceWithWhatItWas() {
    VirtualService web = service(1);
    Entry up = log(web, ServerState.UP).getFirst();
    assertEquals("unknown", up.fields().get("was"));
    assertEquals(List.of(), log(web, ServerState.UP));
    Entry down = log(web, ServerState.DOWN).getFirst();
    assertEquals("down", down.fields().get("state"));
    assertEquals("up", down.fields().get("was"));
    assertEquals("said so", down.fields().get("because"));
  }

  @Test
  void aServerWithoutVerdictIsNoNews() {
    assertEquals(0, of("server", log(service(1), ServerState.UNKNOWN)));
  }

  @Test
  void ofAWideFailureTheFirstServersAreToldAndTheOthersCounted() {
    VirtualService wide = service(5_001);
    List<Entry> all = log(wide, ServerState.UP);
    assertEquals(5_000, of("server", all));
    assertEquals(1, of("servers", all));
    assertEquals("1", all.get(5_000).fields().get("count"));
    assertEquals(1, of("service", all), "what is not of a server is told in any case");
    List<Entry> gone = transitions.log(List.of(), Instant.EPOCH).get();
    assertEquals(5_000, of("server", gone));
    assertEquals(1, of("servers", gone));
  }
}
