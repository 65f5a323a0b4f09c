package io.directord.kernel.netlink;

import java.nio.ByteBuffer;

/** Cuts what one receive brought into messages. Pure. */
public final class Datagram {
  private Datagram() {}

  /** Gets one whole message from its header on; the buffer is a view that is not kept. */
  @FunctionalInterface
  public interface Receiver {
    void onMessage(NetlinkHeader header, ByteBuffer message);
  }

  /** Calls the receiver for each whole message; a torn tail is left out. */
  public static void split(ByteBuffer datagram, Receiver receiver) {
    int at = datagram.position();
    while (datagram.limit() - at >= MessageWriter.HEADER_BYTES) {
      int length = datagram.getInt(at);
      if (length < MessageWriter.HEADER_BYTES || length > datagram.limit() - at) {
        return;
      }
      ByteBuffer message = datagram.slice(at, length).order(datagram.order());
      receiver.onMessage(NetlinkHeader.read(message), message);
      at += MessageWriter.aligned(length);
    }
  }
}
