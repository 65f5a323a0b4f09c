package io.directord.failover;

import io.directord.failover.filter.PacketFilter;
import io.directord.failover.filter.RulesKeeper;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * Has dropped what goes to the addresses of routers without Accept_Mode (RFC 9568 section 6.1).
 * That does not depend on the role: a Backup has no such address. For any thread.
 */
final class AcceptKeeper {
  private final RulesKeeper<List<InetAddress>> rules;
  private final boolean passive;

  /**
   * Needs a {@link #start}.
   *
   * @param thread its own; one
   * @param onTrouble is told why the rules are not in force, and when they are again
   * @param passive does nothing
   */
  AcceptKeeper(
      ScheduledExecutorService thread,
      PacketFilter<List<InetAddress>> filter,
      Consumer<FailoverEvent> onEvent,
      Consumer<Throwable> onBug,
      Consumer<Optional<String>> onTrouble,
      boolean passive) {
    this.rules =
        new RulesKeeper<>(thread, filter, List.of(), new Teller(onEvent, onTrouble), onBug);
    this.passive = passive;
  }

  private record Teller(Consumer<FailoverEvent> onEvent, Consumer<Optional<String>> onTrouble)
      implements RulesKeeper.Listener<List<InetAddress>> {
    @Override
    public void inForce(List<InetAddress> addresses, String by) {
      onEvent.accept(new FailoverEvent.AcceptRulesSet(by, addresses.size()));
    }

    @Override
    public void gone() {
      // as the configuration says
    }

    @Override
    public void restored(String by, String because) {
      onEvent.accept(new FailoverEvent.AcceptRulesRestored(because));
    }

    @Override
    public void trouble(Optional<String> because) {
      because.ifPresent(each -> onEvent.accept(new FailoverEvent.AcceptRulesRefused(each)));
      onTrouble.accept(because);
    }
  }

  /**
   * Completes when the rules are there, or it was told why not; and looks after them from now on.
   */
  CompletionStage<Void> start(List<RouterSettings> routers) {
    CompletionStage<Void> taken = take(routers);
    if (!passive) {
      rules.start();
    }
    return taken;
  }

  /**
   * Completes when the rules are there, or it was told why not. Nobody waits for rules that go, nor
   * after the end.
   */
  CompletionStage<Void> take(List<RouterSettings> routers) {
    if (passive) {
      return CompletableFuture.completedStage(null);
    }
    List<InetAddress> dropped = dropped(routers);
    CompletionStage<Void> taken = rules.take(dropped);
    return dropped.isEmpty() ? CompletableFuture.completedStage(null) : taken;
  }

  private static List<InetAddress> dropped(List<RouterSettings> routers) {
    return routers.stream()
        .filter(RouterSettings::drops)
        .flatMap(router -> router.addresses().stream())
        .map(held -> held.address())
        .distinct()
        .sorted(Comparator.comparing(NetUtil::toAddressString))
        .toList();
  }

  /**
   * Ends, and takes the rules away; waits for that a while.
   *
   * @param stillHeld the addresses are still here: so the rules stay
   */
  void close(boolean stillHeld, long millisMax) {
    if (passive || stillHeld) {
      rules.close();
    } else {
      rules.closeWithout(millisMax);
    }
  }
}
