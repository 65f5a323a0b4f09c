package io.directord.failover.wire;

import io.directord.failover.wire.WireSettings.ChecksumForm;
import io.directord.kernel.Capture;
import io.directord.kernel.Family;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The routers that were recorded, and those that signed. */
final class Samples {
  static final long SECOND = 1_000_000_000L;
  static final long WALL = 1_700_000_000L * SECOND + SECOND / 2;
  static final InetAddress ROUTER = ip("192.0.2.1");
  static final InetAddress PEER = ip("192.0.2.2");
  static final InetAddress GROUP = ip("224.0.0.18");
  static final InetAddress GROUP6 = ip("ff02::12");
  static final List<InetAddress> WEB =
      List.of(ip("192.0.2.10"), ip("192.0.2.11"), ip("192.0.2.12"));
  static final List<InetAddress> WEB6 =
      List.of(ip("fe80::10"), ip("2001:db8::10"), ip("2001:db8::11"));
  static final Authentication NONE = new Authentication.None();
  static final Authentication PASS = new Authentication.Pass(bytes("sesame"));
  static final Authentication AH = new Authentication.Ah(bytes("sesame12"));

  /**
   * A recorded router.
   *
   * @param from who sent it
   * @param to where its packets went
   */
  record Recorded(
      String name, WireSettings settings, InetAddress from, InetAddress to, int priority) {
    boolean ipv4() {
      return settings.family() == Family.IPV4;
    }

    /** The same router as others see it, whose peer is the sender. */
    WireSettings seenByOthers() {
      return settings.unicast() ? withPeers(settings, List.of(from)) : settings;
    }

    int hopLimit() {
      return settings.unicast() ? 64 : 255;
    }
  }

  static final List<Recorded> RECORDED =
      List.of(
          recorded("version 2, password", 2, 51, SECOND, PASS, 150, false),
          recorded("version 2, AH", 2, 52, SECOND, AH, 255, false),
          recorded("version 2", 2, 53, 2 * SECOND, NONE, 100, false),
          recorded("version 3", 3, 54, SECOND / 2, NONE, 100, false),
          recorded("version 3, unicast", 3, 56, SECOND, NONE, 100, true),
          recorded("version 2, password, unicast", 2, 58, SECOND, PASS, 100, true),
          recorded("version 2, AH, unicast", 2, 59, SECOND, AH, 255, true),
          new Recorded(
              "version 3, IPv6",
              settings(Family.IPV6, 3, 55, SECOND / 4, List.of(), WEB6, NONE),
              ip("fe80::ff:fe00:a"),
              GROUP6,
              100),
          new Recorded(
              "version 3, IPv6, unicast",
              settings(Family.IPV6, 3, 57, SECOND, List.of(ip("2001:db8::2")), WEB6, NONE),
              ip("2001:db8::1"),
              ip("2001:db8::2"),
              100),
          new Recorded(
              "version 3, IPv6, as many as fit",
              settings(Family.IPV6, 3, 60, SECOND, List.of(), many(), NONE),
              ip("fe80::ff:fe00:a"),
              GROUP6,
              100));

  private Samples() {}

  private static Recorded recorded(
      String name,
      int version,
      int vrid,
      long interval,
      Authentication authentication,
      int priority,
      boolean unicast) {
    List<InetAddress> peers = unicast ? List.of(PEER) : List.of();
    return new Recorded(
        name,
        settings(Family.IPV4, version, vrid, interval, peers, WEB, authentication),
        ROUTER,
        unicast ? PEER : GROUP,
        priority);
  }

  static WireSettings settings(
      Family family,
      int version,
      int vrid,
      long interval,
      List<InetAddress> peers,
      List<InetAddress> addresses,
      Authentication authentication) {
    return new WireSettings(
        family,
        version,
        vrid,
        interval,
        peers,
        addresses,
        authentication,
        ChecksumForm.LEARNED,
        1500);
  }

  static WireSettings withPeers(WireSettings settings, List<InetAddress> peers) {
    return settings(
        settings.family(),
        settings.version(),
        settings.vrid(),
        settings.intervalNanos(),
        peers,
        settings.addresses(),
        settings.authentication());
  }

  static Authentication.Hmac hmac(int activeKey, Authentication.Hmac.Mode mode) {
    byte[] second = new byte[32];
    for (int i = 0; i < second.length; i++) {
      second[i] = (byte) i;
    }
    Map<Integer, byte[]> keys = Map.of(7, bytes("correct horse battery"), 8, second);
    return new Authentication.Hmac(keys, activeKey, mode, 0);
  }

  static ByteBuffer capture(String file, String name) {
    return Capture.read(Samples.class, file).message(name);
  }

  /** What an advertisement of these settings looks like. */
  static ByteBuffer written(
      AdvertisementCodec codec, int priority, InetAddress from, InetAddress to, long wallNanos) {
    ByteBuffer packet = ByteBuffer.allocateDirect(2000);
    codec.begin(priority, from, wallNanos);
    codec.write(to, packet);
    return packet;
  }

  /** Makes the IP header right again after a change. */
  static ByteBuffer corrected(ByteBuffer packet) {
    byte[] header = new byte[20];
    packet.putShort(10, (short) 0).get(0, header);
    int checksum = InternetChecksum.of(InternetChecksum.sum(header, 0, header.length));
    packet.put(10, (byte) (checksum >> 8)).put(11, (byte) checksum);
    return packet;
  }

  static String hex(ByteBuffer packet) {
    byte[] bytes = new byte[packet.remaining()];
    packet.get(packet.position(), bytes);
    return HexFormat.of().formatHex(bytes);
  }

  static ByteBuffer copy(ByteBuffer packet) {
    byte[] bytes = new byte[packet.remaining()];
    packet.get(packet.position(), bytes);
    return ByteBuffer.wrap(bytes);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static InetAddress ip(String address) {
    return Objects.requireNonNull(NetUtil.createInetAddressFromIpAddressString(address), address);
  }

  private static List<InetAddress> many() {
    List<InetAddress> many = new ArrayList<>();
    many.add(ip("fe80::10"));
    for (int i = 1; i <= 110; i++) {
      many.add(ip("2001:db8::1:" + Integer.toHexString(i)));
    }
    return many;
  }
}
