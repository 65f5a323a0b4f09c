package io.directord.director.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.Configs;
import io.directord.director.Director;
import io.directord.director.json.Json;
import io.directord.director.reconcile.OperatorOverride;
import io.directord.kernel.ipvs.FakeIpvs;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OverridesTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path folder;

  private static Director director(String server) {
    return new Director(
        ImmediateEventExecutor.INSTANCE,
        Runnable::run,
        new FakeIpvs(),
        Configs.services(
            "web { address = \"192.0.2.1:80\", check = on, real-servers = [ { name = "
                + server
                + ", address = 10.0.0.1 } ] }"),
        Path.of("test.conf"),
        false,
        _ -> Configs.result(""),
        () -> NOW,
        bug -> {
          throw new AssertionError(bug);
        });
  }

  private Overrides overrides(Director director) {
    return new Overrides(folder, director, Runnable::run, () -> NOW);
  }

  private static Optional<String> change(Overrides overrides, String request) {
    String problem =
        overrides
            .change(Json.read(request).orElseThrow(), Caller.READER)
            .toCompletableFuture()
            .join()
            .problem();
    return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
  }

  @Test
  void anOverrideSurvivesARestart() {
    String weight =
        "{\"kind\":\"weight\",\"server\":\"web/web1\",\"weight\":7,\"by\":\"ann \\\"x\\\"\"}";
    assertEquals(Optional.empty(), change(overrides(director("web1")), weight));
    Director next = director("web1");
    overrides(next).restore().toCompletableFuture().join();
    assertEquals(
        Map.of(
            "web/web1",
            new OperatorOverride(OperatorOverride.Kind.WEIGHT, OptionalInt.of(7), "ann 'x'", NOW)),
        next.view().overrides());
  }

  @Test
  void anUnknownServerIsAnsweredWithThoseThatThereAre() {
    Overrides overrides = overrides(director("web1"));
    assertEquals(
        Optional.of(
            "no server \"web9\" in service \"web\", which has: web1; did you mean \"web1\"?"),
        change(overrides, "{\"kind\":\"drain\",\"server\":\"web/web9\"}"));
    assertEquals(
        Optional.of("name a server as SERVICE/SERVER; service \"web\" has: web1"),
        change(overrides, "{\"kind\":\"drain\",\"server\":\"web\"}"));
    assertEquals(
        Optional.of("name a server as SERVICE/SERVER; did you mean web/web1?"),
        change(overrides, "{\"kind\":\"drain\",\"server\":\"web1\"}"));
    assertEquals(
        Optional.of("no service \"mail\"; there are: web"),
        change(overrides, "{\"kind\":\"drain\",\"server\":\"mail/web1\"}"));
    assertTrue(!Files.exists(folder.resolve("overrides.json")));
  }

  @Test
  void anOverrideOfAServerThatIsGoneCanBeTakenBack() {
    change(overrides(director("web1")), "{\"kind\":\"drain\",\"server\":\"web/web1\"}");
    Overrides next = overrides(director("other"));
    next.restore().toCompletableFuture().join();
    assertEquals(Optional.empty(), change(next, "{\"kind\":\"enable\",\"server\":\"web/web1\"}"));
    assertEquals(Map.of(), OverrideFile.read(folder));
  }

  @Test
  void aReasonAndAnEndSurviveARestartAsWell() {
    change(
        overrides(director("web1")),
        "{\"kind\":\"drain\",\"server\":\"web/web1\",\"reason\":\"a \\\"new\\\""
            + " disk\",\"seconds\":7200}");
    OperatorOverride read = Objects.requireNonNull(OverrideFile.read(folder).get("web/web1"));
    assertEquals("a 'new' disk", read.reason());
    assertEquals(Optional.of(NOW.plusSeconds(7_200)), read.until());
  }

  @Test
  void termsThatMakeNoSenseAreRefusedInWords() {
    Overrides overrides = overrides(director("web1"));
    for (String terms :
        new String[] {
          "\"seconds\":0",
          "\"seconds\":99999999999",
          "\"seconds\":\"soon\"",
          "\"reason\":\"" + "x".repeat(201) + "\"",
          "\"reason\":\"two\\nlines\""
        }) {
      assertTrue(
          change(overrides, "{\"kind\":\"drain\",\"server\":\"web/web1\"," + terms + "}")
              .isPresent(),
          terms);
    }
    assertEquals(
        Optional.of("to enable takes back what was said: it has neither an end nor a reason"),
        change(overrides, "{\"kind\":\"enable\",\"server\":\"web/web1\",\"seconds\":5}"));
    assertTrue(!Files.exists(folder.resolve("overrides.json")));
  }

  @Test
  void aDamagedEntryIsLeftOutAndTheOthersStand() throws IOException {
    String at = "\"by\":\"ann\",\"at\":\"2026-01-02T03:04:05Z\"}";
    Files.writeString(
        folder.resolve("overrides.json"),
        "{\"web/a\":{\"kind\":\"weight\",\"weight\":70000,"
            + at
            + ",\"web/b\":{\"kind\":\"explode\","
            + at
            + ",\"web/c\":{\"kind\":\"weight\","
            + at
            + ",\"web/d\":7,\"web/e\":{\"kind\":\"drain\",\"by\":\"ann\",\"at\":\"noon\"}"
            + ",\"web/f\":{\"kind\":\"drain\","
            + at
            + "}");
    assertEquals(java.util.Set.of("web/f"), OverrideFile.read(folder).keySet());
  }

  @Test
  void aDamagedFileIsNoOverrides() throws IOException {
    for (String text : new String[] {"", "{", "[]", "nonsense", "{\"web/a\""}) {
      Files.writeString(folder.resolve("overrides.json"), text);
      assertEquals(Map.of(), OverrideFile.read(folder), text);
    }
    Files.write(folder.resolve("overrides.json"), new byte[] {(byte) 0xff, 0});
    assertEquals(Map.of(), OverrideFile.read(folder));
  }

  @Test
  void whatCannotBeWrittenIsNotDone() throws IOException {
    Files.createFile(folder.resolve("file"));
    Director director = director("web1");
    Overrides overrides = new Overrides(folder.resolve("file"), director, Runnable::run, () -> NOW);
    Optional<String> problem = change(overrides, "{\"kind\":\"drain\",\"server\":\"web/web1\"}");
    assertTrue(problem.orElseThrow().startsWith("not done"), problem.toString());
    assertEquals(Map.of(), director.view().overrides());
  }
}
