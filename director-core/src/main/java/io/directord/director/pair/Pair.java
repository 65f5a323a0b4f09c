package io.directord.director.pair;

import io.directord.director.config.DirectorConfig;
import io.directord.director.config.Secret;
import io.directord.director.config.Secrets;
import io.directord.failover.FailoverAgent;
import io.directord.failover.FailoverEvent;
import io.directord.failover.NeighborProbe;
import io.directord.failover.RoutersView;
import io.directord.failover.arp.ArpView;
import io.directord.failover.track.Trackers;
import io.directord.failover.track.Verdict;
import io.directord.failover.vrrp.Role;
import io.directord.kernel.KernelException;
import io.directord.kernel.link.Links;
import io.directord.kernel.link.Network;
import io.netty.channel.IoEventLoop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** This node's virtual routers, as the configuration has them. Thread-safe. */
public final class Pair implements AutoCloseable {
  private final FailoverAgent agent;
  private final Trackers trackers;
  private final Secrets secrets;
  private final PairArp arp;

  /**
   * What it needs from the process.
   *
   * @param loop of its own: netlink and packets of virtual addresses
   * @param links on that loop
   * @param network on that loop
   * @param onEvent is called on its threads and must return at once
   */
  public record Surroundings(
      IoEventLoop loop,
      Links links,
      Network network,
      Secrets secrets,
      Consumer<FailoverEvent> onEvent,
      Consumer<Throwable> onBug,
      InstantSource clock,
      boolean shadow) {}

  private Pair(FailoverAgent agent, PairArp arp, Surroundings around) {
    this.agent = agent;
    this.arp = arp;
    this.secrets = around.secrets();
    this.trackers =
        new Trackers(
            around.loop(),
            around.links(),
            new NeighborProbe(around.loop(), around.links()),
            new Trackers.Listener() {
              private final Map<String, Integer> adding = new HashMap<>();

              @Override
              public void onChange(String router, Verdict verdict) {
                Integer before = adding.put(router, verdict.priorityDelta());
                if (verdict.priorityDelta() != (before == null ? 0 : before)) {
                  String what = PairTracks.text(verdict);
                  around.onEvent().accept(new FailoverEvent.Noted(router, what));
                }
                agent.tracked(router, verdict.priorityDelta(), verdict.faultBecause());
              }

              @Override
              public void onBug(Throwable bug) {
                around.onBug().accept(bug);
              }
            });
  }

  /** Joins the elections. Reads key files and waits for the kernel. */
  public static Pair start(Surroundings around, DirectorConfig config) throws KernelException {
    PairArp arp = new PairArp(around);
    FailoverAgent agent =
        FailoverAgent.start(
            new FailoverAgent.Surroundings(
                around.loop(),
                around.links(),
                around.network(),
                arp::onFailover,
                around.onBug(),
                around.clock(),
                around.shadow()),
            PairSettings.routers(config, secret -> key(around.secrets(), secret)),
            PairSettings.groups(config));
    Pair pair = new Pair(agent, arp, around);
    agent.servers(PairSettings.servers(config));
    pair.trackers.start();
    pair.trackers.update(PairTracks.of(config));
    arp.start(agent::view, config);
    return pair;
  }

  /** Takes over another configuration. Reads key files: never on a loop. */
  public void apply(DirectorConfig config) {
    agent.servers(PairSettings.servers(config));
    agent.configure(
        PairSettings.routers(config, secret -> key(secrets, secret)), PairSettings.groups(config));
    trackers.update(PairTracks.of(config));
    arp.apply(config);
  }

  /** So long it takes at most until silence is noticed. */
  public static Duration longestDown(DirectorConfig config) {
    return config.routers().stream()
        // Missed advertisements and the skew, which is never longer than one.
        .map(router ->
            router.advertisementInterval().multipliedBy(router.timing().downTimerAdverts() + 1L))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** Whether a virtual service has its quorum. */
  public void service(String name, boolean quorumHeld) {
    trackers.setService(name, quorumHeld);
  }

  /** What was fetched before, when the configuration was checked on this host. */
  private static byte[] key(Secrets secrets, Secret secret) {
    return switch (secrets.fetch(secret)) {
      case Secrets.Fetched.Found found -> found.bytes();
      case Secrets.Fetched.Missing(var because) -> throw new IllegalStateException(because);
    };
  }

  public RoutersView view() {
    return agent.view();
  }

  /** When the heartbeat turned last; see {@link FailoverAgent#turnedNanos}. */
  public long turnedNanos() {
    return agent.turnedNanos();
  }

  /** Real servers that do not keep silent about services' addresses. */
  public ArpView arp() {
    return arp.view();
  }

  /** Writes an event to the log. */
  public static void log(FailoverEvent event) {
    PairLog.write(event);
  }

  /** Hands over and stands back; see {@link FailoverAgent#switchover}. */
  public CompletionStage<Map<String, Role>> switchover(Optional<String> router) {
    return agent.switchover(router);
  }

  /** Hands everything over for good; see {@link FailoverAgent#leave}. */
  public CompletionStage<Map<String, Role>> leave() {
    return agent.leave();
  }

  @Override
  public void close() {
    arp.close();
    trackers.close();
    agent.close();
  }
}
