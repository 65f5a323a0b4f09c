package io.directord.failover.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.directord.failover.peer.Message.Echo;
import io.directord.failover.peer.Report.RouterRole;
import io.directord.failover.peer.Report.ServiceHealth;
import io.directord.failover.vrrp.Role;
import java.util.ArrayList;
import java.util.List;

/** Messages for tests. */
final class Samples {
  static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  static final byte[] OTHER_KEY = "another key, of thirty-two bytes".getBytes(UTF_8);

  private Samples() {}

  static Report report(String node) {
    return report(node, List.of(new ServiceHealth(NameHash.of("web"), 2, 3, List.of(7))));
  }

  static Report report(String node, List<ServiceHealth> services) {
    return new Report(
        node,
        "0.1.0",
        true,
        new Digest(1, 2),
        90,
        false,
        3,
        new Digest(3, 4),
        2,
        3,
        List.of(new RouterRole(NameHash.of("public"), Role.BACKUP)),
        services,
        services.size());
  }

  static Message message(long boot, long counter, long challenge, Echo... echoes) {
    return new Message(boot, counter, challenge, 1_000, List.of(echoes), report("lvs2"));
  }

  /** As many as there may be, every other one with servers that are down. */
  static List<ServiceHealth> services(int count) {
    List<ServiceHealth> services = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean whole = i % 2 == 0;
      services.add(
          new ServiceHealth(
              NameHash.of("s" + i), whole ? 3 : 1, 3, whole ? List.of() : List.of(1, 2)));
    }
    return services;
  }
}
