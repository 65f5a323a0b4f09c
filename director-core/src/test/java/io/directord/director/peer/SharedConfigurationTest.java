package io.directord.director.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.directord.director.Configs;
import io.directord.director.config.Secret;
import io.directord.failover.peer.Digest;
import io.directord.health.Password;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class SharedConfigurationTest {
  private static final String PAIR =
      """
      node = lvs1
      virtual-routers { public {
        interface = eth0, vrid = 51, priority = 150, addresses = ["192.0.2.10/24", "192.0.2.11/24"]
        peers = ["192.0.2.2"]
        authentication { hmac { keys { 1 = "file:/etc/directord/vrrp.key" } } }
      } }
      health-checks { web {
        type = http, path = "/healthz", status = ["200-399"], interval = 2s, timeout = 1s
        headers { a = b, c = d, e = f }
      } }
      virtual-services { web {
        address = "192.0.2.10:80", check = [web, { type = tcp, source = 192.0.2.1 }]
        real-servers = [ { name = web1, address = 10.11.12.1 }, { name = web2, address = 10.11.12.2 } ]
      } }
      http { listen = "127.0.0.1:9113" }
      """;

  private static Digest digest(String body) {
    return SharedConfiguration.digest(Configs.director(body.replace("node = lvs1\n", "")));
  }

  private static Digest with(String text, String other) {
    assertFalse(PAIR.replace(text, other).equals(PAIR), text);
    return digest(PAIR.replace(text, other));
  }

  @Test
  void whatMayDifferFromNodeToNodeIsNotInIt() {
    Digest all = digest(PAIR);
    assertEquals(all, with("eth0", "eth1"));
    assertEquals(all, with("priority = 150", "priority = 100"));
    assertEquals(all, with("peers = [\"192.0.2.2\"]", "peers = [\"192.0.2.1\"]"));
    assertEquals(all, with("vrrp.key", "other.key"));
    assertEquals(all, with("127.0.0.1:9113", "127.0.0.1:9115"));
    assertEquals(all, with("source = 192.0.2.1", "source = 192.0.2.2"));
  }

  @Test
  void theOrderInWhichThingsAreWrittenIsNotInIt() {
    Digest all = digest(PAIR);
    assertEquals(
        all, with("\"192.0.2.10/24\", \"192.0.2.11/24\"", "\"192.0.2.11/24\", \"192.0.2.10/24\""));
    assertEquals(
        all,
        with(
            "{ name = web1, address = 10.11.12.1 }, { name = web2, address = 10.11.12.2 }",
            "{ name = web2, address = 10.11.12.2 }, { name = web1, address = 10.11.12.1 }"));
  }

  @Test
  void whatMattersToTrafficIsInIt() {
    Digest all = digest(PAIR);
    for (String[] change :
        new String[][] {
          {"vrid = 51", "vrid = 52"},
          {"192.0.2.11/24", "192.0.2.12/24"},
          {"vrid = 51,", "vrid = 51, advertisement-interval = 2s,"},
          {"/healthz", "/health"},
          {"200-399", "200-299"},
          {"interval = 2s", "interval = 3s"},
          {"c = d", "c = x"},
          {"192.0.2.10:80\"", "192.0.2.10:81\""},
          {"\"192.0.2.10:80\",", "\"192.0.2.10:80\", scheduler = rr,"},
          {"\"192.0.2.10:80\",", "\"192.0.2.10:80\", quorum = 2,"},
          {"\"192.0.2.10:80\",", "\"192.0.2.10:80\", persistence = 5m,"},
          {"address = 10.11.12.2", "address = 10.11.12.3"},
          {"address = 10.11.12.2", "address = 10.11.12.2, weight = 2"},
          {"name = web2", "name = web3"},
          {"http {", "ipvs { timeouts { tcp = 15m } }\nhttp {"}
        }) {
      assertNotEquals(all, with(change[0], change[1]), String.join(" -> ", change));
    }
  }

  /** No two processes have sets and maps in the same order. */
  @Test
  void whatHasNoOrderIsPutInOrder() {
    Map<String, Integer> one = new LinkedHashMap<>(Map.of("a", 1));
    one.put("b", 2);
    Map<String, Integer> other = new LinkedHashMap<>(Map.of("b", 2));
    other.put("a", 1);
    assertEquals(Canonical.text(one), Canonical.text(other));
    assertEquals(
        Canonical.text(new LinkedHashSet<>(List.of("b", "a"))),
        Canonical.text(new LinkedHashSet<>(List.of("a", "b"))));
    assertNotEquals(Canonical.text(List.of("b", "a")), Canonical.text(List.of("a", "b")));
  }

  @Test
  void noSecretIsInIt() {
    List<Object> one =
        List.of(new Secret.Plain("secret1"), Password.known("word1".getBytes(UTF_8)));
    List<Object> other = List.of(new Secret.Hex("00ff"), Password.known("word2".getBytes(UTF_8)));
    assertEquals(Canonical.text(one), Canonical.text(other));
  }

  /** What has no words of its own would be the same whatever it holds. */
  @Test
  void everyValueHasWordsOfItsOwn() {
    Pattern byTypeAlone = Pattern.compile("=[A-Z][A-Za-z]*[a-z][A-Za-z]* ");
    assertEquals(List.of(), lines(PAIR).stream().filter(byTypeAlone.asPredicate()).toList());
  }

  private static List<String> lines(String body) {
    return SharedConfiguration.lines(Configs.director(body.replace("node = lvs1\n", "")));
  }
}
