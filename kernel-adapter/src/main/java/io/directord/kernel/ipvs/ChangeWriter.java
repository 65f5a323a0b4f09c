package io.directord.kernel.ipvs;

import io.directord.kernel.netlink.MessageWriter;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes the changes of one plan. Most are new servers of the service before: such a message is the
 * last one with another sequence, address, port and weight, all else is copied. Not thread-safe.
 *
 * <pre>
 *  | header: length 4, type 2, flags 2, sequence 4, port 4 | generic 4 | SERVICE { ... }
 *  | DEST { AF 8, ADDR 4 + 16, PORT 4 + 2 + 2, ..., WEIGHT 4 + 4, U_THRESH 8, L_THRESH 8 } |
 * </pre>
 */
final class ChangeWriter {
  private static final int SEQUENCE_AT = 8;
  private static final int SERVICE_AT = MessageWriter.HEADER_BYTES + 4;
  private static final int ADDRESS_IN_SERVER = 4 + 8 + 4;
  private static final int PORT_IN_SERVER = ADDRESS_IN_SERVER + 16 + 4;
  private static final int WEIGHT_FROM_END = 4 + 8 + 8;

  private final IpvsCodec codec;
  private IpvsChange.@Nullable CreateServer before;
  private byte[] pattern = new byte[0];
  private ByteBuffer view = ByteBuffer.wrap(pattern);
  private int serverAt;

  ChangeWriter(IpvsCodec codec) {
    this.codec = codec;
  }

  /** Writes one change as one whole message. */
  void write(MessageWriter out, IpvsChange change, int sequence) {
    if (!(change instanceof IpvsChange.CreateServer next)) {
      codec.write(out, change, sequence);
    } else if (before != null && alike(before, next)) {
      repeat(out, next, sequence);
    } else {
      codec.write(out, next, sequence);
      before = next;
      pattern = out.last();
      view = ByteBuffer.wrap(pattern).order(ByteOrder.nativeOrder());
      serverAt = SERVICE_AT + view.getShort(SERVICE_AT);
    }
  }

  private void repeat(MessageWriter out, IpvsChange.CreateServer next, int sequence) {
    byte[] address = next.server().address().getAddress();
    view.putInt(SEQUENCE_AT, sequence);
    System.arraycopy(address, 0, pattern, serverAt + ADDRESS_IN_SERVER, address.length);
    pattern[serverAt + PORT_IN_SERVER] = (byte) (next.server().port() >> 8);
    pattern[serverAt + PORT_IN_SERVER + 1] = (byte) next.server().port();
    view.putInt(pattern.length - WEIGHT_FROM_END, next.spec().weight());
    out.whole(pattern);
  }

  private static boolean alike(IpvsChange.CreateServer one, IpvsChange.CreateServer other) {
    InetAddress address = one.server().address();
    return Objects.equals(one.service(), other.service())
        && address.getClass() == other.server().address().getClass()
        && Objects.equals(one.spec().forwarding(), other.spec().forwarding())
        && one.spec().upperThreshold() == other.spec().upperThreshold()
        && one.spec().lowerThreshold() == other.spec().lowerThreshold();
  }
}
