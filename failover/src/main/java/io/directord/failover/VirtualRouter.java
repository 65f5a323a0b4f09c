package io.directord.failover;

import io.directord.failover.LinkTable.Port;
import io.directord.failover.RoutersView.Peer;
import io.directord.failover.RoutersView.Rival;
import io.directord.failover.RoutersView.RouterView;
import io.directord.failover.address.HeldAddress;
import io.directord.failover.vrrp.Advertisement;
import io.directord.failover.vrrp.Role;
import io.directord.failover.vrrp.Settings;
import io.directord.failover.wire.AdvertisementCodec;
import io.directord.failover.wire.Authentication;
import io.directord.failover.wire.WireSettings;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the heartbeat knows of one virtual router, beside its election. Confined to the heartbeat.
 */
final class VirtualRouter {
  /** The same complaint is not told again before this. */
  private static final long QUIET_NANOS = 60_000_000_000L;

  /** The brief timer of an adoption is one interval and the skew, which is never longer. */
  private static final int ADOPTION_INTERVALS = 3;

  private static final int FALLBACK_MTU = 1500;

  private RouterSettings settings;
  private final RouterCounters counters;
  private final Map<String, String> faults = new TreeMap<>();
  private final Map<Enum<?>, Long> told = new HashMap<>();
  private String noted = "";
  private long notedNanos;
  private final Map<String, Line> lines = new TreeMap<>();
  private @Nullable AdvertisementCodec codec;
  private @Nullable WireSettings wire;
  private Optional<InetAddress> source = Optional.empty();
  private Runnable headStart = () -> {};
  private int priorityDelta;
  private Instant since;
  private String because = "starting";
  private Optional<Peer> active = Optional.empty();
  private Optional<SplitBrain> split = Optional.empty();
  private Instant splitSince = Instant.EPOCH;
  private long heardNanos;
  private boolean adopting;
  private long adoptionContestedNanos;
  private int releases;
  private final ShadowWatch shadow = new ShadowWatch();

  VirtualRouter(RouterSettings settings, RouterCounters counters, boolean adopting, Instant now) {
    this.settings = settings;
    this.counters = counters;
    this.adopting = adopting;
    this.since = now;
  }

  RouterSettings settings() {
    return settings;
  }

  String name() {
    return settings.name();
  }

  RouterCounters counters() {
    return counters;
  }

  Map<String, Line> lines() {
    return lines;
  }

  Map<String, String> faults() {
    return faults;
  }

  /** What it is to be from now on; its identity on the wire is the same. */
  void reconfigure(RouterSettings changed) {
    settings = changed;
  }

  /** What it advertises from, and thereby how. */
  void connect(Port port, InetAddress from) {
    source = Optional.of(from);
    WireSettings wanted =
        new WireSettings(
            settings.family(),
            settings.version(),
            settings.vrid(),
            settings.interval().toNanos(),
            settings.peers(),
            settings.advertised().stream().map(HeldAddress::address).toList(),
            settings.authentication(),
            settings.checksum(),
            port.mtu() > 0 ? port.mtu() : FALLBACK_MTU);
    if (!wanted.equals(wire)) {
      wire = wanted;
      codec = new AdvertisementCodec(wanted);
    }
  }

  Optional<InetAddress> source() {
    return source;
  }

  /** What is done first at a claim, at once and on this thread. */
  void headStart(Runnable first) {
    headStart = first;
  }

  void takeHeadStart() {
    headStart.run();
  }

  @Nullable AdvertisementCodec codec() {
    return codec;
  }

  int priority() {
    if (settings.owner()) {
      return Advertisement.OWNER;
    }
    return Math.clamp(settings.priority() + (long) priorityDelta, 1, Advertisement.OWNER - 1);
  }

  int priorityDelta() {
    return priorityDelta;
  }

  /** True when that changed the priority in force. */
  boolean adjust(int delta) {
    int before = priority();
    priorityDelta = delta;
    return priority() != before;
  }

  /** Without a source it takes no part, so the address then decides nothing. */
  Settings election() {
    boolean brief = adopting;
    return new Settings(
        settings.version(),
        priority(),
        settings.interval().toNanos(),
        settings.preempt(),
        settings.preemptDelay().toNanos(),
        brief ? 1 : settings.downTimerAdverts(),
        brief ? 0 : settings.startupDelay().toNanos(),
        source.orElse(Groups.of(settings.family())));
  }

  /** Writes the advertisement once and sends it to everybody over every line. */
  void send(int priority, ByteBuffer packet, long wallNanos) {
    AdvertisementCodec writer = codec;
    if (writer == null || source.isEmpty()) {
      return;
    }
    InetAddress from = source.get();
    writer.begin(priority, from, wallNanos);
    Line first = lines.get(settings.interfaceName());
    if (first != null) {
      first.sendFrom(from); // as it is signed, and as ties are decided
    }
    List<InetAddress> to = settings.unicast() ? settings.peers() : List.of(group());
    for (InetAddress each : to) {
      int bytes = writer.write(each, packet);
      for (Line line : lines.values()) {
        if (line.send(packet, bytes, each) < 0) {
          counters.sendErrors.increment();
        } else {
          counters.sent.increment();
          if (priority == 0) {
            counters.resignationsSent.increment();
          }
        }
      }
    }
  }

  /** Writes an advertisement that nobody gets: what the next one needs is then at hand. */
  void makeReady(ByteBuffer packet, long wallNanos) {
    AdvertisementCodec writer = codec;
    if (writer != null
        && source.isPresent()
        && !(settings.authentication() instanceof Authentication.Hmac)) { // it counts what it signs
      writer.begin(priority(), source.get(), wallNanos);
      writer.write(settings.unicast() ? settings.peers().getFirst() : group(), packet);
    }
  }

  private InetAddress group() {
    return Groups.of(settings.family());
  }

  void releasing(int more) {
    releases += more;
  }

  /** Whether the kernel still works on it. */
  boolean releasing() {
    return releases > 0;
  }

  boolean adopting() {
    return adopting;
  }

  /**
   * Whether to go on answering with what an earlier run left here although somebody else
   * advertises: he is about to be pushed aside, and until then some neighbours ask us. Bounded, in
   * case that does not come to pass.
   */
  boolean keepsAdopted(int priority, long nowNanos) {
    if (adoptionContestedNanos == 0) {
      adoptionContestedNanos = nowNanos;
    }
    return settings.preempt()
        && settings.preemptDelay().isZero()
        && priority() > priority
        && nowNanos - adoptionContestedNanos < ADOPTION_INTERVALS * settings.interval().toNanos();
  }

  void adopted() {
    adopting = false;
  }

  void moved(Role to, String why, Instant now) {
    since = now;
    because = why;
    told.clear();
    noted = "";
    heardNanos = 0;
    if (to == Role.ACTIVE) {
      active = Optional.empty();
    }
  }

  /** True when that is news. */
  boolean heard(Peer peer, long nowNanos) {
    if (heardNanos != 0) {
      counters.interArrival.record(nowNanos - heardNanos);
    }
    heardNanos = nowNanos;
    boolean news = !active.equals(Optional.of(peer));
    active = Optional.of(peer);
    return news;
  }

  /** Whether this complaint is to be told, having been silent about it for a while. */
  boolean tell(Enum<?> complaint, long nowNanos) {
    Long last = told.get(complaint);
    if (last != null && nowNanos - last < QUIET_NANOS) {
      return false;
    }
    told.put(complaint, nowNanos);
    return true;
  }

  /** Whether this note is to be told: it says something else, or a while has passed. */
  boolean news(String note, long nowNanos) {
    if (note.equals(noted) && nowNanos - notedNanos < QUIET_NANOS) {
      return false;
    }
    noted = note;
    notedNanos = nowNanos;
    return true;
  }

  Optional<SplitBrain> split() {
    return split;
  }

  void split(Optional<SplitBrain> now, Instant at) {
    if (split.isEmpty() && now.isPresent()) {
      splitSince = at;
    }
    split = now;
  }

  ShadowWatch shadow() {
    return shadow;
  }

  /** Why it is what it is. */
  String because() {
    return because;
  }

  /** Another router that was heard of late, whatever we are. */
  Optional<Peer> peer(long nowNanos, long withinNanos) {
    return heardNanos != 0 && nowNanos - heardNanos <= withinNanos ? active : Optional.empty();
  }

  RouterView view(Role role) {
    return new RouterView(
        settings,
        role,
        priority(),
        since,
        because,
        role == Role.BACKUP ? active : Optional.empty(),
        faults,
        split.filter(SplitBrain::established).map(rival -> new Rival(rival.from(), splitSince)),
        shadow.view(),
        counters);
  }
}
