package io.directord.director.metrics;

import io.directord.director.DirectorView;
import io.directord.director.config.ArpWatchConfig;
import io.directord.director.metrics.ServiceLabels.OfCheck;
import io.directord.director.metrics.ServiceLabels.OfServer;
import io.directord.director.reconcile.Opinion;
import io.directord.director.reconcile.Round;
import io.directord.director.reconcile.ServerDecision;
import io.directord.director.reconcile.ServerState;
import io.directord.director.reconcile.ServiceDecision;
import io.directord.kernel.ipvs.Counters;
import io.directord.kernel.ipvs.Forwarding;
import io.directord.kernel.ipvs.ObservedServer;
import io.directord.kernel.ipvs.ObservedService;
import io.directord.kernel.ipvs.ServiceKey;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of all services, servers and checks, written a page at a time. It makes no object for a
 * line: there are five and more for each of ten thousand servers, at every scrape. One scrape's.
 */
final class ServiceText {
  /** A page is a line longer at most. */
  static final int PAGE_BYTES = 60 * 1024;

  private static final List<Family> FAMILIES = List.of(Family.values());

  private final DirectorView view;
  private final List<ServiceDecision> decisions;
  private final List<ServiceLabels> labels;

  /** The service that is written, as the kernel holds it under each of its keys. */
  private final List<@Nullable ObservedService> observed = new ArrayList<>();

  private int family;
  private int service;
  private int server;

  /** Of each line; there once the family has one. */
  private @Nullable Piece start;

  private int fullAt;

  /**
   * @param labels of the view's decisions
   */
  ServiceText(DirectorView view, List<ServiceLabels> labels) {
    this.view = view;
    this.decisions = decisions(view);
    this.labels = labels;
  }

  static List<ServiceDecision> decisions(DirectorView view) {
    @Nullable Round round = view.round().orElse(null);
    return round == null ? List.of() : round.plan().decisions();
  }

  /** Adds a page; answers with whether there is more. */
  boolean write(ByteBuf page) {
    fullAt = page.writerIndex() + PAGE_BYTES;
    while (family < FAMILIES.size()) {
      Family now = FAMILIES.get(family);
      while (isWanted(now) && service < decisions.size()) {
        if (!writeService(now, page)) {
          return true;
        }
        service++;
        server = 0;
      }
      family++;
      service = 0;
      start = null;
    }
    return false;
  }

  private boolean isWanted(Family now) {
    return switch (now.of()) {
      case SERVICE -> true;
      case SERVER -> view.config().http().serverMetrics();
      case CHECK -> view.config().http().checkMetrics();
    };
  }

  /** False when the page was full before its end. */
  private boolean writeService(Family now, ByteBuf page) {
    if (page.writerIndex() >= fullAt) {
      return false;
    }
    ServiceDecision decision = decisions.get(service);
    ServiceLabels label = labels.get(service);
    find(decision);
    if (now.of() == Family.Of.SERVICE) {
      line(now, page, label.line(), value(now, decision));
      return true;
    }
    for (; server < label.servers().size(); server++) {
      if (page.writerIndex() >= fullAt) {
        return false;
      }
      writeServer(now, page, label.servers().get(server), decision.servers().get(server));
    }
    return true;
  }

  private void find(ServiceDecision decision) {
    observed.clear();
    List<ServiceKey> keys = decision.service().keys();
    for (int i = 0; i < keys.size(); i++) {
      observed.add(view.table().services().get(keys.get(i)));
    }
  }

  private long value(Family now, ServiceDecision decision) {
    return switch (now) {
      case SERVICE_IN_SERVICE -> decision.inService();
      case SERVICE_QUORUM_HELD -> decision.quorumHeld() ? 1 : 0;
      case SERVICE_PANIC -> decision.panic().isPresent() ? 1 : 0;
      case SERVICE_CONNECTIONS,
          SERVICE_INCOMING_PACKETS,
          SERVICE_OUTGOING_PACKETS,
          SERVICE_INCOMING_BYTES,
          SERVICE_OUTGOING_BYTES ->
          counted(now);
      case SERVER_UP,
          SERVER_WEIGHT,
          SERVER_ACTIVE,
          SERVER_INACTIVE,
          SERVER_CONNECTIONS,
          SERVER_ARP_PROBLEM,
          CHECK_UP ->
          throw new IllegalArgumentException(now + " is not of a service");
    };
  }

  private long counted(Family now) {
    long sum = 0;
    for (int i = 0; i < observed.size(); i++) {
      ObservedService held = observed.get(i);
      sum += held == null ? 0 : of(now, held.counters());
    }
    return sum;
  }

  private static long of(Family now, Counters counters) {
    return switch (now) {
      case SERVICE_INCOMING_PACKETS -> counters.incomingPackets();
      case SERVICE_OUTGOING_PACKETS -> counters.outgoingPackets();
      case SERVICE_INCOMING_BYTES -> counters.incomingBytes();
      case SERVICE_OUTGOING_BYTES -> counters.outgoingBytes();
      default -> counters.connections();
    };
  }

  private void writeServer(Family now, ByteBuf page, OfServer label, ServerDecision decision) {
    switch (now) {
      case SERVER_UP -> line(now, page, label.line(), isUp(decision.state()) ? 1 : 0);
      case SERVER_WEIGHT, SERVER_ACTIVE, SERVER_INACTIVE, SERVER_CONNECTIONS ->
          line(now, page, label.line(), held(now, label));
      case SERVER_ARP_PROBLEM -> {
        if (label.server().spec().forwarding() instanceof Forwarding.Direct
            && view.config().arpWatch().action() != ArpWatchConfig.Action.OFF) {
          line(now, page, label.line(), hasArpProblem(label) ? 1 : 0);
        }
      }
      case CHECK_UP -> writeChecks(now, page, label.checks());
      case SERVICE_IN_SERVICE,
          SERVICE_QUORUM_HELD,
          SERVICE_PANIC,
          SERVICE_CONNECTIONS,
          SERVICE_INCOMING_PACKETS,
          SERVICE_OUTGOING_PACKETS,
          SERVICE_INCOMING_BYTES,
          SERVICE_OUTGOING_BYTES ->
          throw new IllegalArgumentException(now + " is not of a server");
    }
  }

  private static boolean isUp(ServerState state) {
    return switch (state) {
      case UP, STARTING -> true;
      case UNKNOWN, DOWN, DRAINING, DISABLED -> false;
    };
  }

  /** Summed over the service's keys, but for the weight, which is the same under each. */
  private long held(Family now, OfServer label) {
    long value = 0;
    for (int i = 0; i < observed.size(); i++) {
      ObservedService of = observed.get(i);
      ObservedServer held = of == null ? null : of.servers().get(label.keys().get(i));
      if (held != null) {
        value = now == Family.SERVER_WEIGHT ? held.spec().weight() : value + of(now, held);
      }
    }
    return value;
  }

  private static long of(Family now, ObservedServer held) {
    return switch (now) {
      case SERVER_ACTIVE -> held.activeConnections();
      case SERVER_INACTIVE -> held.inactiveConnections();
      default -> held.counters().connections();
    };
  }

  private boolean hasArpProblem(OfServer label) {
    return !view.arp().problems().isEmpty()
        && !view.arp()
            .of(decisions.get(service).service().name() + "/" + label.server().name())
            .isEmpty();
  }

  /** Not before a check has spoken: 0 is a verdict. */
  private void writeChecks(Family now, ByteBuf page, List<OfCheck> checks) {
    for (int i = 0; i < checks.size(); i++) {
      Opinion.Answer answer = view.verdicts().of(checks.get(i).target());
      if (answer != Opinion.Answer.UNKNOWN) {
        line(now, page, checks.get(i).line(), answer == Opinion.Answer.UP ? 1 : 0);
      }
    }
  }

  private void line(Family now, ByteBuf page, Piece label, long value) {
    if (start == null) {
      start = new Piece(now.start());
      new Piece(now.head()).write(page);
    }
    start.write(page);
    label.write(page);
    Numbers.write(page, value);
  }
}
