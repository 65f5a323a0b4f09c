package io.directord.failover;

import io.directord.failover.filter.AcceptFilter;
import io.directord.failover.vrrp.Ensemble;
import io.directord.failover.vrrp.Role;
import io.directord.kernel.KernelException;
import io.directord.kernel.link.Links;
import io.directord.kernel.link.Network;
import io.directord.kernel.packet.Poller;
import io.netty.channel.IoEventLoop;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * This node's part in holding floating addresses: elections on a thread of their own, addresses and
 * announcements on the loop that it is given. Thread-safe.
 */
public final class FailoverAgent implements AutoCloseable {
  /** A heartbeat that has not turned for so long does not live. */
  private static final long ALIVE_NANOS_MAX = 4 * Heartbeat.TURN_NANOS_MAX;

  private static final long END_MILLIS_MAX = 2_000;
  private static final Path PROC_SYS = Path.of("/proc/sys");

  private final Heartbeat heartbeat;
  private final AddressKeeper keeper;
  private final AcceptKeeper acceptance;
  private final Thread thread;
  private final boolean passive;
  private CompletionStage<Void> configured = CompletableFuture.completedStage(null);

  /**
   * What it needs from the process.
   *
   * @param loop for netlink and packets, of its own
   * @param links on that loop
   * @param network on that loop
   * @param onEvent is called on its threads and must return at once
   * @param onBug ends the process; the routers have resigned by then
   * @param passive hears and elects, but sends nothing and changes nothing
   */
  public record Surroundings(
      IoEventLoop loop,
      Links links,
      Network network,
      Consumer<FailoverEvent> onEvent,
      Consumer<Throwable> onBug,
      InstantSource clock,
      boolean passive) {}

  private FailoverAgent(Surroundings around, Poller poller) {
    this.keeper =
        new AddressKeeper(
            around.loop(),
            around.links(),
            networkKeeper(around),
            around.onEvent(),
            around.onBug(),
            this::alive,
            around.passive());
    this.heartbeat =
        new Heartbeat(
            poller, keeper, around.onEvent(), around.onBug(), around.clock(), around.passive());
    this.acceptance =
        new AcceptKeeper(
            Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("accept-rules").factory()),
            AcceptFilter.open(),
            around.onEvent(),
            around.onBug(),
            trouble -> heartbeat.post(() -> heartbeat.filtered(trouble)),
            around.passive());
    this.passive = around.passive();
    this.thread = new Thread(heartbeat, "failover");
    thread.setDaemon(true);
  }

  private static NetworkKeeper networkKeeper(Surroundings around) {
    return new NetworkKeeper(
        around.loop(),
        around.links(),
        around.network(),
        new ProcSysctls(PROC_SYS),
        around.onEvent(),
        around.onBug(),
        around.passive());
  }

  /** Takes up the routers; what an earlier run left behind is adopted. Waits for the kernel. */
  public static FailoverAgent start(
      Surroundings around, List<RouterSettings> routers, List<Ensemble.Group> groups)
      throws KernelException {
    Poller poller = Poller.open();
    FailoverAgent agent = new FailoverAgent(around, poller);
    try {
      agent.begin(around, routers, groups);
    } catch (KernelException | RuntimeException failed) {
      agent.acceptance.close(false, END_MILLIS_MAX);
      agent.keeper.close();
      poller.close(); // the heartbeat would have done that
      throw failed;
    }
    return agent;
  }

  private void begin(Surroundings around, List<RouterSettings> routers, List<Ensemble.Group> groups)
      throws KernelException {
    List<RouterSettings> taken = possible(routers);
    if (!taken.isEmpty()) {
      await(Rehearsal.perform(around.loop(), taken, around.clock(), around.onBug()));
    }
    Consumer<LinkTable> onLinks = links -> heartbeat.post(() -> heartbeat.onLinks(links));
    CompletionStage<Void> dropping = acceptance.start(taken);
    Set<String> adopted = await(keeper.start(taken, onLinks));
    await(dropping);
    // Who looks on has left nothing behind: what is there is somebody else's.
    Set<String> ours = passive ? Set.of() : adopted;
    heartbeat.post(() -> heartbeat.configure(taken, groups, ours));
    if (!taken.isEmpty()) {
      System.gc(); // while nobody waits: what the start left behind would stop a heartbeat later
    }
    thread.start();
  }

  private static <T> T await(CompletionStage<T> stage) throws KernelException {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof KernelException refused) {
        throw refused;
      }
      throw failed;
    }
  }

  /** Takes up, changes and gives up routers; those unchanged notice nothing. */
  public synchronized void configure(List<RouterSettings> routers, List<Ensemble.Group> groups) {
    List<RouterSettings> taken = possible(routers);
    configured =
        configured
            .thenCompose(_ -> acceptance.take(taken))
            .thenCompose(_ -> keeper.prepare(taken))
            .thenRun(() -> heartbeat.post(() -> heartbeat.configure(taken, groups, Set.of())));
  }

  /** Names of real servers by their addresses, for who uses one of ours by mistake. */
  public void servers(Map<InetAddress, String> names) {
    keeper.servers(Map.copyOf(names));
  }

  /** One that only looks on makes no links, and its pair has started long ago. */
  private List<RouterSettings> possible(List<RouterSettings> routers) {
    return passive
        ? routers.stream().map(RouterSettings::lookingOn).toList()
        : List.copyOf(routers);
  }

  /**
   * What a router's tracks come to.
   *
   * @param priorityDelta is added to the configured priority
   * @param fault why it may not be Active; empty: it may
   */
  public void tracked(String router, int priorityDelta, Optional<String> fault) {
    heartbeat.post(() -> heartbeat.tracked(router, priorityDelta, fault));
  }

  /**
   * Hands over to another node and stands back. Answers, when it is done, with what each of those
   * that were Active has become.
   */
  public CompletionStage<Map<String, Role>> switchover(Optional<String> router) {
    return handOver(router, false);
  }

  /** Hands everything over and takes no part any more; bounded by the longest down interval. */
  public CompletionStage<Map<String, Role>> leave() {
    return handOver(Optional.empty(), true);
  }

  private CompletionStage<Map<String, Role>> handOver(Optional<String> router, boolean leave) {
    if (!thread.isAlive()) {
      return CompletableFuture.completedStage(Map.of()); // it has resigned, with its last words
    }
    CompletableFuture<Map<String, Role>> done = new CompletableFuture<>();
    heartbeat.post(() -> heartbeat.handOver(router, leave, done));
    return done;
  }

  /** Immutable but for its counters, and cheap: read it as often as needed. */
  public RoutersView view() {
    return heartbeat.view();
  }

  /** Whether the heartbeat turns. */
  public boolean alive() {
    return Poller.nowNanos() - heartbeat.turnedNanos() < ALIVE_NANOS_MAX;
  }

  /** When the heartbeat turned last, on {@link Poller#nowNanos}. */
  public long turnedNanos() {
    return heartbeat.turnedNanos();
  }

  /** Ends the threads; addresses stay as they are unless {@link #leave} came first. */
  @Override
  public void close() {
    heartbeat.post(heartbeat::end);
    try {
      thread.join(END_MILLIS_MAX);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    boolean holding = view().routers().stream().anyMatch(each -> each.role() == Role.ACTIVE);
    try {
      keeper.end().toCompletableFuture().get(END_MILLIS_MAX, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException unclean) {
      return; // what is left is put right, or taken away, by the next run
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      acceptance.close(holding, END_MILLIS_MAX);
    }
  }
}
