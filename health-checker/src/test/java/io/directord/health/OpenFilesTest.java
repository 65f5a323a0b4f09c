package io.directord.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OpenFilesTest {

  @Test
  void theSoftLimitOfOpenFilesIsRead() {
    List<String> limits =
        List.of(
            "Limit                     Soft Limit           Hard Limit           Units     ",
            "Max processes             63461                63461                processes ",
            "Max open files            20000                524288               files     ");
    assertEquals(20_000, OpenFiles.limit(limits));
    assertEquals(Long.MAX_VALUE, OpenFiles.limit(List.of("Max open files  unlimited  unlimited")));
    assertEquals(Long.MAX_VALUE, OpenFiles.limit(List.of()));
    assertTrue(OpenFiles.limit() > 0);
  }

  @Test
  void probesTakeAtMostHalfOfTheOpenFiles() {
    assertEquals(4096, HealthChecker.inFlightMax(Long.MAX_VALUE, HealthChecker.IN_FLIGHT_MAX));
    assertEquals(4096, HealthChecker.inFlightMax(20_000, HealthChecker.IN_FLIGHT_MAX));
    assertEquals(512, HealthChecker.inFlightMax(1024, HealthChecker.IN_FLIGHT_MAX));
    assertEquals(1, HealthChecker.inFlightMax(1, HealthChecker.IN_FLIGHT_MAX));
  }

  @Test
  void aNodeThatCanOpenNoMoreFilesKeepsItsVerdicts() throws IOException {
    String java = ProcessHandle.current().info().command().orElseThrow();
    String path = System.getProperty("java.class.path");
    String main = OpenFilesExhausted.class.getName();
    String command =
        "ulimit -n 256; exec timeout 60 \"$0\" --enable-native-access=ALL-UNNAMED -cp \"$1\" $2 $3";
    try (TestServer server = TestServer.start(TestServer.answering("HTTP/1.1 200 OK\r\n\r\n"))) {
      String port = Integer.toString(server.address().getPort());
      Process process =
          new ProcessBuilder("sh", "-c", command, java, path, main, port)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      assertEquals(
          "UP: not probed: too many open files\nUP: HTTP 200\nheard 1\n",
          new String(process.getInputStream().readAllBytes(), UTF_8));
    }
  }
}
