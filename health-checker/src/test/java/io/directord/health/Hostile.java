package io.directord.health;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Servers on TCP that no probe may come to harm by: each is met, and gets what it deserves. */
public final class Hostile {
  private static final int CHUNK = 64 * 1024;
  private static final int RANDOM_SEEDS = 20;

  private Hostile() {}

  /**
   * Plays all of them to a check.
   *
   * @param answer the good answer to the first question (or greeting), which is given in half, one
   *     byte at a time, and as the beginning of an endless one
   */
  public static void assertSurvived(EventLoop loop, Check.Probed check, byte[] answer) {
    assertFailure(loop, check, "silence", TestServer::awaitEnd, FailureKind.TIMEOUT);
    assertFailure(loop, check, "half an answer", half(answer), FailureKind.TIMEOUT);
    assertFailure(loop, check, "end at once", client -> {}, null);
    assertFailure(loop, check, "reset", Hostile::reset, null);
    Map<String, TestServer.Script> others = new LinkedHashMap<>();
    others.put("endless zeros", endless(answer, new byte[CHUNK]));
    others.put("endless line", endless(answer, "x".repeat(CHUNK).getBytes(US_ASCII)));
    others.put("endless lines", endless(answer, "x: y\r\n".repeat(CHUNK / 6).getBytes(US_ASCII)));
    others.put("endless answers", endless(new byte[0], answer));
    SplittableRandom seeds = new SplittableRandom(Seeds.FIRST);
    for (int n = 0; n < RANDOM_SEEDS; n++) {
      long seed = seeds.nextLong();
      others.put("random bytes, seed " + seed, random(seed));
    }
    others.forEach((name, script) -> play(loop, check, name, script));
  }

  /** Any outcome is right, but a bug, or a socket that stays. */
  public static ProbeOutcome play(
      EventLoop loop, Check.Probed check, String name, TestServer.Script script) {
    try (TestServer server = TestServer.start(script)) {
      ProbeOutcome outcome = OneProbe.run(loop, server.address(), check, OneProbe.HANG_MILLIS);
      Eventually.until(() -> server.open() == 0, () -> name + ": connections " + server.open());
      if (outcome instanceof ProbeOutcome.Failure failure) {
        assertNotEquals(FailureKind.LOCAL, failure.kind(), name + ": " + outcome);
      }
      return outcome;
    }
  }

  private static void assertFailure(
      EventLoop loop,
      Check.Probed check,
      String name,
      TestServer.Script script,
      @Nullable FailureKind kind) {
    ProbeOutcome outcome = play(loop, check, name, script);
    var failure = assertInstanceOf(ProbeOutcome.Failure.class, outcome, name + ": " + outcome);
    if (kind != null) {
      assertEquals(kind, failure.kind(), name + ": " + outcome);
    }
  }

  public static TestServer.Script half(byte[] answer) {
    return client -> {
      client.getOutputStream().write(answer, 0, answer.length / 2);
      TestServer.awaitEnd(client);
    };
  }

  /** One byte, and then a pause, again and again. */
  public static TestServer.Script slow(byte[] answer, int pauseMillis) {
    return client -> {
      for (byte each : answer) {
        client.getOutputStream().write(each);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
      }
      TestServer.awaitEnd(client);
    };
  }

  public static TestServer.Script endless(byte[] first, byte[] chunk) {
    return client -> {
      client.getOutputStream().write(first);
      while (true) {
        client.getOutputStream().write(chunk);
      }
    };
  }

  public static TestServer.Script random(long seed) {
    return client -> {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] bytes = new byte[random.nextInt(1, 4096)];
      random.nextBytes(bytes);
      client.getOutputStream().write(bytes);
      if (random.nextBoolean()) {
        TestServer.awaitEnd(client);
      }
    };
  }

  private static void reset(Socket client) throws IOException {
    client.setSoLinger(true, 0);
    client.close();
  }
}
