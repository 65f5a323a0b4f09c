package io.directord.director.admin;

import io.directord.director.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Predicate;

/** Reads the events of a running daemon from its control socket. Waits; for command lines only. */
public final class EventClient {
  private static final String DATA = "data: ";
  private static final int LINES_OF_HEAD_MAX = 100;

  private EventClient() {}

  /**
   * Hands over each event as the journal's line, until there are no more, or none is wanted any
   * more.
   *
   * @param since the number behind which to begin
   * @param follow goes on with what comes
   * @throws IOException in words for people
   */
  public static void read(Path socket, long since, boolean follow, Predicate<String> wanted)
      throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      connect(channel, socket);
      // By HTTP/1.0 the answer is the lines themselves, up to the end of the connection.
      String request =
          "GET "
              + EventStreams.PATH
              + "?since="
              + since
              + "&follow="
              + follow
              + " HTTP/1.0\r\n\r\n";
      ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
      head(lines, socket);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(DATA) && !wanted.test(line.substring(DATA.length()))) {
          return;
        }
      }
    }
  }

  private static void connect(SocketChannel channel, Path socket) throws IOException {
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
    } catch (IOException refused) {
      throw new IOException(ControlClient.unreachable(socket), refused);
    }
  }

  private static void head(BufferedReader lines, Path socket) throws IOException {
    String first = lines.readLine();
    if (first == null) {
      throw new IOException("connection lost on " + socket);
    }
    boolean ok = first.contains(" 200 ");
    for (int i = 0; i < LINES_OF_HEAD_MAX; i++) {
      String line = lines.readLine();
      if (line == null || line.isEmpty()) {
        break;
      }
    }
    if (!ok) {
      String body = String.valueOf(lines.readLine());
      throw new IOException(
          Json.read(body)
              .filter(answer -> answer.hasPath("error"))
              .map(answer -> answer.getString("error"))
              .orElse("the director's answer is not understood: " + first));
    }
  }
}
