package io.directord.failover;

import io.directord.failover.LinkTable.Port;
import io.directord.failover.address.Announcements;
import io.directord.failover.address.HeldAddress;
import io.directord.failover.vrrp.Advertisement;
import io.directord.failover.vrrp.Event;
import io.directord.failover.wire.AdvertisementCodec;
import io.directord.failover.wire.Reception;
import io.directord.kernel.Family;
import io.directord.kernel.link.Scope;
import io.netty.channel.IoEventLoop;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A takeover before the first real one: routers that nobody knows are elected, claim addresses of a
 * kernel that is not there, announce them on the loopback interface, where nobody asks, resign and
 * hand over. The JVM finds, links and compiles code when it is first used; the first real takeover
 * would wait 10 to 30 ms for that. Nothing of it is told, and no advertisement leaves.
 */
final class Rehearsal {
  private static final String LOOPBACK = "lo";
  private static final int ROUNDS = 4;
  private static final int ADDRESSES = 64;
  private static final int WORSE = 50;
  private static final int OURS = 100;
  private static final int BETTER = 200;
  private static final Duration SOON = Duration.ofMillis(1);
  private static final int PACKET_BYTES_MAX = 9216;
  private static final int HOP_LIMIT = 255;

  private final InstantSource clock;
  private final Bulletin bulletin = new Bulletin(_ -> {});
  private final Elections elections;
  private final Receiving receiving;
  private final ByteBuffer packet = ByteBuffer.allocateDirect(PACKET_BYTES_MAX);
  private long now;

  private Rehearsal(AddressKeeper keeper, InstantSource clock) {
    this.clock = clock;
    Rivals rivals = new Rivals(keeper, bulletin, clock, false);
    Shadows shadows = new Shadows(bulletin, clock, false);
    this.elections = new Elections(keeper, rivals, bulletin, clock, _ -> {}, false);
    this.receiving = new Receiving(elections, rivals, shadows, keeper, bulletin);
  }

  /**
   * Plays one router for each way in which these advertise; answers with how often it took over.
   */
  static CompletionStage<Long> perform(
      IoEventLoop loop,
      List<RouterSettings> routers,
      InstantSource clock,
      Consumer<Throwable> onBug) {
    Map<List<Object>, RouterSettings> parts = new LinkedHashMap<>();
    for (RouterSettings router : routers) {
      List<Object> kind = List.of(router.family(), router.version(), router.authentication());
      parts.putIfAbsent(kind, part(router, parts.size()));
    }
    Nowhere nowhere = new Nowhere();
    NetworkKeeper network =
        new NetworkKeeper(loop, nowhere, new Nowhere.Roads(), nowhere, _ -> {}, onBug, false);
    AddressKeeper keeper =
        new AddressKeeper(loop, nowhere, network, _ -> {}, onBug, () -> true, false);
    List<RouterSettings> cast = List.copyOf(parts.values());
    Rehearsal rehearsal = new Rehearsal(keeper, clock);
    return keeper
        .start(cast, _ -> {})
        .thenApplyAsync(_ -> rehearsal.play(cast), loop)
        .thenCompose(takeovers -> keeper.end().thenApply(_ -> takeovers));
  }

  private static RouterSettings part(RouterSettings like, int number) {
    List<HeldAddress> addresses = new ArrayList<>();
    for (int i = 0; i < ADDRESSES; i++) {
      addresses.add(
          new HeldAddress(
              address(like.family(), 100 + i),
              prefix(like),
              LOOPBACK,
              Optional.empty(),
              Scope.HOST));
    }
    return new RouterSettings(
        "rehearsal-" + number,
        LOOPBACK,
        like.family(),
        1 + number,
        like.version(),
        OURS,
        like.interval(),
        true,
        Duration.ZERO,
        Duration.ZERO,
        like.downTimerAdverts(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        addresses,
        List.of(),
        like.authentication(),
        like.checksum(),
        new Announcements(2, Duration.ZERO, SOON, 1, SOON, 1, 1),
        Optional.empty(),
        true,
        like.defend(),
        true,
        List.of(),
        List.of(),
        Optional.empty());
  }

  private static int prefix(RouterSettings like) {
    return like.family() == Family.IPV4 ? 32 : 128;
  }

  /** Of the networks for documentation (RFC 5737, RFC 3849). */
  private static InetAddress address(Family family, int number) {
    String text = family == Family.IPV4 ? "192.0.2." + number : "2001:db8::" + number;
    return NetUtil.createInetAddressFromIpAddressString(text);
  }

  private long play(List<RouterSettings> cast) {
    long takeovers = 0;
    for (RouterSettings part : cast) {
      VirtualRouter router = on(part, address(part.family(), 1));
      elections.add(router);
      play(router, on(part, address(part.family(), 2)));
      elections.forget(router);
      takeovers += router.counters().becameActive.longValue();
    }
    bulletin.publish();
    return takeovers;
  }

  private VirtualRouter on(RouterSettings part, InetAddress own) {
    VirtualRouter router = new VirtualRouter(part, new RouterCounters(), false, clock.instant());
    router.connect(new Port(1, LOOPBACK, true, Optional.empty(), 1_500, List.of(own)), own);
    return router;
  }

  private void play(VirtualRouter router, VirtualRouter other) {
    elections.step(router, new Event.Startup(), now);
    for (int i = 0; i < ROUNDS; i++) {
      tick(router); // nobody is there: Active
      tick(router); // an advertisement
      hear(router, other, WORSE); // a rival, answered
      hear(router, other, BETTER); // Backup
      hear(router, other, Advertisement.RESIGN);
      tick(router); // Active after the skew
      elections.step(router, new Event.Yield(false), now);
      tick(router); // resigns once more
      hear(router, other, WORSE); // the successor
      tick(router); // releases
      elections.step(router, new Event.Failed("rehearsed"), now);
      elections.step(router, new Event.Recovered(), now);
    }
    elections.step(router, new Event.Shutdown(), now);
  }

  private void tick(VirtualRouter router) {
    now = elections.state(router).deadlineNanos().orElse(now);
    elections.step(router, new Event.Tick(), now);
  }

  private void hear(VirtualRouter router, VirtualRouter other, int priority) {
    AdvertisementCodec reader = router.codec();
    AdvertisementCodec writer = other.codec();
    InetAddress from = other.source().orElseThrow();
    InetAddress group = Groups.of(router.settings().family());
    if (reader == null || writer == null) {
      return;
    }
    writer.begin(priority, from, elections.wallNanos());
    writer.write(group, packet);
    if (reader.read(packet, from, group, HOP_LIMIT, elections.wallNanos())
        instanceof Reception.Accepted accepted) {
      receiving.onAdvertisement(router, accepted, now, now);
    }
  }
}
