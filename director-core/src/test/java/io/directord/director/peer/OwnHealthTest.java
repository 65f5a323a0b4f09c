package io.directord.director.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.Configs;
import io.directord.director.config.DirectorConfig;
import io.directord.director.reconcile.Opinion;
import io.directord.director.reconcile.Opinion.Answer;
import org.junit.jupiter.api.Test;

final class OwnHealthTest {
  private static final DirectorConfig CONFIG =
      Configs.services(
          """
          web { address = "192.0.2.1:80", real-servers = [
            { name = web1, address = 10.0.0.1 }, { name = web2, address = 10.0.0.2 }
          ] }
          """);

  private static OwnHealth health(Answer web1, Answer web2) {
    return OwnHealth.of(
        CONFIG, (_, server) -> new Opinion(server.name().equals("web1") ? web1 : web2, "said so"));
  }

  @Test
  void aCheckThatHasNotSpokenKeepsTheNodeFromBeingReady() {
    assertFalse(health(Answer.UP, Answer.UNKNOWN).spoken());
    assertTrue(health(Answer.UP, Answer.DOWN).spoken());
  }

  @Test
  void whoIsUpIsCountedAndDigested() {
    OwnHealth one = health(Answer.UP, Answer.DOWN);
    assertEquals(1, one.up());
    assertEquals(2, one.servers());
    assertEquals(one.digest(), health(Answer.UP, Answer.DOWN).digest());
    assertNotEquals(one.digest(), health(Answer.DOWN, Answer.UP).digest());
  }
}
