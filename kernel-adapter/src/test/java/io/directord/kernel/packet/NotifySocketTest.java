package io.directord.kernel.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.kernel.libc.Libc;
import io.directord.kernel.libc.LibcSockets;
import io.directord.kernel.libc.NativeBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real Unix socket hears what is sent to it. */
final class NotifySocketTest {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;

  @TempDir Path folder;

  @Test
  void aPathIsAnAddress() throws Exception {
    String path = folder.resolve("notify").toString();
    assertEquals(
        "READY=1\nSTATUS=öffentlich", heard(path, path + "\0", "READY=1\nSTATUS=öffentlich"));
  }

  @Test
  void anAbstractNameIsAnAddress() throws Exception {
    String name = "directord-test-" + ProcessHandle.current().pid();
    assertEquals("WATCHDOG=1", heard("@" + name, "\0" + name, "WATCHDOG=1"));
  }

  @Test
  void whatIsTooLongIsCutOff() throws Exception {
    String path = folder.resolve("notify").toString();
    assertEquals(NotifySocket.BYTES_MAX, heard(path, path + "\0", "x".repeat(10_000)).length());
  }

  @Test
  void nobodyThereIsAnAnswerAndNoException() throws Exception {
    try (NotifySocket socket = NotifySocket.open(folder.resolve("nobody").toString())) {
      assertTrue(socket.send("READY=1") < 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "@", "notify", "vsock:2:1234"})
  void whatIsNoUnixSocketIsRefused(String address) {
    assertThrows(IllegalArgumentException.class, () -> NotifySocket.open(address));
  }

  @Test
  void aPathThatFitsNoAddressIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> NotifySocket.open("/" + "x".repeat(107)));
  }

  private static String heard(String address, String bound, String said) throws Exception {
    byte[] path = bound.getBytes(StandardCharsets.UTF_8);
    NativeBytes name = NativeBytes.of(2 + path.length);
    name.buffer().putShort(0, (short) AF_UNIX).put(2, path);
    int fd = Libc.socket(AF_UNIX, SOCK_DGRAM | Libc.SOCK_NONBLOCK, 0);
    try (NotifySocket socket = NotifySocket.open(address)) {
      assertEquals(0, LibcSockets.bind(fd, name));
      assertTrue(socket.send(said) >= 0);
      ByteBuffer buffer = Libc.nativeBuffer(2 * NotifySocket.BYTES_MAX);
      byte[] bytes = new byte[Libc.recv(fd, buffer)];
      buffer.get(0, bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } finally {
      Libc.close(fd);
    }
  }
}
