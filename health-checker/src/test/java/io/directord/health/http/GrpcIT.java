package io.directord.health.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.OneProbe;
import io.directord.health.ProbeOutcome;
import io.directord.health.Program;
import io.directord.health.Route;
import io.directord.health.TestCertificates;
import io.directord.health.TestLoop;
import io.directord.health.TestServer;
import io.directord.health.Tls;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The health service of gRPC, against gRPC's own server for Python. */
final class GrpcIT {
  /** Debian has no package of the health service: its answers are put together by hand. */
  private static final String SERVER =
      """
      import concurrent.futures, sys, grpc
      answers = {b'': 1, b'\\n\\004down': 2, b'\\n\\004some': 1}
      def check(request, context):
          if request not in answers:
              context.abort(grpc.StatusCode.NOT_FOUND, 'no such service')
          if request.endswith(b'some') and ('key', 'sesame') not in context.invocation_metadata():
              context.abort(grpc.StatusCode.UNAUTHENTICATED, 'who are you?')
          return bytes([8, answers[request]])
      server = grpc.server(concurrent.futures.ThreadPoolExecutor(2))
      if sys.argv[2] == 'health':
          server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(
              'grpc.health.v1.Health', {'Check': grpc.unary_unary_rpc_method_handler(check)}),))
      where = '127.0.0.1:' + sys.argv[1]
      if len(sys.argv) > 3:
          read = lambda name: open(name, 'rb').read()
          server.add_secure_port(where, grpc.ssl_server_credentials(((read(sys.argv[4]), read(sys.argv[3])),)))
      else:
          server.add_insecure_port(where)
      server.start()
      server.wait_for_termination()
      """;

  @TempDir static Path directory;

  private static final int PORT = Program.freePort();
  private static final int OTHER_PORT = Program.freePort();
  private static final int TLS_PORT = Program.freePort();
  private static final TestLoop loops = new TestLoop();
  private static final EventLoop loop = loops.loop();
  private static final List<Program> servers = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    Program.require("/usr/lib/python3/dist-packages/grpc/_cython", "python3-grpcio");
    Path script = Files.writeString(directory.resolve("server.py"), SERVER);
    start(script, PORT, "health");
    start(script, OTHER_PORT, "nothing");
    String chain = TestCertificates.chain("good").toString();
    start(script, TLS_PORT, "health", chain, TestCertificates.key("good").toString());
  }

  private static void start(Path script, int port, String... words) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("/usr/bin/python3", script.toString(), Integer.toString(port)));
    command.addAll(List.of(words));
    Program server = Program.start(directory, command.toArray(String[]::new));
    servers.add(server);
    server.awaitTcp(address(port));
  }

  @AfterAll
  static void stop() {
    servers.forEach(Program::close);
    loops.close();
  }

  @Test
  void aServiceThatIsServedIsUp() {
    assertEquals(new ProbeOutcome.Success(0, "SERVING"), run(GrpcCheck.PLAIN));
    assertEquals(
        new ProbeOutcome.Success(0, "SERVING"),
        run(new GrpcCheck("some", "shop", Map.of("Key", "sesame"), Set.of(0))));
  }

  @Test
  void aServiceThatIsNotServedIsTold() {
    assertEquals(
        bad(FailureKind.STATUS, "NOT_SERVING, expected SERVING"),
        run(new GrpcCheck("down", "", Map.of(), Set.of(0))));
  }

  @Test
  void aRefusalIsToldInItsOwnWords() {
    assertEquals(
        bad(FailureKind.STATUS, "gRPC 5 (NOT_FOUND), \"no such service\", expected 0"),
        run(new GrpcCheck("nothing", "", Map.of(), Set.of(0))));
    assertEquals(
        bad(FailureKind.STATUS, "gRPC 16 (UNAUTHENTICATED), \"who are you?\", expected 0, 12"),
        run(new GrpcCheck("some", "", Map.of(), Set.of(0, 12))));
  }

  @Test
  void aServerWithoutHealthServiceMayCountAsUp() {
    GrpcCheck check = new GrpcCheck("", "", Map.of(), Set.of(0, 12));
    assertEquals(
        new ProbeOutcome.Success(0, "gRPC 12 (UNIMPLEMENTED)"),
        OneProbe.run(loop, address(OTHER_PORT), check));
    ProbeOutcome.Failure refused =
        assertInstanceOf(
            ProbeOutcome.Failure.class, OneProbe.run(loop, address(OTHER_PORT), GrpcCheck.PLAIN));
    assertEquals(FailureKind.STATUS, refused.kind());
    assertTrue(refused.evidence().startsWith("gRPC 12 (UNIMPLEMENTED), "), refused.evidence());
  }

  @Test
  void overTlsItIsTheSame() {
    Optional<Path> authorities = Optional.of(TestCertificates.chain("ca"));
    assertEquals(new ProbeOutcome.Success(0, "SERVING"), overTls(GrpcCheck.PLAIN, authorities));
    assertEquals(
        bad(FailureKind.STATUS, "NOT_SERVING, expected SERVING"),
        overTls(new GrpcCheck("down", "", Map.of(), Set.of(0)), authorities));
    ProbeOutcome.Failure unknown =
        assertInstanceOf(ProbeOutcome.Failure.class, overTls(GrpcCheck.PLAIN, Optional.empty()));
    assertEquals(FailureKind.TLS, unknown.kind(), unknown::toString);
  }

  private static ProbeOutcome overTls(GrpcCheck check, Optional<Path> authorities) {
    Tls tls =
        new Tls(
            Tls.Begin.AT_ONCE,
            true,
            authorities,
            Optional.of("good.test"),
            List.of(),
            Optional.empty(),
            0,
            0,
            Set.of());
    Endpoint endpoint =
        new Endpoint(address(TLS_PORT), Route.ANY, Endpoint.ProxyHeader.NONE, Optional.of(tls));
    return OneProbe.run(loop, endpoint, check, 20_000);
  }

  @Test
  void nobodyThereIsRefused() {
    assertEquals(
        bad(FailureKind.REFUSED, "connection refused"),
        OneProbe.run(loop, TestServer.nobody(), GrpcCheck.PLAIN));
  }

  @Test
  void aFrozenServerEndsAtTheDeadline() {
    servers.getFirst().freeze();
    try {
      ProbeOutcome frozen =
          OneProbe.run(loop, address(PORT), GrpcCheck.PLAIN, OneProbe.HANG_MILLIS);
      assertEquals(
          FailureKind.TIMEOUT, assertInstanceOf(ProbeOutcome.Failure.class, frozen).kind());
    } finally {
      servers.getFirst().thaw();
    }
  }

  private static ProbeOutcome run(GrpcCheck check) {
    return OneProbe.run(loop, address(PORT), check);
  }

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
  }

  private static ProbeOutcome bad(FailureKind kind, String evidence) {
    return new ProbeOutcome.Failure(kind, 0, evidence);
  }
}
