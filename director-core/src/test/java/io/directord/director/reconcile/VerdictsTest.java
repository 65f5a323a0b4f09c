package io.directord.director.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.directord.director.Configs;
import io.directord.director.config.DirectorConfig;
import io.directord.director.config.RealServer;
import io.directord.director.config.VirtualService;
import io.directord.health.Advice;
import io.directord.health.Target;
import io.directord.health.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the verdicts of several checks make one. */
final class VerdictsTest {
  private static final String THREE =
      "{ type = tcp, name = a, vote = 2 }, { type = tcp, port = 81, name = b }, { type = tcp,"
          + " port = 82, name = c }";

  private static final String PLAIN = THREE.replace(", vote = 2", "");

  private final Map<Target, Verdict> verdicts = new HashMap<>();

  /** Says {@code +}, {@code -} or nothing of each of three checks in turn. */
  private Opinion of(String check, String says) {
    DirectorConfig config =
        Configs.services(
            "web { address = \"192.0.2.1:80\", real-servers = [ { address = 10.0.0.1, weight = 10"
                + " } ], check = "
                + check
                + " }");
    VirtualService service = config.services().getFirst();
    RealServer server = service.servers().getFirst();
    List<Target> targets = server.targets(service.port());
    verdicts.clear();
    for (int i = 0; i < says.length(); i++) {
      switch (says.charAt(i)) {
        case '+' -> verdicts.put(targets.get(i), new Verdict(targets.get(i), true, "fine"));
        case '-' -> verdicts.put(targets.get(i), new Verdict(targets.get(i), false, "refused"));
        case '0' ->
            verdicts.put(
                targets.get(i),
                new Verdict(
                    targets.get(i), true, "idle", Advice.weight(new Advice.Weight.Percent(50))));
        default -> {}
      }
    }
    return new Verdicts(verdicts).of(service, server);
  }

  private static String checks(String require) {
    return "{ require = " + require + ", checks = [ " + THREE + " ] }";
  }

  private void answers(String check, String... table) {
    for (String line : table) {
      String[] parts = line.split(" ", 2);
      String said = of(check, parts[0]).answer().text();
      assertEquals(parts[1], said, parts[0]);
    }
  }

  @Test
  void ofAListAllMustPass() {
    answers("[ " + PLAIN + " ]", "+++ up", "++- down", "-?? down", "++? unknown", "??? unknown");
    assertEquals("b: refused", of("[ " + PLAIN + " ]", "+--").because());
    assertEquals("c: not probed yet", of("[ " + PLAIN + " ]", "++?").because());
  }

  @Test
  void oneCheckSpeaksForItself() {
    assertEquals("refused", of("tcp", "-").because());
  }

  @Test
  void ofAnyOneIsEnough() {
    answers(
        "{ require = any, checks = [ " + PLAIN + " ] }",
        "+?? up",
        "+-- up",
        "--- down",
        "--? unknown",
        "??? unknown");
  }

  @Test
  void votesAreCounted() {
    answers(
        checks("3"),
        "++- up",
        "+-+ up",
        "+-- down",
        "-++ down",
        "-?? down",
        "+?- unknown",
        "?++ unknown",
        "++? up");
    assertEquals(
        "2 of 4 votes, 3 needed: a up, b down (refused), c down (refused)",
        of(checks("3"), "+--").because());
  }

  @Test
  void allTheVotesThereAreIsAll() {
    answers(checks("4"), "+++ up", "++- down", "++? unknown");
    assertEquals("c: refused", of(checks("4"), "++-").because());
  }

  @Test
  void whatOneCheckHearsIsAskedForByTheServer() {
    Opinion opinion = of(checks("1"), "0--");
    assertEquals(Opinion.Answer.UP, opinion.answer());
    assertEquals(5, opinion.asked().weight().orElseThrow());
  }
}
