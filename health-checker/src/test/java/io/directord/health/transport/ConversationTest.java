package io.directord.health.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.directord.health.Advice;
import io.directord.health.Endpoint;
import io.directord.health.Eventually;
import io.directord.health.FailureKind;
import io.directord.health.HealthChecker;
import io.directord.health.Probe;
import io.directord.health.TestServer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A dialogue with a mistake in it: Netty would log it and let the probe hang. */
final class ConversationTest {
  private final IllegalStateException planted = new IllegalStateException("planted");

  private final EventLoopGroup loops = HealthChecker.newLoops(1);
  private final EventLoop loop = loops.next();

  @AfterEach
  void stop() throws InterruptedException {
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
  }

  @Test
  void aMistakeWhenConnectedIsReportedAndTheSocketIsClosed() {
    assertReported(new Mistaken("connected", planted), TestServer::awaitEnd);
  }

  @Test
  void aMistakeWhenReadingIsReportedAndTheSocketIsClosed() {
    assertReported(new Mistaken("received", planted), TestServer.answering("x"));
  }

  @Test
  void aMistakeInTheEvidenceIsReportedAndTheSocketIsClosed() {
    assertReported(new Mistaken("stage", planted), TestServer::readRequest);
  }

  @Test
  void aLoopThatIsShutDownIsReported() {
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    CompletableFuture<Throwable> bug = new CompletableFuture<>();
    Probe.Attempt attempt =
        Conversation.open(
            loop,
            Endpoint.plain(TestServer.nobody()),
            new Mistaken("never", planted),
            new BugsOnly(bug));
    attempt.cancel();
    assertInstanceOf(RejectedExecutionException.class, bug.join());
  }

  private void assertReported(Mistaken dialogue, TestServer.Script script) {
    CompletableFuture<Throwable> bug = new CompletableFuture<>();
    try (TestServer server = TestServer.start(script)) {
      loop.execute(() ->
          Conversation.open(loop, Endpoint.plain(server.address()), dialogue, new BugsOnly(bug)));
      assertEquals(planted, bug.orTimeout(20, TimeUnit.SECONDS).join());
      Eventually.until(() -> server.open() == 0, server::open);
    }
  }

  private record Mistaken(String where, IllegalStateException bug)
      implements Conversation.Dialogue {
    @Override
    public void connected(Conversation conversation) {
      conversation.send("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
      stumble("connected");
    }

    @Override
    public void received(Conversation conversation, ByteBuf bytes) {
      stumble("received");
    }

    @Override
    public String stage() {
      stumble("stage");
      return "";
    }

    private void stumble(String here) {
      if (where.equals(here)) {
        throw bug;
      }
    }
  }

  private record BugsOnly(CompletableFuture<Throwable> found) implements Probe.Report {
    @Override
    public void success(String what, Advice advice) {
      found.completeExceptionally(new AssertionError(what));
    }

    @Override
    public void failure(FailureKind kind, String evidence) {
      found.completeExceptionally(new AssertionError(evidence));
    }

    @Override
    public void bug(Throwable cause) {
      found.complete(cause);
    }
  }
}
