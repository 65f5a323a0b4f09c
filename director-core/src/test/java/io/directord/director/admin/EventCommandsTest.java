package io.directord.director.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.command.Main;
import io.directord.director.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code directorctl events} and {@code history}, over the control socket. */
final class EventCommandsTest extends RunningAdmin {
  private record Ran(int code, String out, String err) {}

  private Ran directorctl(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--socket", config.control().socket().toString()));
    int code =
        Main.run(
            "directorctl",
            all.toArray(String[]::new),
            new PrintWriter(out, true),
            new PrintWriter(err, true));
    return new Ran(code, out.toString(), err.toString());
  }

  @Test
  void eventsAreLinesForPeopleAndForPrograms() throws IOException {
    journal.append(
        Instant.EPOCH,
        "server",
        Map.of("service", "web", "server", "web1", "state", "down", "because", "refused"));
    journal.append(Instant.EPOCH.plusSeconds(60), "panic", Map.of("service", "web"));
    assertEquals(
        """
        1970-01-01T00:00:00Z  !  server              web/web1            state=down  refused
        1970-01-01T00:01:00Z  !! panic               web
        """,
        directorctl("events").out().replaceAll(" +\n", "\n"));
    Ran json = directorctl("events", "--json", "--since", "1");
    assertEquals(journal.read(1).getFirst().text() + "\n", json.out());
    Ran late = directorctl("events", "--since", "1970-01-01T00:00:30Z");
    assertTrue(late.out().contains("panic") && !late.out().contains("web1"), late.out());
    Ran wrong = directorctl("events", "--since", "yesterday");
    assertEquals(64, wrong.code());
    assertTrue(wrong.err().contains("\"yesterday\" is not understood"), wrong.err());
    assertEquals("", directorctl("events", "--since", "-10m").out());
  }

  @Test
  void historyShowsHowThingsStoodAndSaysHowFarItReaches() throws IOException {
    journal.append(
        Instant.EPOCH,
        "server",
        Map.of("service", "web", "server", "web1", "state", "up", "weight", "100"));
    journal.append(
        Instant.EPOCH.plusSeconds(60),
        "server",
        Map.of("service", "web", "server", "web1", "state", "down", "weight", "0"));
    Ran then = directorctl("history", "--at", "1970-01-01T00:00:30Z");
    assertTrue(then.out().contains("web/web1        up     100"), then.out());
    assertTrue(then.out().contains("the journal begins at 1970-01-01T00:00:00Z"), then.out());
    Ran now = directorctl("history", "--json");
    assertFalse(Json.read(now.out()).orElseThrow().getBoolean("complete"), now.out());
    Ran before = directorctl("history", "--at", "1969-12-31T00:00:00Z");
    assertEquals(1, before.code());
    assertTrue(before.err().contains("does not reach back to 1969-12-31"), before.err());
  }
}
