package io.directord.kernel.link;

import io.directord.kernel.KernelException;
import io.directord.kernel.libc.Libc;
import io.directord.kernel.netlink.MessageWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Sends a few changes of addresses that were written down beforehand, and does not wait for what
 * the kernel says to them: they are carried out when {@link #fire} returns, or refused. For who has
 * them applied in good order afterwards. Confined to one thread, but for {@link #write}.
 */
public final class AddressVolley implements AutoCloseable {
  public static final int CHANGES_MAX = 64;

  private static final int BYTES_MAX = 1 << 14;

  private final int fd;
  private final ByteBuffer answers = Libc.nativeBuffer(BYTES_MAX);

  private AddressVolley(int fd) {
    this.fd = fd;
  }

  public static AddressVolley open() throws KernelException {
    int type = Libc.SOCK_RAW | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC;
    int fd = Libc.socket(Libc.AF_NETLINK, type, 0); // NETLINK_ROUTE
    if (fd < 0) {
      throw new KernelException("netlink socket", -fd);
    }
    return new AddressVolley(fd);
  }

  /** As it will be sent. */
  public static ByteBuffer write(List<? extends AddressChange> changes) {
    if (changes.size() > CHANGES_MAX) {
      throw new IllegalArgumentException(
          "at most " + CHANGES_MAX + " changes, found " + changes.size());
    }
    ByteBuffer heap = ByteBuffer.allocate(BYTES_MAX).order(ByteOrder.nativeOrder());
    MessageWriter out = new MessageWriter(heap);
    int sequence = 0;
    for (AddressChange change : changes) {
      LinkCodec.write(out, change, ++sequence);
    }
    heap.flip();
    return Libc.nativeBuffer(heap.remaining()).put(heap).flip();
  }

  /** Zero, or {@code -errno} when it was not even taken. */
  public int fire(ByteBuffer written) {
    int sent = Libc.send(fd, written);
    for (int i = 0; i <= CHANGES_MAX; i++) {
      answers.clear();
      if (Libc.recv(fd, answers) < 0) {
        break; // nothing more was refused
      }
    }
    return Math.min(0, sent);
  }

  @Override
  public void close() {
    Libc.close(fd);
  }
}
