package io.directord.failover;

import io.directord.failover.address.LinkSysctls;
import io.directord.kernel.link.Address;
import io.directord.kernel.link.AddressChange;
import io.directord.kernel.link.AddressResult;
import io.directord.kernel.link.Link;
import io.directord.kernel.link.LinkEvent;
import io.directord.kernel.link.Links;
import io.directord.kernel.link.MacAddress;
import io.directord.kernel.link.Neighbor;
import io.directord.kernel.link.Network;
import io.directord.kernel.link.NetworkChange;
import io.directord.kernel.link.NetworkResult;
import io.directord.kernel.link.RouteSpec;
import io.directord.kernel.link.RuleSpec;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A host for a {@link Rehearsal}: takes every change, keeps none, and has nothing but the loopback
 * interface, there with an address of its own on the link. Thread-safe.
 */
final class Nowhere implements Links, VirtualLinkKeeper.Sysctls {
  /** Locally administered: of no manufacturer. */
  private static final long LOCAL_MAC = 0x02_00_00_00_00_01L;

  private static final Link LOOPBACK =
      new Link(
          1,
          "lo",
          65_536,
          true,
          true,
          true,
          Optional.of(new MacAddress(LOCAL_MAC)),
          Optional.empty());

  private volatile Consumer<LinkEvent> heard = _ -> {};

  @Override
  public CompletionStage<List<Link>> links() {
    return CompletableFuture.completedStage(List.of(LOOPBACK));
  }

  @Override
  public CompletionStage<List<Address>> addresses() {
    return CompletableFuture.completedStage(List.of());
  }

  @Override
  public CompletionStage<List<Neighbor>> neighbors() {
    return CompletableFuture.completedStage(List.of());
  }

  @Override
  public CompletionStage<AddressResult> apply(List<? extends AddressChange> changes) {
    changes.forEach(_ -> heard.accept(new LinkEvent.Lost()));
    return CompletableFuture.completedStage(new AddressResult(changes.size(), List.of()));
  }

  @Override
  public void listen(Consumer<LinkEvent> listener) {
    heard = listener;
  }

  @Override
  public void close() {}

  @Override
  public Optional<String> read(String path) {
    return Optional.empty();
  }

  @Override
  public Optional<String> write(LinkSysctls.Sysctl sysctl) {
    return Optional.empty();
  }

  /** Its routes and rules. */
  static final class Roads implements Network {
    @Override
    public CompletionStage<List<RouteSpec>> routes(int protocol) {
      return CompletableFuture.completedStage(List.of());
    }

    @Override
    public CompletionStage<List<RuleSpec>> rules(int protocol) {
      return CompletableFuture.completedStage(List.of());
    }

    @Override
    public CompletionStage<NetworkResult> apply(List<? extends NetworkChange> changes) {
      return CompletableFuture.completedStage(new NetworkResult(changes.size(), List.of()));
    }

    @Override
    public void close() {}
  }
}
