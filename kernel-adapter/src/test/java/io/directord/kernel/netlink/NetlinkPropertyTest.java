package io.directord.kernel.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class NetlinkPropertyTest {
  private static final int ROUNDS = 50_000;

  @Test
  void messagesAreCutApartAndATornTailIsLeftOut() {
    ByteBuffer bytes = ScriptedKernel.buffer(256);
    MessageWriter out = new MessageWriter(bytes);
    out.message(5, 1, 7).u8(1, 9).end();
    out.message(6, 1, 8).text(2, "two").end();
    bytes.flip();
    for (int end = 0; end <= bytes.limit(); end++) {
      List<Integer> types = new ArrayList<>();
      Datagram.split(
          bytes.slice(0, end).order(bytes.order()), (header, _) -> types.add(header.type()));
      assertEquals(end < 24 ? List.of() : end < 48 ? List.of(5) : List.of(5, 6), types, "" + end);
    }
  }

  @Test
  void attributesReadBackAsTheyWereWritten() throws Exception {
    ByteBuffer bytes = ScriptedKernel.buffer(256);
    MessageWriter out = new MessageWriter(bytes);
    out.u8(1, 250).u16(2, 65000).be16(3, 8080).u32(4, 4_000_000_000L).be32(5, -256).text(6, "lo");
    out.nested(7, () -> out.u8(1, 1));
    Attributes in = new Attributes(bytes.flip());
    in.next();
    assertEquals(250, in.u8());
    in.next();
    assertEquals(65000, in.u16());
    in.next();
    assertEquals(8080, in.be16());
    in.next();
    assertEquals(4_000_000_000L, in.u32());
    in.next();
    assertEquals(-256, in.be32());
    in.next();
    assertEquals("lo", in.text());
    in.next();
    Attributes nest = in.nested();
    nest.next();
    assertEquals(1, nest.u8());
    assertEquals(false, nest.next());
    assertEquals(false, in.next());
  }

  @Test
  void aValueThatIsTooShortIsMalformed() throws Exception {
    ByteBuffer bytes = ScriptedKernel.buffer(64);
    new MessageWriter(bytes).u8(1, 1);
    Attributes in = new Attributes(bytes.flip());
    in.next();
    assertThrows(MalformedMessage.class, in::u16);
    assertThrows(MalformedMessage.class, in::u64);
    assertThrows(MalformedMessage.class, () -> in.bytes(2));
  }

  @Test
  void theKernelsOwnWordsAreFoundBehindACappedAndAWholeRequest() throws Exception {
    for (boolean capped : new boolean[] {true, false}) {
      ByteBuffer body = ScriptedKernel.buffer(128);
      body.putInt(-22).putInt(24).putInt(0).putLong(0);
      body.put(new byte[capped ? 0 : 8]);
      new MessageWriter(body).text(1, "no such thing");
      NetlinkHeader header =
          new NetlinkHeader(body.position() + 16, 2, 0x200 | (capped ? 0x100 : 0), 1);
      assertEquals(new ErrorMessage(22, "no such thing"), ErrorMessage.read(body.flip(), header));
    }
  }

  @Test
  void randomBytesNeverThrowAnythingButMalformed() {
    for (long seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(96)];
      random.nextBytes(bytes);
      for (int i = 0; i < bytes.length; i += 4) {
        if (random.nextBoolean()) { // lengths that are plausible reach further
          bytes[i] = (byte) random.nextInt(40);
          bytes[Math.min(i + 1, bytes.length - 1)] = 0;
        }
      }
      try {
        readEverything(ByteBuffer.wrap(bytes).order(ScriptedKernel.buffer(0).order()), random);
      } catch (RuntimeException wrong) {
        throw new AssertionError("seed " + seed, wrong);
      }
    }
  }

  private static void readEverything(ByteBuffer bytes, Random random) {
    Datagram.split(bytes, (header, message) -> header.bodyOf(message));
    ErrorMessage.ofDone(bytes);
    try {
      ErrorMessage.read(bytes, new NetlinkHeader(96, 2, random.nextInt(1 << 16), 1));
    } catch (MalformedMessage expected) {
      // said as it should be
    }
    try {
      walk(new Attributes(bytes), random);
    } catch (MalformedMessage expected) {
      // said as it should be
    }
  }

  private static void walk(Attributes in, Random random) throws MalformedMessage {
    while (in.next()) {
      in.text();
      switch (random.nextInt(6)) {
        case 0 -> in.u8();
        case 1 -> in.be16();
        case 2 -> in.be32();
        case 3 -> in.u64();
        case 4 -> in.bytes(in.length());
        default -> walk(in.nested(), random);
      }
    }
  }
}
