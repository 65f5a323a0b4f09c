package io.directord.health.path;

import io.directord.kernel.Family;
import io.directord.kernel.KernelException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one attempt asks, each from another port and with another number, and how it ends that on
 * the server again. Confined to the loop.
 */
final class Asking {
  private static final int ROUTED_HOPS = 64;

  private final PathProbe probe;
  private final PathAttempt attempt;
  private final PathSockets sockets;
  private final List<Question> open = new ArrayList<>();

  Asking(PathProbe probe, PathAttempt attempt, PathSockets sockets) {
    this.probe = probe;
    this.attempt = attempt;
    this.sockets = sockets;
  }

  /** Asks for the server's Ethernet address; zero, or {@code -errno}. */
  int neighbor(Journey way) throws KernelException {
    LinkSocket link = sockets.link(way.link(), family());
    return link.ask(way.ownSource(), probe.server());
  }

  /**
   * As a client of the virtual address would.
   *
   * @param bytes of the whole packet; 0: no more than it needs
   */
  Question virtual(Journey way, InetAddress address, Optional<Mac> mac, int bytes)
      throws KernelException {
    // Answers come in there, wherever this leaves.
    sockets.link(way.hears(), family());
    PathMethod method = probe.check().method();
    InetAddress to = method instanceof PathMethod.Masquerade ? probe.server() : address;
    Segment syn = syn(way.source(), to);
    Road road =
        method instanceof PathMethod.Tunnel(PathMethod.Wrapper wrapper)
            ? sockets.tunnel(wrapper, way.ownSource(), probe.server())
            : frames(way, mac.orElseThrow());
    return send(bytes == 0 ? syn : syn.ofBytes(bytes), road);
  }

  /** As this node asks for itself. */
  Question control(Journey way, Optional<Mac> mac) throws KernelException {
    Segment syn = syn(way.ownSource(), probe.server());
    return probe.check().method() instanceof PathMethod.Tunnel
        ? send(syn.withHops(ROUTED_HOPS), sockets.plain(way.ownSource(), probe.server()))
        : send(syn, frames(way, mac.orElseThrow()));
  }

  /** Nothing of it stays on the server, whatever has become of it. */
  void end(Question question) {
    sockets.forget(question);
    open.remove(question);
    switch (question.answer()) {
      case Answer.Silence _, Answer.Accepted _, Answer.Astray _ ->
          question.road().send(question.syn().reset());
      case Answer.Refused _, Answer.Complained _ -> {}
    }
  }

  void endAll() {
    List.copyOf(open).forEach(this::end);
  }

  private Road frames(Journey way, Mac to) throws KernelException {
    LinkSocket link = sockets.link(way.link(), family());
    return segment -> link.send(segment, to);
  }

  private Segment syn(InetAddress from, InetAddress to) {
    int port = sockets.port(probe.nextTurn());
    return Segment.syn(from, port, to, probe.port(), sockets.freeNumber());
  }

  private Question send(Segment syn, Road road) {
    Question question = new Question(attempt, syn, road);
    sockets.await(question);
    open.add(question);
    question.sent(road.send(syn));
    return question;
  }

  private Family family() {
    return Family.of(probe.server());
  }
}
