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

/** Servers in containers, as they run in most places, on the host's network: paused, stopped. */
final class ContainersIT {
  private static final String IMAGE = "directord-servers:local";
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
    InetSocketAddress address = freeAddress();
    try (GenericContainer<?> nginx = nginx(address)) {
      nginx.start();
      awaitUp(nginx, address);
      assertEquals("HTTP 200", OneProbe.run(loops.loop(), address, http("/good")).evidence());
      ProbeOutcome bad = OneProbe.run(loops.loop(), address, http("/bad"));
      assertEquals(FailureKind.STATUS, kind(bad), bad::toString);
      ProbeOutcome port = OneProbe.run(loops.loop(), address, new TcpCheck());
      assertInstanceOf(ProbeOutcome.Success.class, port, port::toString);
    }
  }

  @Test
  void aServerThatIsPausedHangsAndOneThatIsStoppedIsGone() {
    InetSocketAddress address = freeAddress();
    try (GenericContainer<?> nginx = nginx(address)) {
      nginx.start();
      awaitUp(nginx, address);
      var docker = nginx.getDockerClient();
      docker.pauseContainerCmd(nginx.getContainerId()).exec();
      ProbeOutcome paused =
          OneProbe.run(loops.loop(), address, http("/good"), OneProbe.HANG_MILLIS);
      assertEquals(FailureKind.TIMEOUT, kind(paused), paused::toString);
      docker.unpauseContainerCmd(nginx.getContainerId()).exec();
      awaitUp(nginx, address);
      docker.stopContainerCmd(nginx.getContainerId()).exec();
      ProbeOutcome stopped = OneProbe.run(loops.loop(), address, http("/good"));
      assertEquals(FailureKind.REFUSED, kind(stopped), stopped::toString);
    }
  }

  private static InetSocketAddress freeAddress() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Program.freePort());
  }

  private static HttpCheck http(String path) {
    HttpRequest request = new HttpRequest("GET", path, "", Map.of(), Optional.empty(), "");
    return new HttpCheck(HttpCheck.Version.HTTP, request, HttpExpectation.DEFAULT);
  }

  private static GenericContainer<?> nginx(InetSocketAddress address) {
    String configuration =
        """
        daemon off; user nobody nogroup; pid /tmp/pid; error_log stderr;
        events { }
        http {
          access_log off;
          server {
            listen 127.0.0.1:%d;
            location = /good { return 200 "fine"; }
            location = /bad { return 503; }
          }
        }
        """
            .formatted(address.getPort());
    return new GenericContainer<>(DockerImageName.parse(IMAGE))
        .withImagePullPolicy(_ -> false)
        .withNetworkMode("host")
        .withCopyToContainer(Transferable.of(configuration), "/nginx.conf")
        .withCommand("nginx", "-c", "/nginx.conf")
        .withStartupTimeout(PATIENCE);
  }

  /** A container runs before the server in it listens. */
  private static void awaitUp(GenericContainer<?> container, InetSocketAddress address) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    ProbeOutcome last = OneProbe.run(loops.loop(), address, http("/good"));
    while (!(last instanceof ProbeOutcome.Success)) {
      if (System.nanoTime() - deadline >= 0) {
        fail("not up: " + last + "; " + container.getLogs());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      last = OneProbe.run(loops.loop(), address, http("/good"));
    }
  }

  private static FailureKind kind(ProbeOutcome outcome) {
    return assertInstanceOf(ProbeOutcome.Failure.class, outcome, outcome.toString()).kind();
  }
}
