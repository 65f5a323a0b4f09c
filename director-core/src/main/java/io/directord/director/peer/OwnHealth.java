package io.directord.director.peer;

import io.directord.director.config.DirectorConfig;
import io.directord.director.config.RealServer;
import io.directord.director.config.VirtualService;
import io.directord.director.reconcile.HealthView;
import io.directord.director.reconcile.Opinion.Answer;
import io.directord.failover.peer.Digest;
import io.directord.failover.peer.NameHash;
import io.directord.failover.peer.Report.ServiceHealth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which servers this node sees up, by its checks alone: what an operator does with a server may
 * differ from node to node. Pure.
 *
 * @param services by name, the servers by theirs, and whether each is up
 * @param digest of all of it
 * @param spoken every check has
 */
record OwnHealth(Map<String, SortedMap<String, Boolean>> services, Digest digest, boolean spoken) {
  static final OwnHealth NONE = new OwnHealth(Map.of(), Digest.NONE, false);

  static OwnHealth of(DirectorConfig config, HealthView verdicts) {
    Map<String, SortedMap<String, Boolean>> services = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    Set<Answer> answers = EnumSet.noneOf(Answer.class);
    config.services().stream()
        .sorted(Comparator.comparing(VirtualService::name))
        .forEach(service -> {
          SortedMap<String, Boolean> servers = new TreeMap<>();
          for (RealServer server : service.servers()) {
            Answer answer = verdicts.of(service, server).answer();
            answers.add(answer);
            servers.put(server.name(), answer == Answer.UP);
          }
          services.put(service.name(), servers);
          lines.add(service.name() + " " + servers);
        });
    boolean spoken = !answers.contains(Answer.UNKNOWN);
    return new OwnHealth(services, SharedConfiguration.digest(lines), spoken);
  }

  int up() {
    return services.values().stream().mapToInt(OwnHealth::up).sum();
  }

  int servers() {
    return services.values().stream().mapToInt(Map::size).sum();
  }

  static int up(Map<String, Boolean> servers) {
    return (int) servers.values().stream().filter(up -> up).count();
  }

  /** As another node is told. */
  List<ServiceHealth> told() {
    List<ServiceHealth> told = new ArrayList<>();
    services.forEach((name, servers) -> {
      List<Integer> down =
          servers.entrySet().stream()
              .filter(each -> !each.getValue())
              .map(each -> NameHash.of(each.getKey()))
              .toList();
      told.add(new ServiceHealth(NameHash.of(name), up(servers), servers.size(), down));
    });
    return told;
  }
}
