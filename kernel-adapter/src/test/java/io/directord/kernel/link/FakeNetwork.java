package io.directord.kernel.link;

import io.directord.kernel.Errno;
import io.directord.kernel.KernelException;
import io.directord.kernel.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Routes, rules and macvlans in memory that are refused as the kernel refuses them; the links are
 * those of a {@link FakeLinks}. Thread-safe; stages are complete when they are returned.
 */
public final class FakeNetwork implements Network {
  private static final int FIRST_INDEX = 1000;

  private final FakeLinks links;
  private final List<RouteSpec> routes = new ArrayList<>();
  private final List<RuleSpec> rules = new ArrayList<>();
  private final List<NetworkChange> applied = new ArrayList<>();
  private int nextIndex = FIRST_INDEX;
  private boolean closed;

  public FakeNetwork(FakeLinks links) {
    this.links = links;
  }

  @Override
  public synchronized CompletionStage<List<RouteSpec>> routes(int protocol) {
    return answer(routes.stream().filter(each -> each.protocol() == protocol).toList());
  }

  @Override
  public synchronized CompletionStage<List<RuleSpec>> rules(int protocol) {
    return answer(rules.stream().filter(each -> each.protocol() == protocol).toList());
  }

  @Override
  public synchronized CompletionStage<NetworkResult> apply(List<? extends NetworkChange> changes) {
    List<NetworkRefusal> refused = new ArrayList<>();
    for (NetworkChange change : closed ? List.<NetworkChange>of() : changes) {
      Errno errno = carryOut(change);
      if (errno == null) {
        applied.add(change);
      } else {
        refused.add(new NetworkRefusal(change, errno.number(), ""));
      }
    }
    return answer(new NetworkResult(changes.size() - refused.size(), refused));
  }

  @Override
  public synchronized void close() {
    closed = true;
  }

  /** Each change that was carried out, in order. */
  public synchronized List<NetworkChange> applied() {
    return List.copyOf(applied);
  }

  private @Nullable Errno carryOut(NetworkChange change) {
    return switch (change) {
      case NetworkChange.AddMacvlan macvlan -> add(macvlan);
      case NetworkChange.RemoveLink(int index, var name) -> {
        Optional<Link> link = link(index);
        link.ifPresent(_ -> links.remove(name));
        yield link.isPresent() ? null : Errno.ENODEV;
      }
      case NetworkChange.SetLinkUp(int index, var _, boolean up) -> {
        Optional<Link> link = link(index);
        link.ifPresent(each -> links.set(withUp(each, up)));
        yield link.isPresent() ? null : Errno.ENODEV;
      }
      case NetworkChange.AddRoute(var route, var _) -> add(route);
      case NetworkChange.RemoveRoute(var route, var _) -> routes.remove(route) ? null : Errno.ESRCH;
      case NetworkChange.AddRule(var rule) -> {
        boolean there = rules.contains(rule);
        yield !there && rules.add(rule) ? null : Errno.EEXIST;
      }
      case NetworkChange.RemoveRule(var rule) -> rules.remove(rule) ? null : Errno.ENOENT;
    };
  }

  private @Nullable Errno add(NetworkChange.AddMacvlan macvlan) {
    if (link(macvlan.parentIndex()).isEmpty()) {
      return Errno.ENODEV;
    }
    if (all().stream().anyMatch(each -> each.name().equals(macvlan.name()))) {
      return Errno.EEXIST;
    }
    links.set(
        new Link(
            nextIndex++,
            macvlan.name(),
            1500,
            false,
            false,
            false,
            Optional.of(macvlan.mac()),
            Optional.of("macvlan")));
    return null;
  }

  /** One destination has one route of each metric in a table. */
  private @Nullable Errno add(RouteSpec route) {
    if (route.linkIndex() != 0 && link(route.linkIndex()).isEmpty()) {
      return Errno.ENODEV;
    }
    boolean there =
        routes.stream()
            .anyMatch(each ->
                each.destination().equals(route.destination())
                    && each.table() == route.table()
                    && each.metric() == route.metric());
    if (there) {
      return Errno.EEXIST;
    }
    routes.add(route);
    return null;
  }

  private static Link withUp(Link link, boolean up) {
    return new Link(
        link.index(), link.name(), link.mtu(), up, up, link.loopback(), link.mac(), link.kind());
  }

  private Optional<Link> link(int index) {
    return all().stream().filter(each -> each.index() == index).findFirst();
  }

  private List<Link> all() {
    return Stages.get(links.links());
  }

  private <T> CompletionStage<T> answer(T value) {
    return closed
        ? CompletableFuture.failedStage(
            new KernelException("network", Errno.UNKNOWN, "the socket is closed"))
        : CompletableFuture.completedStage(value);
  }
}
