package io.directord.director;

import io.directord.director.admin.AdminServer;
import io.directord.director.admin.EventStreams;
import io.directord.director.admin.HostJson;
import io.directord.director.admin.Overrides;
import io.directord.director.admin.PeerJson;
import io.directord.director.config.CheckSecrets;
import io.directord.director.config.ConfigReader;
import io.directord.director.config.ConfigResult;
import io.directord.director.config.DirectorConfig;
import io.directord.director.host.HostKeeper;
import io.directord.director.host.ProcSys;
import io.directord.director.journal.Entry;
import io.directord.director.metrics.Metrics;
import io.directord.director.pair.Pair;
import io.directord.director.peer.PeerWatch;
import io.directord.director.reconcile.KernelCounts;
import io.directord.director.reconcile.OwnedServices;
import io.directord.director.reconcile.Reconciler;
import io.directord.director.systemd.ServiceManager;
import io.directord.health.HealthChecker;
import io.directord.health.ThisNode;
import io.directord.health.transport.ProbeKinds;
import io.directord.kernel.KernelException;
import io.directord.kernel.ipvs.Ipvs;
import io.directord.kernel.link.Links;
import io.directord.kernel.link.Network;
import io.directord.kernel.packet.RealTime;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the director's parts together, in order, and takes them apart in reverse. {@link #run} stays
 * until {@link #stop}; it may wait, everything it starts may not.
 */
public final class Daemon {
  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
  private static final int PROBE_THREADS = 2;
  private static final long STOP_SECONDS_MAX = 5;
  private static final Duration HOOKS_HEAR_THE_END = Duration.ofSeconds(2);

  /** What the command line said. */
  public record Options(Path file, Shadow shadow, Path stateFolder) {}

  private final Options options;
  private final KernelCounts kernelCounts = new KernelCounts();
  private final ServiceManager manager;
  private final String version;
  private final InstantSource clock;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicInteger exitCode = new AtomicInteger(ExitCode.OK);
  private final AtomicReference<@Nullable Director> director = new AtomicReference<>();

  public Daemon(Options options, ServiceManager manager, String version, InstantSource clock) {
    this.options = options;
    this.manager = manager;
    this.version = version;
    this.clock = clock;
  }

  /** Runs until stopped, and answers with the exit code. */
  public int run() throws StartFailure {
    long startNanos = System.nanoTime();
    DirectorConfig config = FirstReading.of(options.file());
    FirstPlan.prepare(config);
    EventLoopGroup directorLoop = loops("director", 1);
    EventLoopGroup kernelLoop = loops("ipvs", 1);
    EventLoopGroup probeLoops = HealthChecker.newLoops(PROBE_THREADS);
    EventLoopGroup adminLoop = loops("admin", 1);
    EventLoopGroup pairLoop = loops("addresses", 1);
    ExecutorService disk =
        Executors.newSingleThreadExecutor(new DefaultThreadFactory("disk", true));
    try (Links links = HostParts.openLinks(kernelLoop);
        Ipvs ipvs = HostParts.openIpvs(kernelLoop, config, options.shadow().ofIpvs())) {
      HostParts.requireOfHost(config, links);
      run(config, ipvs, links, directorLoop, probeLoops, adminLoop, pairLoop, disk, startNanos);
    } finally {
      disk.shutdown();
      for (EventLoopGroup loop :
          new EventLoopGroup[] {pairLoop, adminLoop, probeLoops, directorLoop, kernelLoop}) {
        loop.shutdownGracefully(0, STOP_SECONDS_MAX, TimeUnit.SECONDS);
      }
    }
    return exitCode.get();
  }

  private Director director(
      DirectorConfig config,
      Ipvs ipvs,
      Links links,
      EventLoopGroup directorLoop,
      ExecutorService disk) {
    return new Director(
        directorLoop.next(),
        disk,
        ipvs,
        config,
        options.file(),
        options.shadow().ofIpvs(),
        file -> read(links, file),
        clock,
        this::onBug);
  }

  private Chronicle chronicle(ExecutorService disk, Director owner) {
    return new Chronicle(
        disk,
        options.stateFolder(),
        options.shadow().ofRouters(),
        () -> Standing.of(owner.view()),
        this::onBug);
  }

  private void run(
      DirectorConfig config,
      Ipvs ipvs,
      Links links,
      EventLoopGroup directorLoop,
      EventLoopGroup probeLoops,
      EventLoopGroup adminLoop,
      EventLoopGroup pairLoop,
      ExecutorService disk,
      long startNanos)
      throws StartFailure {
    Director owner = director(config, ipvs, links, directorLoop, disk);
    OwnedServices store = new OwnedServices(options.stateFolder());
    Reconciler reconciler =
        new Reconciler(
            directorLoop.next(),
            ipvs,
            store,
            store.readOrNone(),
            disk,
            options.shadow().ofIpvs(),
            finished -> {
              kernelCounts.onRound(finished);
              owner.onRound(finished);
            },
            this::onBug);
    Chronicle chronicle = chronicle(disk, owner);
    try (HostKeeper host = host(config, directorLoop, disk);
        HealthChecker checker =
            new HealthChecker(
                probeLoops,
                new ProbeKinds(new ThisNode(RealTime::start, clock)),
                owner::onVerdict,
                this::onBug);
        PeerWatch peers = new PeerWatch(peering(owner));
        AdminServer admin = admin(owner, checker, host, peers, adminLoop, disk, chronicle);
        Links pairLinks = HostParts.openLinks(pairLoop);
        Network pairNetwork = HostParts.openNetwork(pairLoop)) {
      openAdmin(admin, config);
      director.set(owner);
      chronicle.apply(config);
      owner.onEvent(chronicle::write);
      chronicle.started(clock.instant(), version, config.node(), options.file(), options.shadow());
      Consumer<DirectorConfig> standby = standby(links, host);
      standby.accept(config);
      MaintenanceFiles maintenance = new MaintenanceFiles(owner, disk, config);
      maintenance.start(directorLoop);
      owner.start(reconciler, checker);
      Pair pair = join(owner, peers, pairLoop, pairLinks, pairNetwork, config);
      peers.apply(config);
      owner.onNewConfig(taken -> {
        reapply(pair, peers, taken);
        owner.freshView().thenRun(peers::sendSoon);
        standby.accept(taken);
        maintenance.apply(taken);
        chronicle.apply(taken);
        reopen(admin, taken);
      });
      started(config, startNanos);
      owner.onReload(manager::reloading);
      manager.started(watched(owner, pair, directorLoop));
      stopped.await();
      manager.stopping();
      end(pair, owner, chronicle, () -> disk.submit(host::giveBack));
      LOG.info("event=stopped the IPVS table stays as it is");
    } catch (InterruptedException | ExecutionException | TimeoutException unclean) {
      LOG.warn("event=stopped because=\"{}\"", unclean.toString());
    }
  }

  /** Last, when this node is able to serve; first to leave. */
  private Pair join(
      Director owner,
      PeerWatch peers,
      EventLoopGroup loop,
      Links links,
      Network network,
      DirectorConfig config)
      throws StartFailure {
    try {
      Pair pair =
          Pair.start(
              new Pair.Surroundings(
                  (IoEventLoop) loop.next(),
                  links,
                  network,
                  HostParts.secrets(),
                  owner::onFailover,
                  this::onBug,
                  clock,
                  options.shadow().ofRouters()),
              config);
      owner.join(pair, peers::unfit);
      return pair;
    } catch (KernelException refused) {
      throw Startup.failure(refused);
    }
  }

  /** Hands the addresses over; whoever waits for the end of this process waits for that. */
  private static void leave(Pair pair, DirectorConfig config)
      throws InterruptedException, ExecutionException {
    long patienceMillis = Pair.longestDown(config).toMillis() + STOP_SECONDS_MAX * 1_000;
    try {
      pair.leave().toCompletableFuture().get(patienceMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      LOG.warn("event=not-handed-over after_ms={}", patienceMillis);
    }
    pair.close();
  }

  private PeerWatch.Surroundings peering(Director owner) {
    return new PeerWatch.Surroundings(
        () -> owner.view().told(),
        version,
        HostParts.secrets(),
        owner::happened,
        this::onBug,
        options.shadow().ofRouters());
  }

  private void started(DirectorConfig config, long startNanos) {
    LOG.info(
        "event=started version={} node={} config={} shadow={} services={} start_ms={}",
        version,
        config.node(),
        options.file(),
        options.shadow().text(),
        config.services().size(),
        (System.nanoTime() - startNanos) / 1_000_000);
  }

  private ServiceManager.Watched watched(Director owner, Pair pair, EventLoopGroup loop) {
    return new ServiceManager.Watched(owner::view, pair::turnedNanos, loop.next(), this::onBug);
  }

  /** Hands over, ends the rounds, gives the host back, and lets hooks hear of it. */
  private void end(Pair pair, Director owner, Chronicle chronicle, Supplier<Future<?>> giveBack)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (options.shadow().ofRouters()) {
      pair.close(); // it held nothing
    } else {
      leave(pair, owner.view().config());
    }
    owner.stop().toCompletableFuture().get(STOP_SECONDS_MAX, TimeUnit.SECONDS);
    giveBack.get().get(STOP_SECONDS_MAX, TimeUnit.SECONDS);
    chronicle.write(clock.instant(), Entry.of("stopped", "version", version));
    chronicle
        .finish(HOOKS_HEAR_THE_END)
        .toCompletableFuture()
        .get(STOP_SECONDS_MAX, TimeUnit.SECONDS);
  }

  private AdminServer admin(
      Director owner,
      HealthChecker checker,
      HostKeeper host,
      PeerWatch peers,
      EventLoopGroup loop,
      ExecutorService disk,
      Chronicle chronicle) {
    Overrides overrides = new Overrides(options.stateFolder(), owner, disk, clock);
    overrides.restore().toCompletableFuture().join();
    Metrics metrics = new Metrics(owner::view, checker.statistics());
    metrics.ofHost(host::view);
    metrics.ofEvents(chronicle.journal()::count);
    metrics.ofPeers(peers::view);
    metrics.ofKernel(kernelCounts);
    EventStreams events = new EventStreams(chronicle.journal(), disk);
    return new AdminServer(
        loop,
        owner,
        overrides,
        () -> metrics.scrape()::write,
        version,
        () -> PeerJson.with(HostJson.parts(host.view()), peers.view()),
        events);
  }

  /** Ends {@link #run}; may be called from any thread, more than once. */
  public void stop() {
    stopped.countDown();
  }

  /** Reads the configuration again; may be called from any thread. */
  public void reload() {
    Director running = director.get();
    if (running != null) {
      running.reload(false);
    }
  }

  private void onBug(Throwable bug) {
    LOG.error("event=bug the director ends; the IPVS table stays as it is", bug);
    exitCode.set(ExitCode.BUG);
    stop();
  }

  private ConfigResult read(Links links, Path file) {
    return Rights.require(
        Interfaces.require(
            CheckSecrets.fill(ConfigReader.read(file), HostParts.secrets()),
            HostParts.interfaces(links),
            HostParts.secrets()),
        Rights::rawSocket);
  }

  private static void openAdmin(AdminServer admin, DirectorConfig config) throws StartFailure {
    try {
      admin.open(config);
    } catch (IOException refused) {
      throw new StartFailure(ExitCode.UNAVAILABLE, String.valueOf(refused.getMessage()));
    }
  }

  private static void reopen(AdminServer admin, DirectorConfig config) {
    try {
      admin.open(config);
    } catch (IOException refused) {
      LOG.error("event=admin-not-moved because=\"{}\"", refused.getMessage());
    }
  }

  private static void reapply(Pair pair, PeerWatch peers, DirectorConfig config) {
    try {
      pair.apply(config);
      peers.apply(config);
    } catch (IllegalStateException vanished) {
      // It was there a moment ago, when the file was checked.
      LOG.error("event=routers-not-changed because=\"{}\"", vanished.getMessage());
    }
  }

  /** Has the host so before this node is a backup; one that only looks on changes nothing. */
  private Consumer<DirectorConfig> standby(Links links, HostKeeper host) {
    BackupOnlySetting setting = new BackupOnlySetting(new ProcSys(ProcSys.ROOT), host.memory());
    return options.shadow().ofIpvs()
        ? host::apply
        : config -> {
          host.apply(config);
          setting.apply(config, HostParts.addresses(links));
        };
  }

  /** Looks after the host from now on; says nothing of it before it is told a configuration. */
  private HostKeeper host(DirectorConfig config, EventLoopGroup timer, ExecutorService disk) {
    HostKeeper host =
        new HostKeeper(config, options.stateFolder(), options.shadow().ofIpvs(), this::onBug);
    host.start(timer, disk);
    return host;
  }

  private static EventLoopGroup loops(String name, int threads) {
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory(name, true), EpollIoHandler.newFactory());
  }
}
