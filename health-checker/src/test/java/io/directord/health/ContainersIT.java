package io.directord.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.exception.NotFoundException;
import io.directord.health.http.HttpCheck;
import io.directord.health.http.HttpExpectation;
import io.directord.health.http.HttpRequest;
import io.directord.health.tcp.TcpCheck;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/** Servers in containers, as they run in most places: behind a published port, paused, stopped. */
final class ContainersIT {
  private static final String IMAGE = "directord-servers:local";
  private static final String NGINX =
      """
      daemon off; user nobody nogroup; pid /tmp/pid; error_log stderr;
      events { }
      http {
        access_log off;
        server {
          listen 80;
          location = /good { return 200 "fine"; }
          location = /bad { return 503; }
        }
      }
      """;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final TestLoop loops = new TestLoop();

  @BeforeAll
  static void findAnEngine() {
    String how = "lab/containers runs a command, such as mvn verify, with one";
    if ("required".equals(System.getenv("DIRECTORD_CONTAINERS"))) {
      assertTrue(hasImage(), "no Docker engine with " + IMAGE);
    }
    assumeTrue(hasImage(), "no Docker engine with " + IMAGE + ": " + how);
  }

  private static boolean hasImage() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      return false;
    }
    try {
      DockerClientFactory.instance().client().inspectImageCmd(IMAGE).exec();
      return true;
    } catch (NotFoundException _) {
      return false;
    }
  }

  @AfterAll
  static void nothingLeaked() {
    loops.close();
  }

  @Test
  void nginxIsUpByItsAnswerAndNotByItsPortAlone() {
    try (GenericContainer<?> nginx =
        container(80, "nginx", "-c", "/nginx.conf")
            .withCopyToContainer(Transferable.of(NGINX), "/nginx.conf")) {
      nginx.start();
      awaitUp(nginx, 80, http("/good"));
      assertEquals("HTTP 200", evidence(probe(nginx, 80, http("/good"))));
      ProbeOutcome bad = probe(nginx, 80, http("/bad"));
      assertEquals(FailureKind.STATUS, kind(bad), bad::toString);
      ProbeOutcome port = probe(nginx, 80, new TcpCheck());
      assertInstanceOf(ProbeOutcome.Success.class, port, port::toString);
    }
  }

  @Test
  void aServerThatIsPausedHangsAndOneThatIsStoppedIsGone() {
    try (GenericContainer<?> nginx =
        container(80, "nginx", "-c", "/nginx.conf")
            .withCopyToContainer(Transferable.of(NGINX), "/nginx.conf")) {
      nginx.start();
      InetSocketAddress address = address(nginx, 80);
      awaitUp(nginx, 80, http("/good"));
      var docker = nginx.getDockerClient();
      docker.pauseContainerCmd(nginx.getContainerId()).exec();
      ProbeOutcome paused =
          OneProbe.run(loops.loop(), address, http("/good"), OneProbe.HANG_MILLIS);
      assertEquals(FailureKind.TIMEOUT, kind(paused), paused::toString);
      docker.unpauseContainerCmd(nginx.getContainerId()).exec();
      awaitUp(nginx, 80, http("/good"));
      docker.stopContainerCmd(nginx.getContainerId()).exec();
      ProbeOutcome stopped = OneProbe.run(loops.loop(), address, http("/good"));
      assertEquals(FailureKind.REFUSED, kind(stopped), stopped::toString);
    }
  }

  private static HttpCheck http(String path) {
    HttpRequest request = new HttpRequest("GET", path, "", Map.of(), Optional.empty(), "");
    return new HttpCheck(HttpCheck.Version.HTTP, request, HttpExpectation.DEFAULT);
  }

  private static GenericContainer<?> container(int port, String... command) {
    return new GenericContainer<>(DockerImageName.parse(IMAGE))
        .withImagePullPolicy(_ -> false)
        .withExposedPorts(port)
        .withCommand(command)
        .withStartupTimeout(PATIENCE);
  }

  private static InetSocketAddress address(GenericContainer<?> container, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), container.getMappedPort(port));
  }

  private static ProbeOutcome probe(GenericContainer<?> container, int port, Check.Probed check) {
    return OneProbe.run(loops.loop(), address(container, port), check);
  }

  /** A published port is open before the server behind it is. */
  private static void awaitUp(GenericContainer<?> container, int port, Check.Probed check) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    ProbeOutcome last = probe(container, port, check);
    while (!(last instanceof ProbeOutcome.Success)) {
      if (System.nanoTime() - deadline >= 0) {
        fail("not up: " + last + "; " + container.getLogs());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      last = probe(container, port, check);
    }
  }

  private static String evidence(ProbeOutcome outcome) {
    return outcome.evidence();
  }

  private static FailureKind kind(ProbeOutcome outcome) {
    return assertInstanceOf(ProbeOutcome.Failure.class, outcome, outcome.toString()).kind();
  }
}
