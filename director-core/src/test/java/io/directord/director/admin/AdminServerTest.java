package io.directord.director.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import io.directord.director.Configs;
import io.directord.director.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is answered over both sockets. */
final class AdminServerTest extends RunningAdmin {
  @Test
  void theStatusHasEveryFieldOfTheContract() throws IOException {
    Config status = Json.read(client.get("/api/v1/status").body()).orElseThrow();
    for (String path :
        List.of("node", "version", "config.file", "config.generation", "config.loadedAt")) {
      assertTrue(status.hasPath(path), path);
    }
    assertTrue(status.getConfigList("routers").isEmpty(), "no pair has been joined");
    Config service = status.getConfigList("services").getFirst();
    for (String path :
        List.of(
            "name", "address", "protocol", "scheduler", "forwarding", "inService", "configured")) {
      assertTrue(service.hasPath(path), path);
    }
    assertEquals("192.168.26.10:80", service.getString("address"));
    assertEquals(1, service.getInt("inService"));
    assertEquals(2, service.getInt("configured"));
    Config server = service.getConfigList("servers").getFirst();
    for (String path :
        List.of("name", "address", "state", "weight", "activeConnections", "inactiveConnections")) {
      assertTrue(server.hasPath(path), path);
    }
    assertEquals("up", server.getString("state"));
    assertEquals(100, server.getInt("weight"));
    Config check = server.getConfigList("checks").getFirst();
    for (String path : List.of("name", "state", "because")) {
      assertTrue(check.hasPath(path), path);
    }
  }

  @Test
  void bothSidesAnswerWhatIsAsked() throws IOException {
    for (String path :
        List.of("/healthz", "/readyz", "/metrics", "/api/v1/status", "/api/v1/plan")) {
      assertEquals(200, client.get(path).status(), path);
      assertTrue(raw(request("GET " + path, "")).startsWith("HTTP/1.1 200"), path);
    }
    assertEquals(404, client.get("/nothing").status());
    assertTrue(raw(request("HEAD /healthz", "")).endsWith("\r\n\r\n"));
  }

  @Test
  void aLongAnswerEndsWithItsLastChunkOrOverOldHttpWithTheConnection() throws IOException {
    String chunked = raw(request("GET /metrics", ""));
    assertTrue(chunked.contains("transfer-encoding: chunked\r\n"), chunked);
    assertTrue(chunked.endsWith("\r\ndirectord_up 1\n\r\n0\r\n\r\n"), chunked);
    String old = raw("GET /metrics HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    assertFalse(old.contains("chunked"), old);
    assertTrue(old.endsWith("\r\n\r\ndirectord_up 1\n"), old);
    assertTrue(raw(request("HEAD /metrics", "")).endsWith("\r\n\r\n"));
  }

  @Test
  void longAnswersAreNotWrittenOnTheDirectorsLoop() throws IOException {
    client.get("/metrics");
    assertTrue(scrapers.getFirst().startsWith("admin"), scrapers.toString());
  }

  @Test
  void commandsAreRefusedOverTcp() throws IOException {
    assertTrue(raw(request("POST /api/v1/reload", "{}")).startsWith("HTTP/1.1 405"));
    String drain = "{\"kind\":\"drain\",\"server\":\"web/web1\"}";
    assertTrue(raw(request("POST /api/v1/override", drain)).startsWith("HTTP/1.1 405"));
    assertTrue(director.view().overrides().isEmpty());
  }

  @Test
  void theControlSocketTakesAnOverrideAndSaysWhatIsWrongWithOne() throws IOException {
    assertEquals(
        200,
        client.post("/api/v1/override", "{\"kind\":\"drain\",\"server\":\"web/web1\"}").status());
    for (String wrong :
        List.of(
            "{\"kind\":\"drain\",\"server\":\"web/web9\"}",
            "{\"kind\":\"drain\",\"server\":\"mail/web1\"}",
            "{\"kind\":\"drain\",\"server\":\"web\"}",
            "{\"kind\":\"explode\",\"server\":\"web/web1\"}",
            "{\"kind\":\"weight\",\"server\":\"web/web1\"}",
            "{\"kind\":\"weight\",\"server\":\"web/web1\",\"weight\":65536}",
            "{}")) {
      ControlClient.Reply reply = client.post("/api/v1/override", wrong);
      assertEquals(422, reply.status(), wrong);
      assertTrue(Json.read(reply.body()).orElseThrow().hasPath("error"), wrong);
    }
    assertEquals(400, client.post("/api/v1/override", "[").status());
    assertEquals(404, client.post("/api/v1/nothing", "{}").status());
  }

  @Test
  void aReloadSaysWhatCameOfIt() throws IOException {
    assertTrue(client.post("/api/v1/reload", "{}").body().contains("unchanged"));
    file = Configs.result("nonsense = 1");
    ControlClient.Reply rejected = client.post("/api/v1/reload", "{}");
    assertEquals(422, rejected.status());
    assertTrue(rejected.body().contains("rejected"));
  }

  @Test
  void requestsThatAreTooLongOrNoRequestsAreAnsweredOrClosed() throws IOException {
    assertTrue(raw("nonsense\r\n\r\n").startsWith("HTTP/1.1 400"));
    raw("GET /%zz HTTP/1.1\r\nConnection: close\r\n\r\n");
    raw("GET /" + "x".repeat(100_000) + " HTTP/1.1\r\nConnection: close\r\n\r\n");
    raw(request("POST /api/v1/override", "x".repeat(100_000)));
    assertEquals(200, client.get("/healthz").status());
  }

  @Test
  void aSecondDirectorOnTheSameSocketIsRefused() throws IOException {
    AdminServer second = server(new Overrides(folder, director, disk, () -> Instant.EPOCH));
    IOException refused = assertThrows(IOException.class, () -> second.open(config));
    assertTrue(refused.toString().contains("another directord answers"), refused.toString());
    second.close();
    assertEquals(200, client.get("/healthz").status());
  }

  @Test
  void aSocketThatNobodyAnswersIsReplaced() throws IOException {
    Path left = folder.resolve("left.sock");
    Files.createFile(left);
    String moved = body("127.0.0.1").replace("control.sock", "left.sock");
    admin.open(Configs.director(moved));
    try (ControlClient there = new ControlClient(left)) {
      assertEquals(200, there.get("/healthz").status());
    }
    assertFalse(Files.exists(folder.resolve("control.sock")));
  }

  @Test
  void anotherGroupForTheSameSocketIsTakenOver() throws IOException {
    String group =
        body("127.0.0.1").replace("control.sock\"", "control.sock\", group = no-such-group");
    admin.open(Configs.director(group));
    assertEquals(200, client.get("/healthz").status());
  }

  @Test
  void anotherAddressWithTheSamePortIsTakenOver() throws IOException {
    admin.open(Configs.director(body("0.0.0.0")));
    assertTrue(raw(request("GET /healthz", "")).startsWith("HTTP/1.1 200"));
  }

  @Test
  void onlyTheOwnerAndItsGroupCanOpenTheSocket() throws IOException {
    assertEquals(
        "rw-rw----",
        java.nio.file.attribute.PosixFilePermissions.toString(
            Files.getPosixFilePermissions(config.control().socket())));
  }

  @Test
  void oneServerIsAnsweredAlone() throws IOException {
    Config server = Json.read(client.get("/api/v1/servers/web/web1").body()).orElseThrow();
    assertEquals("tcp", server.getString("protocol"));
    assertEquals(404, client.get("/api/v1/servers/web/web9").status());
    assertEquals(404, client.get("/api/v1/servers/").status());
  }
}
