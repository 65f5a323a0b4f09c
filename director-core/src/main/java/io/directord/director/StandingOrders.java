package io.directord.director;

import io.directord.director.config.DirectorConfig;
import io.directord.director.journal.Entry;
import io.directord.director.reconcile.Expiry;
import io.directord.director.reconcile.Maintenance;
import io.directord.director.reconcile.OperatorOverride;
import io.netty.util.concurrent.EventExecutor;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What operators want of servers now; commands end when their time is over. On one loop only. */
final class StandingOrders {
  private final OverrideExpiry expiry;
  private Orders orders = Orders.NONE;
  private Consumer<Map<String, OperatorOverride>> listener = _ -> {};

  /**
   * @param onEnded called after commands have ended by themselves, with those
   */
  StandingOrders(
      EventExecutor loop,
      InstantSource clock,
      Consumer<Map<String, OperatorOverride>> onEnded,
      Consumer<Throwable> onBug) {
    this.expiry =
        new OverrideExpiry(
            loop,
            clock,
            overdue -> {
              orders = orders.withCommands(Expiry.standing(orders.commands(), clock.instant()));
              onEnded.accept(overdue);
              listener.accept(overdue);
            },
            onBug);
  }

  /** Has commands end from now on. */
  void start() {
    expiry.start();
  }

  void commands(Map<String, OperatorOverride> all) {
    orders = orders.withCommands(all);
    expiry.watch(all);
  }

  /** Answers with what is worth the journal. */
  List<Entry> files(List<Maintenance.Note> all) {
    Orders before = orders;
    orders = orders.withFiles(all);
    return orders.filesSince(before);
  }

  void onEnded(Consumer<Map<String, OperatorOverride>> told) {
    listener = told;
  }

  Map<String, OperatorOverride> of(DirectorConfig config) {
    return orders.of(config);
  }
}
