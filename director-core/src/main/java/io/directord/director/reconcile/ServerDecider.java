package io.directord.director.reconcile;

import io.directord.director.config.RealServer;
import io.directord.director.config.VirtualService;
import io.directord.director.config.WhenDown;
import io.directord.director.reconcile.OperatorOverride.Kind;
import io.directord.director.reconcile.ServerDecision.Placement;
import io.directord.health.Advice.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides about one server by itself: what its checks say, what it asks for, and the operator's
 * word, which stands over both. Pure.
 */
final class ServerDecider {
  private static final Placement AT_ZERO = new Placement.At(0);

  private final HealthView health;
  private final Map<String, OperatorOverride> overrides;

  /**
   * @param overrides by {@code SERVICE/SERVER}
   */
  ServerDecider(HealthView health, Map<String, OperatorOverride> overrides) {
    this.health = health;
    this.overrides = overrides;
  }

  /** All servers of a service; those in trouble are out of service while another one is in it. */
  List<ServerDecision> decide(VirtualService service) {
    List<ServerDecision> servers = new ArrayList<>(service.servers().size());
    boolean trouble = false;
    boolean others = false;
    for (RealServer server : service.servers()) {
      ServerDecision decision = decide(service, server);
      servers.add(decision);
      if (decision.serves()) {
        boolean troubled = health.trouble(service, server).isPresent();
        trouble |= troubled;
        others |= !troubled;
      }
    }
    if (trouble) {
      boolean stay = !others;
      servers.replaceAll(each -> each.serves() ? troubled(service, each, stay) : each);
    }
    return servers;
  }

  private ServerDecision troubled(VirtualService service, ServerDecision server, boolean stays) {
    String trouble = health.trouble(service, server.server()).orElse("");
    if (trouble.isEmpty()) {
      return server;
    }
    return stays
        ? server.placed(server.placement(), trouble + ", kept as no other is in service")
        : new ServerDecision(
            server.server(), ServerState.DOWN, whenDown(service), trouble, server.asked());
  }

  ServerDecision decide(VirtualService service, RealServer server) {
    OperatorOverride override =
        overrides.isEmpty() ? null : overrides.get(service.name() + "/" + server.name());
    Opinion opinion = health.of(service, server);
    if (override != null && override.kind() == Kind.DISABLE) {
      return decision(
          server,
          ServerState.DISABLED,
          whenDown(service),
          "disabled by " + override.author(),
          opinion);
    }
    if (override != null && override.kind() == Kind.DRAIN) {
      return decision(
          server, ServerState.DRAINING, AT_ZERO, "drained by " + override.author(), opinion);
    }
    boolean maintenance = opinion.asked().mode() == Mode.MAINTENANCE;
    boolean drain = maintenance || opinion.asked().mode() == Mode.DRAIN;
    return switch (opinion.answer()) {
      case DOWN ->
          maintenance
              ? decision(
                  server,
                  ServerState.DRAINING,
                  AT_ZERO,
                  "maintenance, asked for by the server; its check: " + opinion.because(),
                  opinion)
              : decision(server, ServerState.DOWN, whenDown(service), opinion.because(), opinion);
      case UNKNOWN, UP -> {
        if (drain) {
          String because = "asked for by the server: " + opinion.asked().modeBecause();
          yield decision(server, ServerState.DRAINING, AT_ZERO, because, opinion);
        }
        yield opinion.answer() == Opinion.Answer.UP
            ? up(server, opinion, override)
            : decision(
                server, ServerState.UNKNOWN, new Placement.AsFound(), opinion.because(), opinion);
      }
    };
  }

  private static ServerDecision up(
      RealServer server, Opinion opinion, @Nullable OperatorOverride override) {
    int configured = server.spec().weight();
    if (override != null) {
      String because = opinion.because() + "; weight set by " + override.author();
      Placement at = new Placement.At(override.weight().orElse(configured));
      return decision(server, ServerState.UP, at, because, opinion);
    }
    if (opinion.asked().weight().isEmpty()) {
      Placement at = new Placement.At(configured);
      return decision(server, ServerState.UP, at, opinion.because(), opinion);
    }
    int asked = opinion.asked().weight().getAsInt();
    boolean nothing = asked == 0 && configured > 0;
    return decision(
        server,
        nothing ? ServerState.DRAINING : ServerState.UP,
        new Placement.At(asked),
        opinion.because()
            + "; weight "
            + asked
            + " in place of "
            + configured
            + " asked for by the server",
        opinion);
  }

  /** An operator's weight is there at once, whatever the server comes from. */
  boolean hasWeightOfOperator(VirtualService service, RealServer server) {
    OperatorOverride override =
        overrides.isEmpty() ? null : overrides.get(service.name() + "/" + server.name());
    return override != null && override.kind() == Kind.WEIGHT;
  }

  static Placement whenDown(VirtualService service) {
    return service.whenDown() == WhenDown.REMOVE ? new Placement.Out() : AT_ZERO;
  }

  private static ServerDecision decision(
      RealServer server, ServerState state, Placement placement, String because, Opinion opinion) {
    return new ServerDecision(server, state, placement, because, opinion.asked());
  }
}
