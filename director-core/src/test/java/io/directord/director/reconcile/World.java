package io.directord.director.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.directord.director.Configs;
import io.directord.director.config.DirectorConfig;
import io.directord.director.config.RealServer;
import io.directord.director.config.VirtualService;
import io.directord.kernel.ipvs.FakeIpvs;
import io.directord.kernel.ipvs.IpvsChange;
import io.directord.kernel.ipvs.IpvsTable;
import io.directord.kernel.ipvs.ServerKey;
import io.directord.kernel.ipvs.ServiceKey;
import io.netty.util.NetUtil;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A director's decisions over a fake kernel, with time in the test's hand: what is planned is
 * carried out at once, and what the director must remember is kept.
 */
final class World {
  final FakeIpvs kernel = new FakeIpvs();
  final Map<String, Opinion> opinions = new HashMap<>();
  final Map<String, String> troubles = new HashMap<>();
  final Map<String, OperatorOverride> overrides = new HashMap<>();
  final Set<ServiceKey> owned = new HashSet<>();
  private final Map<String, Object> heard = new HashMap<>();
  private Object configured = new Object();
  private DirectorConfig config = Configs.director("");
  private Goal goal = Goal.NONE;
  private Map<ServiceKey, WantedService> settled = Map.of();
  private long nowNanos = Long.MAX_VALUE - 3_000_000_000L; // nanoTime may wrap, and does here

  World services(String services) {
    return config(Configs.services(services));
  }

  World config(DirectorConfig other) {
    config = other;
    heard.clear();
    configured = new Object();
    return this;
  }

  DirectorConfig config() {
    return config;
  }

  World up(String... servers) {
    return say(Opinion.Answer.UP, "HTTP 200 in 1.8 ms", servers);
  }

  World down(String... servers) {
    return say(Opinion.Answer.DOWN, "connection refused", servers);
  }

  World silent(String... servers) {
    return say(Opinion.Answer.UNKNOWN, "not probed yet", servers);
  }

  private World say(Opinion.Answer answer, String because, String... servers) {
    for (String server : servers) {
      opinions.put(server, new Opinion(answer, because));
      heard.put(server.substring(0, server.indexOf('/')), new Object());
    }
    return this;
  }

  World override(String server, OperatorOverride.Kind kind) {
    return override(server, kind, OptionalInt.empty());
  }

  World weight(String server, int weight) {
    return override(server, OperatorOverride.Kind.WEIGHT, OptionalInt.of(weight));
  }

  private World override(String server, OperatorOverride.Kind kind, OptionalInt weight) {
    overrides.put(server, new OperatorOverride(kind, weight, "ann", Instant.EPOCH));
    return this;
  }

  World pass(Duration time) {
    nowNanos += time.toNanos();
    return this;
  }

  World active(String service, String server, long connections) {
    kernel.connections(key(service), server(server), connections, 0);
    return this;
  }

  /** A restart: what was remembered is gone, what was written down as owned is not. */
  World restart() {
    goal = Goal.NONE;
    settled = Map.of();
    opinions.clear();
    heard.clear();
    return this;
  }

  /** Decided with what is recalled of the last decision, which must change nothing. */
  Planning.Step step() {
    Observation observed = KernelReading.read(kernel, config.ipvs()).toCompletableFuture().join();
    Planning.Step step = step(observed, new Known(true));
    Planning.Step anew = step(observed, new Known(false));
    assertEquals(anew.goal().services(), step.goal().services());
    assertEquals(anew.goal().decisions(), step.goal().decisions());
    assertEquals(anew.goal().removable(), step.goal().removable());
    assertEquals(anew.goal().foreign(), step.goal().foreign());
    assertEquals(anew.goal().memory(), step.goal().memory());
    assertEquals(anew.goal().nextLookNanos(), step.goal().nextLookNanos());
    assertEquals(anew.plan().changes(), step.plan().changes());
    return step;
  }

  private Planning.Step step(Observation observed, HealthView known) {
    Inputs inputs = new Inputs(config, new Troubled(known, troubles), overrides);
    return Planning.plan(inputs, observed, owned, goal, settled, nowNanos);
  }

  private final class Known implements HealthView {
    private final boolean marks;

    Known(boolean marks) {
      this.marks = marks;
    }

    @Override
    public @Nullable Object mark(VirtualService service) {
      return marks ? heard.getOrDefault(service.name(), configured) : null;
    }

    @Override
    public Opinion of(VirtualService service, RealServer server) {
      return opinions.getOrDefault(
          service.name() + "/" + server.name(),
          new Opinion(Opinion.Answer.UNKNOWN, "not probed yet"));
    }
  }

  /** One round: plans, carries it out, and answers with the changes and their reasons. */
  List<String> round() {
    Planning.Step step = step();
    goal = step.goal();
    owned.addAll(config.services().stream().flatMap(each -> each.keys().stream()).toList());
    List<IpvsChange> changes = step.plan().changes();
    var refused = kernel.apply(changes).toCompletableFuture().join().refused();
    if (!refused.isEmpty()) {
      throw new AssertionError("refused: " + refused);
    }
    settled = step.goal().services();
    List<String> lines = new ArrayList<>();
    for (IpvsChange change : step.plan().changes()) {
      lines.add(change.ipvsadm() + "   # " + step.plan().reasons().because(change));
    }
    return lines;
  }

  /** The reasons of the next round. */
  List<String> reasons() {
    Plan plan = step().plan();
    return plan.changes().stream().map(plan.reasons()::because).toList();
  }

  /** The servers of the kernel's table as {@code HOST:PORT=WEIGHT}, a service a line. */
  List<String> table() {
    List<String> lines = new ArrayList<>();
    IpvsTable table = kernel.table().toCompletableFuture().join();
    table
        .services()
        .forEach((key, service) -> {
          StringBuilder line = new StringBuilder(key.text());
          service.servers().entrySet().stream()
              .map(each -> " " + each.getKey().text() + "=" + each.getValue().spec().weight())
              .sorted()
              .forEach(line::append);
          lines.add(line.toString());
        });
    lines.sort(null);
    return lines;
  }

  static ServiceKey key(String text) {
    return OwnedServices.parse(text).orElseThrow();
  }

  static ServerKey server(String text) {
    int colon = text.lastIndexOf(':');
    return new ServerKey(
        NetUtil.createInetAddressFromIpAddressString(text.substring(0, colon)),
        Integer.parseInt(text.substring(colon + 1)));
  }
}
