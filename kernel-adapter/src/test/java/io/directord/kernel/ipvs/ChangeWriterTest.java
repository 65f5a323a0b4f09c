package io.directord.kernel.ipvs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.directord.kernel.netlink.MessageWriter;
import io.directord.kernel.netlink.ScriptedKernel;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class ChangeWriterTest {
  private static final int ROUNDS = 500;
  private static final int CHANGES = 40;

  @Test
  void aPlanIsWrittenAsItsChangesAreOneByOne() {
    IpvsCodec codec = new IpvsCodec(27);
    for (long seed = 0; seed < ROUNDS; seed++) {
      RandomSpecs random = new RandomSpecs(seed);
      ServiceKey[] services = {random.serviceKey(), random.serviceKey()};
      ServerSpec[] specs = {random.serverSpec(), random.serverSpec()};
      ByteBuffer together = ScriptedKernel.buffer(CHANGES * 512);
      ByteBuffer oneByOne = ScriptedKernel.buffer(CHANGES * 512);
      MessageWriter writer = new MessageWriter(together);
      ChangeWriter changes = new ChangeWriter(codec);
      for (int i = 0; i < CHANGES; i++) {
        ServiceKey service = services[random.number(8) == 0 ? 1 : 0];
        ServerSpec spec = specs[random.number(8) == 0 ? 1 : 0].withWeight(random.number(65536));
        ServerKey server = random.serverKey();
        IpvsChange change =
            random.number(8) == 0
                ? new IpvsChange.UpdateServer(service, server, spec)
                : new IpvsChange.CreateServer(service, server, spec);
        changes.write(writer, change, 7 + i);
        codec.write(new MessageWriter(oneByOne), change, 7 + i);
        assertEquals(oneByOne.duplicate().flip(), together.duplicate().flip(), "seed " + seed);
      }
    }
  }

  @Test
  void theLastOfABatchAsksForAnAnswerAndTheOneAfterItDoesNot() {
    RandomSpecs random = new RandomSpecs(1);
    ServiceKey service = random.serviceKey();
    ServerSpec spec = random.serverSpec();
    ServerKey server = random.serverKey();
    IpvsChange change = new IpvsChange.CreateServer(service, server, spec);
    ChangeWriter changes = new ChangeWriter(new IpvsCodec(27));
    for (int batch = 0; batch < 3; batch++) {
      ByteBuffer bytes = ScriptedKernel.buffer(1024);
      MessageWriter writer = new MessageWriter(bytes);
      changes.write(writer, change, 1);
      int second = bytes.position();
      changes.write(writer, change, 2);
      writer.addFlag(MessageWriter.FLAG_ACK);
      assertEquals(MessageWriter.FLAG_REQUEST, bytes.getShort(6));
      assertEquals(MessageWriter.FLAG_REQUEST | MessageWriter.FLAG_ACK, bytes.getShort(second + 6));
    }
  }
}
