package io.directord.kernel.ipvs;

import io.directord.kernel.Family;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Values that a seed decides, of every kind that the kernel can hold. */
final class RandomSpecs {
  private static final String[] SCHEDULERS = {"rr", "wrr", "wlc", "sh", "mh", "lblcr"};

  private final Random random;

  RandomSpecs(long seed) {
    this.random = new Random(seed);
  }

  ServiceKey serviceKey() {
    Family family = family();
    if (random.nextInt(4) == 0) {
      return new ServiceKey.FirewallMark(family, random.nextLong(1, 1L << 32));
    }
    Protocol protocol = pick(Protocol.values());
    return new ServiceKey.Address(protocol, address(family), random.nextInt(65536));
  }

  ServiceSpec serviceSpec(Family family) {
    Set<SchedulerFlag> flags = EnumSet.noneOf(SchedulerFlag.class);
    for (SchedulerFlag flag : SchedulerFlag.values()) {
      if (random.nextInt(4) == 0) {
        flags.add(flag);
      }
    }
    Optional<String> engine = random.nextBoolean() ? Optional.of("sip") : Optional.empty();
    Optional<Persistence> persistence =
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(
                new Persistence(
                    1 + random.nextInt(1 << 20), 1 + random.nextInt(family.hostPrefix()), engine));
    String scheduler = pick(SCHEDULERS);
    return new ServiceSpec(scheduler, flags, persistence, random.nextBoolean());
  }

  ServerKey serverKey() {
    return new ServerKey(address(family()), random.nextInt(65536));
  }

  ServerSpec serverSpec() {
    int upper = random.nextBoolean() ? 0 : random.nextInt(1 << 24);
    int lower = upper == 0 ? 0 : random.nextInt(upper + 1);
    return new ServerSpec(forwarding(), random.nextInt(65536), upper, lower);
  }

  SyncDaemon daemon() {
    SyncDaemon.Role role = pick(SyncDaemon.Role.values());
    return new SyncDaemon(
        role,
        "eth" + random.nextInt(100),
        random.nextInt(256),
        maybe(1 + random.nextInt(65535)),
        maybe(address(family())),
        maybe(1 + random.nextInt(65535)),
        maybe(1 + random.nextInt(255)));
  }

  byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  int number(int bound) {
    return random.nextInt(bound);
  }

  private Forwarding forwarding() {
    return switch (random.nextInt(6)) {
      case 0 -> Forwarding.MASQUERADE;
      case 1 -> Forwarding.LOCAL;
      case 2 -> Forwarding.DIRECT;
      case 3 -> Forwarding.IPIP_TUNNEL;
      case 4 ->
          new Forwarding.Tunnel(
              new Forwarding.Gre(
                  pick(Forwarding.TunnelChecksum.NONE, Forwarding.TunnelChecksum.FULL)));
      default ->
          new Forwarding.Tunnel(
              new Forwarding.Gue(
                  1 + random.nextInt(65535), pick(Forwarding.TunnelChecksum.values())));
    };
  }

  @SafeVarargs
  private final <T> T pick(T... from) {
    return from[random.nextInt(from.length)];
  }

  private Family family() {
    return pick(Family.values());
  }

  private InetAddress address(Family family) {
    try {
      byte[] bytes = bytes(family.addressBytes());
      bytes[0] = 0x20; // neither multicast nor an IPv4 address in disguise
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private <T> Optional<T> maybe(T value) {
    return random.nextBoolean() ? Optional.of(value) : Optional.empty();
  }
}
