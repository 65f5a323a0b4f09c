package io.directord.director.host;

import io.directord.director.config.DirectorConfig;
import io.directord.director.config.HostConfig.Sysctls;
import io.directord.failover.filter.HostPrograms;
import io.directord.failover.filter.PacketFilter.Removed;
import io.directord.failover.filter.RulesKeeper;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door of this room: keeps sysctls, rules of the packet filter and modules as the configuration
 * asks for them. {@link #apply} waits, so it is not for loops.
 */
public final class HostKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HostKeeper.class);
  private static final long LOOK_SECONDS = 30;

  private final SysctlKeeper sysctls;
  private final SysctlMemory memory;
  private final RulesKeeper<HostRules> rules;
  private final boolean passive;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile DirectorConfig config;
  private volatile List<WantedModule> missing = List.of();

  /**
   * Has done nothing yet.
   *
   * @param state the folder that keeps what was before
   * @param passive only looks
   */
  public HostKeeper(DirectorConfig config, Path state, boolean passive, Consumer<Throwable> onBug) {
    this.config = config;
    this.passive = passive;
    this.memory = SysctlMemory.open(state);
    this.sysctls = new SysctlKeeper(new ProcSys(ProcSys.ROOT), memory, passive);
    this.rules =
        new RulesKeeper<>(
            Executors.newSingleThreadScheduledExecutor(
                new DefaultThreadFactory("host-rules", true)),
            TrafficFilter.of(new HostPrograms()),
            HostRules.NONE,
            new RulesLog(),
            onBug);
  }

  /** Shared with whoever sets a sysctl for reasons of its own, on the same thread. */
  public SysctlMemory memory() {
    return memory;
  }

  public HostView view() {
    return new HostView(
        passive ? Sysctls.REPORT : config.host().sysctls(),
        sysctls.states(),
        RulesState.of(rules.state()),
        missing);
  }

  /**
   * Looks after all of it from now on.
   *
   * @param disk does what waits for files
   */
  public void start(ScheduledExecutorService timer, Executor disk) {
    if (!passive) {
      rules.start();
    }
    timer.scheduleWithFixedDelay(
        () -> lookLater(disk), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  /** Returns when all is as this configuration has it, or was told why not. */
  public void apply(DirectorConfig taken) {
    config = taken;
    if (!passive) {
      rules.take(HostRules.of(taken)).toCompletableFuture().join();
    }
    modules(taken);
    sysctls.look(taken);
  }

  private void lookLater(Executor disk) {
    if (looking.compareAndSet(false, true)) {
      try {
        disk.execute(() -> {
          looking.set(false);
          modules(config);
          sysctls.look(config);
        });
      } catch (RejectedExecutionException ending) {
        LOG.debug("event=host-closed");
      }
    }
  }

  /** Only those that the kernel does not ask for by itself. */
  private void modules(DirectorConfig taken) {
    List<WantedModule> wanted =
        WantedModule.of(taken).stream().filter(module -> !module.asks()).toList();
    List<WantedModule> absent = new ArrayList<>();
    if (!wanted.isEmpty()) {
      KernelModules.Seen seen = new KernelModules(Path.of("/")).see();
      for (WantedModule each : wanted) {
        if (!seen.has(each.name()) && (passive || !load(each, seen))) {
          absent.add(each);
        }
      }
    }
    missing = List.copyOf(absent);
  }

  private boolean load(WantedModule module, KernelModules.Seen seen) {
    try {
      KernelModules.Loader loader = KernelModules.loader();
      Optional<String> trouble =
          new HostPrograms(loader.folder()).run(List.of(loader.name(), module.name())).trouble();
      if (trouble.isEmpty()) {
        LOG.info("event=module-loaded name={} because=\"{}\"", module.name(), module.because());
      } else if (!missing.contains(module)) {
        LOG.error(
            "event=module-missing name={} because=\"{}: {}\" fix=\"{}; it is in package {}\"",
            module.name(),
            module.because(),
            trouble.get(),
            module.fix(),
            WantedModule.packageOf(seen.release()));
      }
      return trouble.isEmpty();
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * A node without virtual routers goes on balancing by the table that stays, so what that needs
   * stays, too; with them the other node takes over.
   */
  public static boolean balancesWhenStopped(DirectorConfig config) {
    return config.routers().isEmpty();
  }

  /** At a clean stop. */
  public void giveBack() {
    if (!passive && !balancesWhenStopped(config)) {
      sysctls.giveBack();
    }
  }

  @Override
  public void close() {
    rules.close(); // they stay: the IPVS table does, and is of no use to packets without a mark
  }

  /** What a director that has ended left behind: rules first. Waits for programs. */
  public static Removed sweep(Path state) throws InterruptedException {
    Removed removed = TrafficFilter.of(new HostPrograms()).remove();
    SysctlMemory memory = SysctlMemory.open(state);
    List<String> given = new SysctlKeeper(new ProcSys(ProcSys.ROOT), memory, false).giveBack();
    return removed.with(new Removed(given, List.of()));
  }
}
