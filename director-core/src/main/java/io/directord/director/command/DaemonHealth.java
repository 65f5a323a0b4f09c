package io.directord.director.command;

import com.typesafe.config.Config;
import io.directord.director.admin.ControlClient;
import io.directord.director.config.DirectorConfig;
import io.directord.director.config.RealServer;
import io.directord.director.config.VirtualService;
import io.directord.director.json.Json;
import io.directord.director.reconcile.Asked;
import io.directord.director.reconcile.HealthView;
import io.directord.director.reconcile.Opinion;
import io.directord.director.reconcile.Verdicts;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the running daemon thinks of each server, for a plan made beside it; a server that it does
 * not know is assumed to pass.
 *
 * @param states by {@code SERVICE/SERVER} and the server's address
 */
record DaemonHealth(Map<String, Opinion> states) implements HealthView {

  /** Asks the daemon of this configuration; empty when none runs. */
  static Optional<DaemonHealth> ask(DirectorConfig config) {
    try (ControlClient client = new ControlClient(config.control().socket())) {
      ControlClient.Reply reply = client.get("/api/v1/status");
      return reply.ok() ? Json.read(reply.body()).map(DaemonHealth::read) : Optional.empty();
    } catch (IOException nobody) {
      return Optional.empty();
    }
  }

  private static DaemonHealth read(Config status) {
    Map<String, Opinion> states = new HashMap<>();
    for (Config service : status.getConfigList("services")) {
      for (Config server : service.getConfigList("servers")) {
        String id = service.getString("name") + "/" + server.getString("name");
        states.put(id + "@" + server.getString("address"), opinion(server));
      }
    }
    return new DaemonHealth(states);
  }

  /** The checks only: what the operator overrides is planned from the overrides themselves. */
  private static Opinion opinion(Config server) {
    if (!server.hasPath("health")) {
      return new Opinion(Opinion.Answer.UNKNOWN, "the running director is of an older version");
    }
    String state = server.getString("health.state");
    Opinion.Answer answer =
        Arrays.stream(Opinion.Answer.values())
            .filter(each -> each.text().equals(state))
            .findFirst()
            .orElse(Opinion.Answer.UNKNOWN);
    Asked asked =
        server.hasPath("advice")
            ? Asked.read(server.getObject("advice").unwrapped())
            : Asked.NOTHING;
    return new Opinion(answer, server.getString("health.because"), asked);
  }

  @Override
  public Opinion of(VirtualService service, RealServer server) {
    Opinion fixed = new Verdicts(Map.of()).of(service, server);
    if (fixed.answer() != Opinion.Answer.UNKNOWN) {
      return fixed;
    }
    String id = service.name() + "/" + server.name();
    String address = server.keyFor(service.keys().getFirst()).text();
    return states.getOrDefault(
        id + "@" + address, new Opinion(Opinion.Answer.UP, "not probed yet: assumed to be up"));
  }
}
