package io.directord.kernel.ipvs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.directord.kernel.Capture;
import io.directord.kernel.Family;
import io.directord.kernel.netlink.MalformedMessage;
import io.directord.kernel.netlink.MessageWriter;
import io.directord.kernel.netlink.ScriptedKernel;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

final class IpvsCodecPropertyTest {
  private static final int ROUNDS = 2000;
  private static final int BODY = MessageWriter.HEADER_BYTES;

  private interface Reading {
    void of(ByteBuffer body) throws MalformedMessage;
  }

  private static final List<Reading> READINGS =
      List.of(
          IpvsReader::service,
          body -> IpvsReader.server(body, Family.IPV4),
          body -> IpvsReader.server(body, Family.IPV6),
          SettingsReader::daemon,
          SettingsReader::timeouts,
          SettingsReader::info,
          body -> new FamilyExchange().onData(1, 16, body));

  @Test
  void whatIsWrittenReadsBackTheSame() throws Exception {
    for (long seed = 0; seed < ROUNDS; seed++) {
      RandomSpecs random = new RandomSpecs(seed);
      ServiceKey key = random.serviceKey();
      ServiceSpec spec = random.serviceSpec(key.family());
      assertEquals(
          new IpvsReader.Service(key, spec, Counters.ZERO),
          IpvsReader.service(body(new IpvsChange.CreateService(key, spec))),
          "seed " + seed);
      ServerKey server = random.serverKey();
      ServerSpec serverSpec = random.serverSpec();
      assertEquals(
          new IpvsReader.Server(server, new ObservedServer(serverSpec, 0, 0, 0, Counters.ZERO)),
          IpvsReader.server(
              body(new IpvsChange.CreateServer(key, server, serverSpec)), key.family()),
          "seed " + seed);
      SyncDaemon daemon = random.daemon();
      assertEquals(
          daemon,
          SettingsReader.daemon(body(new IpvsChange.StartSyncDaemon(daemon))),
          "seed " + seed);
    }
  }

  @Test
  void anAnswerCutOffAnywhereIsReadOrMalformed() {
    for (String file : List.of("ipvs-table", "ipvs-answers")) {
      Capture capture = Capture.read(IpvsCodecPropertyTest.class, file);
      for (String name : capture.names()) {
        ByteBuffer message = capture.message(name);
        for (int end = BODY; end <= message.limit(); end++) {
          readAll(message.slice(BODY, end - BODY).order(message.order()), name + " to " + end);
        }
      }
    }
  }

  @Test
  void flippedBitsAreReadOrMalformed() {
    Capture capture = Capture.read(IpvsCodecPropertyTest.class, "ipvs-table");
    for (String name : capture.names()) {
      RandomSpecs random = new RandomSpecs(name.hashCode());
      for (int round = 0; round < 200; round++) {
        ByteBuffer message = capture.message(name);
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        for (int flips = 1 + random.number(4); flips > 0; flips--) {
          bytes[BODY + random.number(bytes.length - BODY)] ^= (byte) (1 << random.number(8));
        }
        ByteBuffer flipped = ByteBuffer.wrap(bytes, BODY, bytes.length - BODY);
        readAll(flipped.slice().order(message.order()), name + ", round " + round);
      }
    }
  }

  @Test
  void randomBytesAreReadOrMalformed() {
    for (long seed = 0; seed < 20 * ROUNDS; seed++) {
      RandomSpecs random = new RandomSpecs(seed);
      ByteBuffer bytes = ScriptedKernel.buffer(128);
      bytes.put(random.bytes(random.number(129))).flip();
      readAll(bytes, "seed " + seed);
    }
  }

  private static void readAll(ByteBuffer body, String what) {
    for (Reading reading : READINGS) {
      try {
        reading.of(body.duplicate().order(body.order()));
      } catch (MalformedMessage expected) {
        // that is how it should be said
      } catch (RuntimeException wrong) {
        throw new AssertionError(what, wrong);
      }
    }
  }

  private static ByteBuffer body(IpvsChange change) {
    ByteBuffer bytes = ScriptedKernel.buffer(1024);
    new IpvsCodec(1).write(new MessageWriter(bytes), change, 1);
    return bytes.flip().slice(BODY, bytes.limit() - BODY).order(bytes.order());
  }
}
