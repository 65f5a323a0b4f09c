package io.directord.health.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.directord.health.FailureKind;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SocketTroubleTest {

  @BeforeAll
  static void netty() {
    Epoll.ensureAvailability();
  }

  @ParameterizedTest
  @CsvSource({
    "111, REFUSED",
    "104, RESET",
    "32, RESET",
    "110, TIMEOUT",
    "113, UNREACHABLE",
    "101, UNREACHABLE",
    "100, UNREACHABLE",
    "24, LOCAL",
    "23, LOCAL",
    "105, LOCAL",
    "12, LOCAL",
    "99, LOCAL",
    "11, LOCAL",
    "1, LOCAL",
    "22, LOCAL",
    "71, UNREACHABLE"
  })
  void theErrorNumberTellsWhoseTroubleItIs(int errno, FailureKind kind) {
    assertEquals(kind, SocketTrouble.of(new Errors.NativeIoException("socket", -errno)).kind());
    String said = "finishConnect(..) failed with error(-" + errno + "): words: /10.0.0.1:80";
    assertEquals(kind, SocketTrouble.of(new ConnectException(said)).kind());
  }

  @Test
  void aMissingRouteHasNoNumber() {
    assertEquals(
        FailureKind.UNREACHABLE, SocketTrouble.of(new NoRouteToHostException("/10.0.0.1")).kind());
  }

  @Test
  void anUnknownFailureCountsAgainstTheServerInItsOwnWords() {
    assertEquals(
        new SocketTrouble(FailureKind.UNREACHABLE, "failed: strange"),
        SocketTrouble.of(new IOException("strange")));
  }
}
