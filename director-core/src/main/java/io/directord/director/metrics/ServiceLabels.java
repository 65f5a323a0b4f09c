package io.directord.director.metrics;

import io.directord.director.config.NamedCheck;
import io.directord.director.config.RealServer;
import io.directord.director.config.VirtualService;
import io.directord.director.reconcile.ServerDecision;
import io.directord.director.reconcile.ServiceDecision;
import io.directord.health.Target;
import io.directord.kernel.ipvs.ServerKey;
import java.util.ArrayList;
import java.util.List;

/**
 * The labels of one service as they stand in its lines, with what its servers are found by: made
 * once for a configuration and kept from scrape to scrape. Immutable.
 *
 * @param line {@code {service="NAME"} }
 * @param servers in the order of the decision
 * @param withChecks whether the lines of checks are there
 */
record ServiceLabels(
    VirtualService service, Piece line, List<OfServer> servers, boolean withChecks) {

  /**
   * Of a server.
   *
   * @param keys for each key of the service
   */
  record OfServer(RealServer server, Piece line, List<ServerKey> keys, List<OfCheck> checks) {}

  /** Of one of its checks. */
  record OfCheck(Piece line, Target target) {}

  /**
   * Those of these decisions.
   *
   * @param known what there is already; used again where the configuration is the same
   */
  static List<ServiceLabels> of(
      List<ServiceDecision> decisions, List<ServiceLabels> known, boolean withChecks) {
    boolean same = known.size() == decisions.size();
    List<ServiceLabels> all = new ArrayList<>(decisions.size());
    for (int i = 0; i < decisions.size(); i++) {
      ServiceDecision decision = decisions.get(i);
      boolean fits = i < known.size() && known.get(i).fits(decision, withChecks);
      all.add(fits ? known.get(i) : of(decision, withChecks));
      same &= fits;
    }
    return same ? known : List.copyOf(all);
  }

  /** By identity: what a configuration holds is made anew for each, and for nothing else. */
  @SuppressWarnings("ReferenceEquality")
  private boolean fits(ServiceDecision decision, boolean wantsChecks) {
    if (service != decision.service()
        || servers.size() != decision.servers().size()
        || (wantsChecks && !withChecks)) {
      return false;
    }
    for (int i = 0; i < servers.size(); i++) {
      if (servers.get(i).server() != decision.servers().get(i).server()) {
        return false;
      }
    }
    return true;
  }

  private static ServiceLabels of(ServiceDecision decision, boolean withChecks) {
    VirtualService service = decision.service();
    String label = "service=\"" + escaped(service.name()) + "\"} ";
    List<OfServer> servers = new ArrayList<>(decision.servers().size());
    for (ServerDecision each : decision.servers()) {
      RealServer server = each.server();
      String both = "server=\"" + escaped(server.name()) + "\"," + label;
      servers.add(
          new OfServer(
              server,
              new Piece("{" + both),
              service.keys().stream().map(server::keyFor).toList(),
              withChecks ? checks(service, server, both) : List.of()));
    }
    return new ServiceLabels(service, new Piece("{" + label), List.copyOf(servers), withChecks);
  }

  private static List<OfCheck> checks(VirtualService service, RealServer server, String both) {
    List<Target> targets = server.targets(service.port());
    List<OfCheck> checks = new ArrayList<>(targets.size());
    for (int i = 0; i < targets.size(); i++) {
      NamedCheck check = server.checks().get(i);
      String all = "{check=\"" + escaped(check.name()) + "\"," + both;
      checks.add(new OfCheck(new Piece(all), targets.get(i)));
    }
    return List.copyOf(checks);
  }

  /** As the text format has it in labels. */
  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
