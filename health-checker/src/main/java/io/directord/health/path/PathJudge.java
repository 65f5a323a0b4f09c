package io.directord.health.path;

import io.directord.health.FailureKind;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Optional;

/**
 * What the answers to a probe mean. Pure.
 *
 * @param serverMac of the server's address; absent for tunnels, which may lead through routers
 * @param throughPeer see {@link Journey}
 * @param seeks whom the server asks for by ARP
 */
record PathJudge(
    PathMethod method,
    InetAddress virtual,
    InetAddress server,
    int port,
    Optional<Mac> serverMac,
    boolean throughPeer,
    Optional<InetAddress> seeks) {

  /** Whether this proves that the service is reached by its way. */
  boolean isGood(Answer answer) {
    return answer instanceof Answer.Accepted(Mac from) && (!needsOwnMac() || isServer(from));
  }

  /** What is told beside a success; empty for nothing. */
  String remark(Answer answer) {
    return answer instanceof Answer.Accepted(Mac from)
            && method instanceof PathMethod.Masquerade
            && !throughPeer
            && !isServer(from)
        ? "; replies come by way of another router, " + from.text()
        : "";
  }

  /**
   * Of two SYNs that both were not answered well.
   *
   * @param control to the same SYN, sent to the server's own address from its own network
   */
  Diagnosis judge(Answer first, Answer second, Answer control) {
    boolean firstIsSilent = first instanceof Answer.Silence;
    if (!firstIsSilent
        && !(second instanceof Answer.Silence)
        && !of(first, control).equals(of(second, control))) {
      return path(
          "the answers differ: first "
              + of(first, control).evidence()
              + "; then "
              + of(second, control).evidence());
    }
    // One of the two may be lost, or a host may have said for now what it says once a second.
    return of(firstIsSilent ? second : first, control);
  }

  private Diagnosis of(Answer answer, Answer control) {
    return switch (answer) {
      case Answer.Complained(var complaint) -> complained(complaint);
      case Answer.Accepted(Mac from) -> otherHost(from);
      case Answer.Astray(Mac to) -> astray(to);
      case Answer.Refused(Mac from) ->
          needsOwnMac() && !isServer(from) ? otherHost(from) : refused(control);
      case Answer.Silence _ ->
          method instanceof PathMethod.Masquerade ? noWayBack(control) : silent(control);
    };
  }

  private Diagnosis complained(Heard.Complaint complaint) {
    String by = " (" + complaint.icmp() + " from " + text(complaint.host()) + ")";
    boolean wrapped = complaint.wrapped();
    boolean itself = complaint.host().equals(server) || complaint.host().equals(virtual);
    return switch (complaint.trouble()) {
      case HOPS_USED_UP, REDIRECTED ->
          wrapped
              ? path("the way to " + text(server) + " is too long or turns in circles" + by)
              : path("the virtual address is missing on the server, which would pass it on" + by);
      case NO_PROTOCOL -> path("the server takes nothing out of this tunnel: no support" + by);
      case NO_PORT ->
          wrapped
              ? path("the server takes nothing out of this tunnel: its end is down or absent" + by)
              : path("rejected by the server's packet filter" + by);
      case PROHIBITED ->
          path("rejected by " + (itself ? "the server's" : "a") + " packet filter" + by);
      case TOO_BIG -> path("too big for the way: it takes " + complaint.mtu() + " bytes" + by);
      case NO_WAY ->
          itself
              ? path("rejected by the server's packet filter" + by)
              : new Diagnosis(FailureKind.UNREACHABLE, "no way to " + text(server) + by);
    };
  }

  private Diagnosis otherHost(Mac from) {
    return path(
        "answered by another host, " + from.text() + ", not by " + text(server) + macOfServer());
  }

  private Diagnosis astray(Mac to) {
    return path(
        method instanceof PathMethod.Masquerade
            ? "wrong gateway: replies of " + text(server) + " go to " + to.text()
            : "replies go to " + to.text() + " in place of this node");
  }

  private Diagnosis refused(Answer control) {
    if (method instanceof PathMethod.Masquerade) {
      return new Diagnosis(
          FailureKind.REFUSED, "connection refused at " + endpoint() + "; replies come back");
    }
    return control instanceof Answer.Accepted
        ? path("refused, while " + endpoint() + " accepts: the service listens there only")
        : new Diagnosis(
            FailureKind.REFUSED,
            "connection refused as " + text(virtual) + " and not accepted at " + endpoint());
  }

  private Diagnosis silent(Answer control) {
    String missing =
        method instanceof PathMethod.Tunnel
            ? ": the virtual address is missing on the server, or its rp_filter or packet filter"
                + " drops what comes out of the tunnel (probable)"
            : ": the virtual address is missing on the server (probable), or its packet filter"
                + " drops what is for it";
    return switch (control) {
      case Answer.Accepted _ -> path("no answer, while " + endpoint() + " accepts" + missing);
      case Answer.Refused _ -> path("no answer, while " + endpoint() + " refuses" + missing);
      case Answer.Silence _, Answer.Astray _, Answer.Complained _ ->
          new Diagnosis(
              FailureKind.TIMEOUT,
              "no answer as "
                  + text(virtual)
                  + ", nor at "
                  + endpoint()
                  + (serverMac.isPresent() ? ", though the host is there" : ""));
    };
  }

  private Diagnosis noWayBack(Answer control) {
    return switch (control) {
      case Answer.Accepted _, Answer.Refused _ -> {
        String why =
            seeks
                .map(whom -> "it asks by ARP for the gateway " + text(whom))
                .orElse(
                    throughPeer
                        ? "wrong gateway or none, or the active director does not pass them on"
                        : "wrong gateway or none, or its rp_filter drops what it has no route for");
        yield path("replies of " + text(server) + " do not come back through a director: " + why);
      }
      case Answer.Silence _, Answer.Astray _, Answer.Complained _ ->
          new Diagnosis(
              FailureKind.TIMEOUT, "no answer at " + endpoint() + ", though the host is there");
    };
  }

  private Diagnosis path(String why) {
    return new Diagnosis(FailureKind.PATH, "not reachable as " + text(virtual) + ": " + why);
  }

  /** Frames of a direct server come from itself; of others also from routers. */
  private boolean needsOwnMac() {
    return method instanceof PathMethod.Direct;
  }

  private boolean isServer(Mac mac) {
    return serverMac.filter(mac::equals).isPresent();
  }

  private String macOfServer() {
    return serverMac.map(mac -> " (" + mac.text() + ")").orElse("");
  }

  private String endpoint() {
    String host = text(server);
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }

  private static String text(InetAddress address) {
    return NetUtil.toAddressString(address);
  }
}
