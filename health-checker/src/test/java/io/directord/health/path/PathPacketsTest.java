package io.directord.health.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.directord.health.Seeds;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Against bytes that another program made of RFC 791, 792, 826, 2784, 4861 and 9293. */
final class PathPacketsTest {
  private static final InetAddress OWN = InetAddress.ofLiteral("198.18.9.1");
  private static final InetAddress VIRTUAL = InetAddress.ofLiteral("198.18.9.50");
  private static final InetAddress SERVER = InetAddress.ofLiteral("198.18.9.11");
  private static final InetAddress OWN_IPV6 = InetAddress.ofLiteral("fd5a:19::1");
  private static final InetAddress VIRTUAL_IPV6 = InetAddress.ofLiteral("fd5a:19::50");
  private static final int NUMBER = 0x89abcdef;
  private static final Mac MAC = new Mac(0x020000000001L);
  private static final Mac OTHER = new Mac(0x02000000000bL);
  private static final String SYN =
      "4500002ccdef400001060d85c6120901c6120932ee4f005089abcdef000000006002faf0b8a20000"
          + "020405b4";
  private static final String RST =
      "45000028cdf0400001060d88c6120901c6120932ee4f005089abcdf00000000050040000cb4c0000";
  private static final String SYN_IPV6 =
      "6000000000180601fd5a0019000000000000000000000001fd5a0019000000000000000000000050"
          + "ee4f005089abcdef000000006002faf05bd60000020405a0";
  private static final String GRE =
      "80000800167600004500002ccdef400001060d85c6120901c6120932ee4f005089abcdef00000000"
          + "6002faf0b8a20000020405b4";
  private static final String GUE =
      "ee4f17c00038f9af000400004500002ccdef400001060d85c6120901c6120932ee4f005089abcdef"
          + "000000006002faf0b8a20000020405b4";
  private static final String ARP =
      "ffffffffffff02000000000108060001080006040001020000000001c6120901000000000000c612" + "090b";
  private static final String SOLICITATION =
      "3333ff00001102000000000186dd6000000000203afffd5a0019000000000000000000000001ff02"
          + "00000000000000000001ff00001187007c9300000000fd5a00190000000000000000000000110101"
          + "020000000001";

  private final ByteBuffer out = ByteBuffer.allocate(2000);

  @Test
  void aSynAndItsResetAreWritten() {
    assertEquals(SYN, hex(0, syn().write(out, 0)));
    assertEquals(RST, hex(0, syn().reset().write(out, 0)));
    Segment ipv6 = Segment.syn(OWN_IPV6, 61_007, VIRTUAL_IPV6, 80, NUMBER);
    assertEquals(SYN_IPV6, hex(0, ipv6.write(out, 0)));
    int bytes = Frames.segment(out, MAC, OTHER, syn());
    assertEquals("02000000000b0200000000010800" + SYN, hex(0, bytes));
  }

  @Test
  void aSynIsFilledUpWithARightChecksum() {
    for (int bytes : new int[] {576, 1499, 1500}) {
      Segment full = syn().ofBytes(bytes);
      assertEquals(bytes, full.write(out, 0));
      assertEquals(bytes, out.getShort(2));
      short sum =
          new InternetSum()
              .addPseudo(OWN.getAddress(), VIRTUAL.getAddress(), 6, bytes - 20)
              .add(out, 20, bytes - 20)
              .checksum();
      assertEquals(0, sum);
    }
    assertEquals(syn(), syn().ofBytes(10));
  }

  @Test
  void aSynIsWrappedForATunnel() {
    assertEquals(SYN, wrapped(new PathMethod.Ipip()));
    assertEquals("00000800" + SYN, wrapped(new PathMethod.Gre(false)));
    assertEquals(GRE, wrapped(new PathMethod.Gre(true)));
    assertEquals(GUE, wrapped(new PathMethod.Gue(6080, true)));
    assertEquals(
        GUE.substring(0, 12) + "0000" + GUE.substring(16),
        wrapped(new PathMethod.Gue(6080, false)));
  }

  @Test
  void neighboursAreAskedFor() {
    assertEquals(ARP, hex(0, Frames.question(out, MAC, OWN, SERVER)));
    InetAddress server = InetAddress.ofLiteral("fd5a:19::11");
    assertEquals(SOLICITATION, hex(0, Frames.question(out, MAC, OWN_IPV6, server)));
  }

  @Test
  void segmentsAndNeighboursAreRead() {
    var tcp = assertInstanceOf(Heard.Tcp.class, read("02000000000b0200000000010800" + SYN));
    assertEquals(new Heard.Tcp(MAC, OTHER, OWN, 61_007, VIRTUAL, 80, Segment.SYN, NUMBER, 0), tcp);
    var ipv6 = assertInstanceOf(Heard.Tcp.class, read("02000000000b02000000000186dd" + SYN_IPV6));
    assertEquals(VIRTUAL_IPV6, ipv6.to());
    assertEquals(new Heard.Seeks(OWN, MAC, SERVER), read(ARP));
    String reply = ARP.replace("06040001", "06040002");
    assertEquals(new Heard.Neighbor(OWN, MAC), read(reply));
    // An advertisement: type 136, and option 2 for the target's own address.
    int at = 2 * (14 + 40);
    String body = SOLICITATION.substring(at + 2).replaceFirst("0101(020000000001)$", "0201$1");
    var told = read(SOLICITATION.substring(0, at) + "88" + body);
    assertEquals(new Heard.Neighbor(InetAddress.ofLiteral("fd5a:19::11"), MAC), told);
  }

  @Test
  void complaintsQuoteASegmentAlsoOneInATunnel() {
    String frame = "020000000001" + "02000000000b" + "0800";
    String from = "45000050000000004001" + "0000" + "c612090b" + "c6120901";
    String expired = frame + from + "0b000000" + "00000000" + SYN;
    assertEquals(complaint(Heard.Trouble.HOPS_USED_UP, "ICMP 11/0", 0, false), read(expired));
    String outer = "450000400000400040040000" + "c6120901" + "c612090b";
    String tooBig = frame + from + "03040000" + "000005c8" + outer + SYN;
    assertEquals(complaint(Heard.Trouble.TOO_BIG, "ICMP 3/4", 1480, true), read(tooBig));
    String noProtocol = frame + from + "03020000" + "00000000" + outer.replace("4004", "402f");
    var gre = complaint(Heard.Trouble.NO_PROTOCOL, "ICMP 3/2", 0, true);
    assertEquals(gre, read(noProtocol + GRE));
    assertEquals(gre, read(noProtocol + "00000800" + SYN));
    String noPort = frame + from + "03030000" + "00000000" + outer.replace("4004", "4011") + GUE;
    assertEquals(complaint(Heard.Trouble.NO_PORT, "ICMP 3/3", 0, true), read(noPort));
    // No more than RFC 792 asks for: the ports and the number.
    String shortest = frame + from + "030d0000" + "00000000" + SYN.substring(0, 2 * 28);
    assertEquals(complaint(Heard.Trouble.PROHIBITED, "ICMP 3/13", 0, false), read(shortest));
    assertNull(read(shortest.substring(0, shortest.length() - 2)));
  }

  @Test
  void whatIsCutOffOrDamagedIsHarmless() {
    String frame = "020000000001" + "02000000000b" + "0800";
    String from = "45000050000000004001" + "0000" + "c612090b" + "c6120901";
    String outer = "450000400000400040110000" + "c6120901" + "c612090b";
    String[] whole = {
      frame + SYN,
      frame + from + "03030000" + "00000000" + outer + GUE,
      "02000000000b02000000000186dd" + SYN_IPV6,
      ARP,
      SOLICITATION.substring(0, 108) + "88" + SOLICITATION.substring(110)
    };
    for (String each : whole) {
      byte[] bytes = HexFormat.of().parseHex(each);
      for (int end = 0; end <= bytes.length; end++) {
        FrameReader.read(ByteBuffer.wrap(bytes, 0, end));
      }
      Seeds.forEach(
          10_000,
          random -> {
            byte[] damaged = bytes.clone();
            for (int hits = random.nextInt(4); hits >= 0; hits--) {
              damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            FrameReader.read(ByteBuffer.wrap(damaged, 0, random.nextInt(damaged.length + 1)));
          });
    }
  }

  private static Heard complaint(Heard.Trouble trouble, String icmp, int mtu, boolean wrapped) {
    return new Heard.Complaint(SERVER, trouble, icmp, mtu, wrapped, 61_007, VIRTUAL, 80, NUMBER);
  }

  private static @Nullable Heard read(String frame) {
    return FrameReader.read(ByteBuffer.wrap(HexFormat.of().parseHex(frame)));
  }

  private static Segment syn() {
    return Segment.syn(OWN, 61_007, VIRTUAL, 80, NUMBER);
  }

  private String wrapped(PathMethod.Wrapper wrapper) {
    return hex(0, Wrapping.write(out, wrapper, OWN, SERVER, syn()));
  }

  private String hex(int from, int bytes) {
    return HexFormat.of().formatHex(out.array(), from, from + bytes);
  }
}
