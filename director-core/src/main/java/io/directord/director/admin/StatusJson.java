package io.directord.director.admin;

import io.directord.director.DirectorView;
import io.directord.director.config.NamedCheck;
import io.directord.director.config.RealServer;
import io.directord.director.config.VirtualService;
import io.directord.director.json.Json;
import io.directord.director.pair.ArpText;
import io.directord.director.reconcile.Asked;
import io.directord.director.reconcile.Opinion;
import io.directord.director.reconcile.Plan;
import io.directord.director.reconcile.Round;
import io.directord.director.reconcile.ServerDecision;
import io.directord.director.reconcile.ServerDecision.Placement;
import io.directord.director.reconcile.ServiceDecision;
import io.directord.failover.arp.Finding;
import io.directord.kernel.ipvs.ServerKey;
import io.directord.kernel.ipvs.ServiceKey;
import io.netty.util.NetUtil;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The director's view as the object of {@code directorctl status --json}. Pure. */
public final class StatusJson {
  /** A plan longer than this is cut in status; {@code directorctl plan} shows it whole. */
  private static final int PENDING_SHOWN_MAX = 100;

  private final DirectorView view;

  private StatusJson(DirectorView view) {
    this.view = view;
  }

  /**
   * As text.
   *
   * @param besides parts of status that are not the director's
   */
  static Pages of(DirectorView view, String version, Map<String, Object> besides) {
    StatusJson json = new StatusJson(view);
    Map<String, Object> object = json.status(version);
    object.putAll(besides);
    return new StatusPages(
        object, "services", json.decisions().stream().map(json::service).iterator());
  }

  private Map<String, Object> status(String version) {
    Map<String, Object> status =
        Json.object(
            "node", view.config().node(),
            "version", version,
            "shadow", view.shadow(),
            "startedAt", view.startedAt().toString(),
            "config", config(),
            "kernel", kernel(),
            "routers", view.routers().routers().stream().map(RouterJson::of).toList());
    view.selfDoubt().ifPresent(because -> status.put("selfDoubt", because));
    return status;
  }

  private Map<String, Object> config() {
    return Json.object(
        "file", view.file().toString(),
        "generation", view.generation(),
        "loadedAt", view.loadedAt().toString(),
        "lastReload",
            Json.object(
                "at", view.lastReload().at().toString(),
                "result", view.lastReload().outcome().text(),
                "problems", view.lastReload().problems()));
  }

  private Map<String, Object> kernel() {
    if (view.round().isEmpty()) {
      return Json.object("inStep", false, "because", "not read yet");
    }
    Round round = view.round().get();
    List<Map<String, Object>> pending =
        round.inStep() ? List.of() : changes(round.plan(), PENDING_SHOWN_MAX);
    return Json.object(
        "inStep", round.inStep(),
        "because", because(round),
        "rounds", round.number(),
        "lastChanges", round.applied(),
        "refused", round.refused(),
        "pending", pending,
        "draining", round.plan().later(),
        "foreign", round.plan().foreign().stream().map(ServiceKey::text).toList());
  }

  private String because(Round round) {
    if (round.failure().isPresent()) {
      return round.failure().get();
    }
    if (!round.refused().isEmpty()) {
      return round.refused().size() + " changes refused";
    }
    if (round.inStep()) {
      return "the kernel holds what is wanted";
    }
    return view.shadow()
        ? round.plan().changes().size() + " changes that a shadow director does not make"
        : "changes applied, to be verified";
  }

  /** What is to be changed, and what goes later. */
  static Map<String, Object> plan(Plan plan) {
    return Json.object("changes", changes(plan, Integer.MAX_VALUE), "later", plan.later());
  }

  /** One server, {@code SERVICE/SERVER}, with the protocol of its service. */
  static Optional<Map<String, Object>> server(DirectorView view, String id) {
    StatusJson json = new StatusJson(view);
    for (ServiceDecision service : json.decisions()) {
      for (ServerDecision server : service.servers()) {
        if (id.equals(service.service().name() + "/" + server.server().name())) {
          Map<String, Object> object = json.server(service.service(), server);
          object.put("protocol", protocol(service.service().keys().getFirst()));
          object.put("persistent", service.service().spec().persistence().isPresent());
          return Optional.of(object);
        }
      }
    }
    return Optional.empty();
  }

  /** The changes as objects; also what a plan prints as JSON. */
  public static List<Map<String, Object>> changes(Plan plan, int most) {
    return plan.changes().stream()
        .limit(most)
        .map(change ->
            Json.object("ipvsadm", change.ipvsadm(), "because", plan.reasons().because(change)))
        .toList();
  }

  private List<ServiceDecision> decisions() {
    return view.round().map(round -> round.plan().decisions()).orElse(List.of());
  }

  private Map<String, Object> service(ServiceDecision decision) {
    VirtualService service = decision.service();
    List<String> addresses = service.keys().stream().map(StatusJson::address).toList();
    List<Map<String, Object>> servers = new ArrayList<>();
    decision.servers().forEach(server -> servers.add(server(service, server)));
    Map<String, Object> object =
        Json.object(
            "name", service.name(),
            "address", addresses.getFirst(),
            "addresses", addresses,
            "protocol", protocol(service.keys().getFirst()),
            "scheduler", service.spec().scheduler(),
            "forwarding", service.forwarding().text(),
            "inService", decision.inService(),
            "configured", service.servers().size(),
            "quorum", service.quorum(),
            "quorumHeld", decision.quorumHeld(),
            "connections", connections(service),
            "servers", servers);
    decision.panic().ifPresent(because -> object.put("panic", because));
    decision.lastResort().ifPresent(last -> object.put("lastResort", server(service, last)));
    return object;
  }

  /** That it was given since it was created, over all its addresses. */
  private long connections(VirtualService service) {
    return service.keys().stream()
        .map(view.table().services()::get)
        .filter(Objects::nonNull)
        .mapToLong(held -> held.counters().connections())
        .sum();
  }

  static String address(ServiceKey key) {
    return switch (key) {
      case ServiceKey.Address(_, var address, int port) -> new ServerKey(address, port).text();
      case ServiceKey.FirewallMark _ -> key.text();
    };
  }

  private static String protocol(ServiceKey key) {
    return switch (key) {
      case ServiceKey.Address(var protocol, _, _) -> protocol.text();
      case ServiceKey.FirewallMark _ -> "firewall-mark";
    };
  }

  private Map<String, Object> server(VirtualService service, ServerDecision decision) {
    String id = service.name() + "/" + decision.server().name();
    DirectorView.Held held = view.held(service, decision.server());
    int weight = held.weight().orElse(0);
    Map<String, Object> object =
        Json.object(
            "name", decision.server().name(),
            "address", decision.server().keyFor(service.keys().getFirst()).text(),
            "state", decision.state().text(),
            "because", decision.because(),
            "weight", view.shadow() ? wanted(decision, weight) : weight,
            "configuredWeight", decision.server().spec().weight(),
            "inKernel", held.weight().isPresent(),
            "activeConnections", held.active(),
            "inactiveConnections", held.inactive(),
            "health", health(service, decision.server()),
            "checks", checks(service, decision));
    if (!decision.asked().equals(Asked.NOTHING)) {
      object.put("advice", decision.asked().words());
    }
    decision
        .startedPercent()
        .ifPresent(percent -> object.put("slowStart", Json.object("percent", percent)));
    if (!view.arp().of(id).isEmpty()) {
      object.put("arp", arp(view.arp().of(id)));
    }
    if (view.serverSince().containsKey(id)) {
      object.put("since", view.serverSince().get(id).toString());
    }
    if (view.overrides().containsKey(id)) {
      object.put("override", OverrideFile.object(view.overrides().get(id)));
    }
    return object;
  }

  /** It does not keep silent about these addresses. */
  static Map<String, Object> arp(List<Finding> findings) {
    Finding first = findings.getFirst();
    return Json.object(
        "addresses",
            findings.stream()
                .map(each -> NetUtil.toAddressString(each.watched().key().virtual()))
                .sorted()
                .toList(),
        "mac", first.mac().text(),
        "since", first.since().toString(),
        "problem", ArpText.problem(first),
        "fix", ArpText.fix(first.watched().key().virtual()));
  }

  /** What the checks say together, whatever became of it. */
  private Map<String, Object> health(VirtualService service, RealServer server) {
    Opinion all = view.verdicts().of(service, server);
    return Json.object("state", all.answer().text(), "because", all.because());
  }

  private static int wanted(ServerDecision decision, int asFound) {
    return switch (decision.placement()) {
      case Placement.At(int weight) -> weight;
      case Placement.Out() -> 0;
      case Placement.AsFound() -> asFound;
    };
  }

  private List<Map<String, Object>> checks(VirtualService service, ServerDecision decision) {
    List<Map<String, Object>> checks = new ArrayList<>();
    for (NamedCheck check : decision.server().checks()) {
      Opinion opinion = view.verdicts().of(service, decision.server(), check);
      Map<String, Object> object =
          Json.object(
              "name", check.name(),
              "type", check.check().type(),
              "state", opinion.answer().text(),
              "because", opinion.because());
      RealServer server = decision.server();
      Instant since =
          view.checkSince()
              .get(check.target(server.address(), server.port().orElse(service.port())));
      if (since != null) {
        object.put("since", since.toString());
      }
      if (!opinion.asked().equals(Asked.NOTHING)) {
        object.put("advice", opinion.asked().words());
      }
      checks.add(object);
    }
    return checks;
  }
}
