package io.directord.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.directord.kernel.Stages;
import io.directord.kernel.link.Address;
import io.directord.kernel.link.AddressChange;
import io.directord.kernel.link.AddressResult;
import io.directord.kernel.link.FakeLinks;
import io.directord.kernel.link.FakeNetwork;
import io.directord.kernel.link.Link;
import io.directord.kernel.link.LinkEvent;
import io.directord.kernel.link.Links;
import io.directord.kernel.link.Neighbor;
import io.directord.kernel.link.Network;
import io.directord.kernel.link.NetworkChange;
import io.directord.kernel.link.NetworkResult;
import io.directord.kernel.link.RouteSpec;
import io.directord.kernel.link.RuleSpec;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Addresses, and what hangs on them, in their order. */
final class AddressKeeperNetworkTest {
  private static final int NOWHERE = 9_999_999; // nothing is announced by accident
  private static final long SECONDS_MAX = 30;

  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final IoEventLoop loop = loops.next();
  private final FakeLinks links = new FakeLinks();
  private final FakeNetwork network = new FakeNetwork(links);
  private final BlockingQueue<String> changes = new LinkedBlockingQueue<>();
  private final AddressKeeper keeper;

  AddressKeeperNetworkTest() {
    links.add(NOWHERE, "eth0");
    Links told = new ToldLinks();
    keeper =
        new AddressKeeper(
            loop,
            told,
            new NetworkKeeper(
                loop,
                told,
                new ToldNetwork(),
                new ProcSysctls(Path.of("/nonexistent")),
                _ -> {},
                this::bug,
                false),
            _ -> {},
            this::bug,
            () -> true,
            false);
  }

  private void bug(Throwable bug) {
    changes.add("bug " + bug);
  }

  @AfterEach
  void end() {
    Stages.get(keeper.end());
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  private List<String> next(int count) throws InterruptedException {
    String[] next = new String[count];
    for (int i = 0; i < count; i++) {
      String change = changes.poll(SECONDS_MAX, TimeUnit.SECONDS);
      next[i] = change == null ? "nothing" : change;
    }
    return List.of(next);
  }

  @Test
  void routesFollowTheAddressesAndGoBeforeThem() throws InterruptedException {
    Stages.get(keeper.start(List.of(TestRouter.withNetwork()), _ -> {}));
    keeper.claim("public", new RouterCounters());
    assertEquals(List.of("ip address add", "ip route add", "ip rule add"), next(3));
    Stages.get(keeper.release("public"));
    assertEquals(List.of("ip rule del", "ip route del", "ip address del"), next(3));
  }

  private void told(String line) {
    if (line.contains(" dev none")) {
      return; // a rehearsal
    }
    changes.add(String.join(" ", List.of(line.split(" ")).subList(0, 3)));
  }

  private final class ToldLinks implements Links {
    @Override
    public CompletionStage<List<Link>> links() {
      return links.links();
    }

    @Override
    public CompletionStage<List<Address>> addresses() {
      return links.addresses();
    }

    @Override
    public CompletionStage<List<Neighbor>> neighbors() {
      return links.neighbors();
    }

    @Override
    public CompletionStage<AddressResult> apply(List<? extends AddressChange> list) {
      list.forEach(each -> told(each.ip()));
      return links.apply(list);
    }

    @Override
    public void listen(Consumer<LinkEvent> listener) {
      links.listen(listener);
    }

    @Override
    public void close() {
      links.close();
    }
  }

  private final class ToldNetwork implements Network {
    @Override
    public CompletionStage<List<RouteSpec>> routes(int protocol) {
      return network.routes(protocol);
    }

    @Override
    public CompletionStage<List<RuleSpec>> rules(int protocol) {
      return network.rules(protocol);
    }

    @Override
    public CompletionStage<NetworkResult> apply(List<? extends NetworkChange> list) {
      return network
          .apply(list)
          .thenApply(result -> {
            List<NetworkChange> done = new ArrayList<>(list); // what is there already is refused
            result.refused().forEach(refusal -> done.remove(refusal.change()));
            done.forEach(each -> told(each.ip()));
            return result;
          });
    }

    @Override
    public void close() {
      network.close();
    }
  }
}
