package io.directord.kernel.packet;

import io.directord.kernel.KernelException;
import io.directord.kernel.libc.Datagrams;
import io.directord.kernel.libc.Libc;
import io.directord.kernel.libc.NativeBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Datagrams to a Unix socket, which Java has no channel for: sd_notify(3). Never blocks. Confined
 * to one thread at a time.
 */
public final class NotifySocket implements AutoCloseable {
  /** What one datagram takes; the rest is left out. */
  public static final int BYTES_MAX = 4_096;

  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int PATH_AT = 2; // struct sockaddr_un, unix(7)
  private static final int PATH_BYTES_MAX = 108;

  private final int fd;
  private final Datagrams datagrams;
  private final NativeBytes name;
  private final ByteBuffer buffer = Libc.nativeBuffer(BYTES_MAX);

  private NotifySocket(int fd, NativeBytes name) {
    this.fd = fd;
    this.name = name;
    this.datagrams = new Datagrams(fd);
  }

  /**
   * Nobody need be there yet.
   *
   * @param address a path, or {@code @} and an abstract name
   */
  public static NotifySocket open(String address) throws KernelException {
    byte[] path = address.getBytes(StandardCharsets.UTF_8);
    boolean absolute = address.startsWith("/");
    if ((!absolute && !address.startsWith("@"))
        || path.length < 2
        || path.length >= PATH_BYTES_MAX) {
      throw new IllegalArgumentException("no address of a Unix socket: " + address);
    }
    int fd = Libc.socket(AF_UNIX, SOCK_DGRAM | Libc.SOCK_CLOEXEC | Libc.SOCK_NONBLOCK, 0);
    if (fd < 0) {
      throw new KernelException("Unix socket", -fd);
    }
    if (!absolute) {
      path[0] = 0;
    }
    // An abstract name ends where the address does, a path at a zero byte.
    NativeBytes name = NativeBytes.of(PATH_AT + path.length + (absolute ? 1 : 0));
    name.buffer().putShort(0, (short) AF_UNIX).put(PATH_AT, path);
    return new NotifySocket(fd, name);
  }

  /** Zero or more, or {@code -errno}. */
  public int send(String message) {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, BYTES_MAX);
    buffer.put(0, bytes, 0, length);
    return datagrams.send(buffer, length, name, null);
  }

  /** Nothing is sent afterwards. */
  @Override
  public void close() {
    Libc.close(fd);
  }
}
