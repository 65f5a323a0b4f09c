package io.directord.failover;

import io.directord.failover.FailoverEvent.AdvertisementOdd;
import io.directord.failover.FailoverEvent.AdvertisementRejected;
import io.directord.failover.FailoverEvent.Overslept;
import io.directord.failover.FailoverEvent.UnknownVrid;
import io.directord.failover.RoutersView.Peer;
import io.directord.failover.vrrp.Advertisement;
import io.directord.failover.vrrp.Event;
import io.directord.failover.vrrp.Role;
import io.directord.failover.vrrp.State;
import io.directord.failover.wire.AdvertisementCodec;
import io.directord.failover.wire.Reception;
import io.directord.kernel.packet.Poller;
import java.nio.ByteBuffer;

/**
 * Reads what others send, counts it, and brings it into the elections. Confined to the heartbeat.
 */
final class Receiving implements Line.Receiver {
  private final Elections elections;
  private final Rivals rivals;
  private final Shadows shadows;
  private final AddressKeeper keeper;
  private final Bulletin bulletin;

  Receiving(
      Elections elections,
      Rivals rivals,
      Shadows shadows,
      AddressKeeper keeper,
      Bulletin bulletin) {
    this.elections = elections;
    this.rivals = rivals;
    this.shadows = shadows;
    this.keeper = keeper;
    this.bulletin = bulletin;
  }

  @Override
  public void onPacket(VirtualRouter router, Line line, ByteBuffer received) {
    AdvertisementCodec codec = router.codec();
    if (codec == null) {
      return;
    }
    long now = Poller.nowNanos();
    if (shadows.fromHere(router, line.from(), now)) {
      return;
    }
    Reception reception =
        codec.read(received, line.from(), line.to(), line.hopLimit(), elections.wallNanos());
    switch (reception) {
      case Reception.Rejected(var from, var why, var evidence) -> {
        router.counters().count(why);
        if (router.tell(why, now)) {
          bulletin.tell(new AdvertisementRejected(router.name(), from, why, evidence));
        }
      }
      case Reception.Accepted accepted ->
          onAdvertisement(router, accepted, now, now - line.waitedNanos());
    }
  }

  @Override
  public void onStranger(Line line, int vrid) {
    bulletin.tell(new UnknownVrid(line.key().linkName(), vrid, line.from()));
  }

  /**
   * @param cameNanos when the kernel had it: a Backup waits from then on, however late it reads
   */
  void onAdvertisement(
      VirtualRouter router, Reception.Accepted accepted, long now, long cameNanos) {
    Advertisement heard = accepted.advertisement();
    router.counters().received.increment();
    for (Reception.Oddity oddity : accepted.oddities()) {
      router.counters().count(oddity);
      if (router.tell(oddity, now)) {
        bulletin.tell(new AdvertisementOdd(router.name(), accepted.from(), oddity));
      }
    }
    boolean resigns = heard.priority() == Advertisement.RESIGN;
    if (resigns) {
      router.counters().resignationsHeard.increment();
    } else {
      if (router.heard(new Peer(accepted.from(), heard.priority()), now)) {
        bulletin.changed();
        keeper.advertises(router.name(), accepted.from());
      }
      if (router.adopting() && !router.keepsAdopted(heard.priority(), now)) {
        abandon(router, now);
      }
      oversleep(router, now);
      if (elections.state(router) instanceof State.Active) {
        rivals.rival(router, accepted, now);
      }
    }
    boolean backup = elections.state(router).role() == Role.BACKUP;
    Event received = new Event.Received(heard, accepted.from());
    elections.step(router, received, backup ? cameNanos : now);
  }

  /**
   * Somebody else holds now what an earlier run left here. Neighbours may have asked us meanwhile:
   * a resignation has the other announce itself once more.
   */
  private void abandon(VirtualRouter router, long now) {
    router.adopted();
    elections.resign(router);
    keeper.abandon(router.name());
    elections.step(router, new Event.Reconfigured(), now); // no haste any more
  }

  /** Others speak, and we are later than they wait: they have taken over in good order. */
  private void oversleep(VirtualRouter router, long now) {
    State state = elections.state(router);
    long due = state.deadlineNanos().orElse(now);
    long downInterval =
        router.settings().downTimerAdverts() * router.settings().interval().toNanos();
    if (state.role() == Role.ACTIVE && now - due > downInterval) {
      bulletin.tell(new Overslept(router.name(), now - due));
      elections.step(router, new Event.Overslept(now - due), now);
    }
  }
}
