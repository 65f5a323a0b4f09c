package io.directord.director.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PictureTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final Picture picture = new Picture();
  private long sequence;

  private Instant happened(String kind, String... fields) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      map.put(fields[i], fields[i + 1]);
    }
    Instant at = NOON.plusSeconds(++sequence);
    picture.take(new JournalEvent(sequence, at, kind, map));
    return at;
  }

  private Instant server(String state, String weight) {
    return happened(
        "server",
        "service",
        "web",
        "server",
        "web1",
        "state",
        state,
        "weight",
        weight,
        "because",
        "it is " + state);
  }

  @Test
  void aServerStandsAsItsLastEventSays() {
    server("up", "100");
    Instant since = server("down", "0");
    assertEquals(
        Map.of("web/web1", new Picture.ServerPicture("down", "0", since, "it is down")),
        picture.servers());
  }

  @Test
  void aWeightThatTheKernelTookIsItsWeight() {
    Instant since = server("starting", "10");
    happened("change", "service", "web", "server", "web1", "weight", "20");
    happened("change", "service", "web", "because", "of the service itself");
    happened("change", "service", "web", "server", "10.0.0.9:80", "weight", "out");
    assertEquals(
        Map.of("web/web1", new Picture.ServerPicture("starting", "20", since, "it is starting")),
        picture.servers());
  }

  @Test
  void whatLeftTheConfigurationIsGone() {
    server("up", "100");
    happened("service", "service", "web", "state", "serving");
    server("removed", "");
    happened("service", "service", "web", "state", "removed");
    assertTrue(picture.servers().isEmpty());
    assertTrue(picture.services().isEmpty());
  }

  @Test
  void aStartForgetsWhatWasButNotWhatOperatorsSaid() {
    server("up", "100");
    happened("role", "router", "public", "role", "active");
    happened("override", "service", "web", "server", "web1", "command", "drain", "by", "root");
    Instant stopped = happened("stopped");
    assertEquals(stopped, picture.stopped().orElseThrow());
    Instant started = happened("started");
    assertEquals(started, picture.started().orElseThrow());
    assertTrue(picture.stopped().isEmpty());
    assertTrue(picture.servers().isEmpty() && picture.routers().isEmpty());
    assertEquals(Map.of("web/web1", "drain by root"), picture.overrides());
    happened("override", "service", "web", "server", "web1", "command", "enable", "by", "root");
    assertTrue(picture.overrides().isEmpty());
  }

  @Test
  void quorumAndPanicStandBesideTheState() {
    Instant since = happened("service", "service", "web", "state", "serving");
    happened("quorum-lost", "service", "web");
    happened("panic", "service", "web", "because", "1 of 9");
    assertEquals(
        new Picture.ServicePicture("serving", since, false, "1 of 9"),
        picture.services().get("web"));
    happened("quorum-held", "service", "web");
    happened("panic-ended", "service", "web");
    assertEquals(
        new Picture.ServicePicture("serving", since, true, ""), picture.services().get("web"));
  }

  @Test
  void aJournalThatForgotItsBeginningIsWholeOnlyWhereItWasRepeated() {
    server("up", "100");
    assertFalse(picture.isWhole());
    assertEquals(NOON.plusSeconds(1), picture.reachesBackTo().orElseThrow());
    happened("started");
    assertTrue(picture.isWhole());
  }

  @Test
  void whatStandsAtTheBeginningOfAFileHasTheTimeThatItBegan() {
    happened(
        "standing",
        "router",
        "public",
        "role",
        "active",
        "priority",
        "150",
        "since",
        "2025-12-01T00:00:00Z",
        "because",
        "elected");
    happened(
        "standing",
        "service",
        "web",
        "server",
        "web1",
        "state",
        "up",
        "weight",
        "7",
        "since",
        "not a time");
    assertTrue(picture.isWhole());
    assertEquals(
        new Picture.RouterPicture(
            "active", "150", Instant.parse("2025-12-01T00:00:00Z"), "elected"),
        picture.routers().get("public"));
    assertEquals(
        Optional.of(NOON.plusSeconds(2)),
        Optional.ofNullable(picture.servers().get("web/web1")).map(Picture.ServerPicture::since));
  }
}
