package io.directord.kernel.ipvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.kernel.Capture;
import io.directord.kernel.netlink.AttributeTree;
import io.directord.kernel.netlink.MalformedMessage;
import io.directord.kernel.netlink.MessageWriter;
import io.directord.kernel.netlink.ScriptedKernel;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Our messages against what ipvsadm sent for the command line that our change prints. */
final class CapturedChangesTest {
  private static final int FAMILY = 0x1c;
  private static final int SERVICE = IpvsCodec.ATTR_SERVICE;
  private static final int DEST = IpvsCodec.ATTR_DEST;
  private static final int DAEMON = IpvsCodec.ATTR_DAEMON;

  /** What names a service or a server; the kernel reads nothing else of it unless it is new. */
  private static final Set<Integer> SERVICE_KEY = Set.of(1, 2, 3, 4, 5);

  private static final Set<Integer> SERVER_KEY = Set.of(1, 2, 11);
  private static final Set<Integer> TUNNEL = Set.of(13, 14, 15);

  private final Capture capture = Capture.read(CapturedChangesTest.class, "ipvs-changes");

  @TestFactory
  Stream<DynamicTest> aServiceIsWrittenByteForByteAsIpvsadmDoes() {
    return Samples.services().stream()
        .map(change ->
            DynamicTest.dynamicTest(
                change.ipvsadm(), () -> assertEquals(recorded(change), written(change))));
  }

  /** ipvsadm sends the whole structure every time; we leave out what the kernel does not read. */
  @TestFactory
  Stream<DynamicTest> allElseSaysTheSameAsIpvsadm() {
    return Stream.concat(Samples.servers().stream(), Samples.others().stream())
        .map(change -> DynamicTest.dynamicTest(change.ipvsadm(), () -> saysTheSame(change)));
  }

  @Test
  void everyRecordedCommandHasItsChange() {
    List<String> ours =
        Stream.of(Samples.services(), Samples.servers(), Samples.others())
            .flatMap(List::stream)
            .map(IpvsChange::ipvsadm)
            .toList();
    for (String name : capture.names()) {
      assertTrue(ours.contains(name) || name.contains(":8000"), name);
    }
  }

  private void saysTheSame(IpvsChange change) throws MalformedMessage {
    ByteBuffer theirs = recorded(change);
    ByteBuffer ours = written(change);
    assertEquals(theirs.getInt(0), ours.getInt(0), "command and version");
    Map<Integer, Object> theirTree = AttributeTree.of(theirs.position(4), SERVICE, DEST, DAEMON);
    Map<Integer, Object> ourTree = AttributeTree.of(ours.position(4), SERVICE, DEST, DAEMON);
    keep(theirTree.get(SERVICE), SERVICE_KEY);
    if (change instanceof IpvsChange.DeleteServer) {
      keep(theirTree.get(DEST), SERVER_KEY);
    } else if (change instanceof IpvsChange.StopSyncDaemon) {
      keep(theirTree.get(DAEMON), Set.of(IpvsCodec.DAEMON_STATE));
    } else {
      dropZeros(theirTree.get(DEST));
      dropZeros(ourTree.get(DEST));
    }
    assertEquals(theirTree, ourTree);
  }

  private static void keep(@Nullable Object nest, Set<Integer> types) {
    if (nest instanceof Map<?, ?> map) {
      map.keySet().retainAll(types);
    }
  }

  /** What is left out of a tunnel reads as zero. */
  private static void dropZeros(@Nullable Object nest) {
    if (nest instanceof Map<?, ?> map) {
      map.entrySet()
          .removeIf(entry ->
              TUNNEL.contains(entry.getKey()) && entry.getValue().toString().matches("0*"));
    }
  }

  private ByteBuffer recorded(IpvsChange change) {
    return body(capture.message(change.ipvsadm()));
  }

  private static ByteBuffer written(IpvsChange change) {
    ByteBuffer bytes = ScriptedKernel.buffer(1024);
    new IpvsCodec(FAMILY).write(new MessageWriter(bytes), change, 1);
    assertEquals(bytes.position(), bytes.getInt(0), "length");
    assertEquals(FAMILY, bytes.getShort(4));
    return body(bytes.flip());
  }

  private static ByteBuffer body(ByteBuffer message) {
    return message
        .slice(MessageWriter.HEADER_BYTES, message.limit() - MessageWriter.HEADER_BYTES)
        .order(message.order());
  }
}
