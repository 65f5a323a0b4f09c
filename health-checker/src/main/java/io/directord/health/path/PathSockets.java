package io.directord.health.path;

import io.directord.kernel.Family;
import io.directord.kernel.KernelException;
import io.directord.kernel.packet.RawSocket;
import io.directord.kernel.packet.SilentPorts;
import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of this thread's loop, and what its probes wait for: opened when first needed, closed
 * when the thread ends. A SYN's sequence number is random, and the answer to it that has it is
 * believed. Owned by the loop.
 */
final class PathSockets {
  /** Above those that the kernel gives to connections ({@code net.ipv4.ip_local_port_range}). */
  private static final int PORT_MIN = 61_000;

  private static final int PORT_MAX = 61_999;

  /**
   * The same server is asked from the same port again when all others had their turn: a half-open
   * connection that a lost RST left there is gone after about 63 s.
   */
  private static final int PORTS = 64;

  /** Interfaces come and go; then all are opened anew. */
  private static final int LINKS_MAX = 256;

  private static final long LINKS_KEPT_MILLIS = 1000;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final FastThreadLocal<PathSockets> OF_LOOP =
      new FastThreadLocal<>() {
        @Override
        protected void onRemoval(PathSockets sockets) {
          sockets.close();
        }
      };

  private record Key(int link, Mac mac, Family family) {}

  private final IoEventLoop loop;
  private final SilentPorts ports;
  private final Map<Key, LinkSocket> links = new HashMap<>();
  private final Map<Integer, RawSocket> routed = new HashMap<>();
  private final ByteBuffer out = ByteBuffer.allocateDirect(PathCheck.MTU_MAX);
  private final Map<Integer, Question> questions = new HashMap<>();
  private final Map<InetAddress, List<PathAttempt>> servers = new HashMap<>();
  private final Sought sought = new Sought();
  private @Nullable List<OwnLink> own;

  private PathSockets(IoEventLoop loop, SilentPorts ports) {
    this.loop = loop;
    this.ports = ports;
  }

  static PathSockets of(IoEventLoop loop) throws KernelException {
    PathSockets sockets = OF_LOOP.getIfExists();
    if (sockets == null) {
      sockets = new PathSockets(loop, SilentPorts.open(PORT_MIN, PORT_MAX, PORTS));
      OF_LOOP.set(sockets);
    }
    return sockets;
  }

  /** As they were at most a second ago. */
  List<OwnLink> ownLinks() throws IOException {
    if (own == null) {
      own = OwnLinks.read();
      loop.schedule(this::forgetOwnLinks, LINKS_KEPT_MILLIS, TimeUnit.MILLISECONDS);
    }
    return own;
  }

  void forgetOwnLinks() {
    own = null;
  }

  LinkSocket link(OwnLink link, Family family) throws KernelException {
    Key key = new Key(link.index(), link.mac().orElseThrow(), family);
    LinkSocket socket = links.get(key);
    if (socket == null) {
      if (links.size() == LINKS_MAX) {
        links.values().forEach(LinkSocket::close);
        links.clear();
      }
      LinkSocket[] itself = new LinkSocket[1];
      socket = LinkSocket.open(loop, link, family, ports, heard -> heard(heard, link, itself[0]));
      itself[0] = socket;
      links.put(key, socket);
    }
    return socket;
  }

  /** By the kernel's choice of way, in a tunnel's wrapper. */
  Road tunnel(PathMethod.Wrapper wrapper, InetAddress from, InetAddress to) throws KernelException {
    RawSocket socket = routed(wrapper.protocol());
    RawSocket.Peer peer = RawSocket.peer(to, java.util.Optional.of(from));
    return segment -> socket.send(out, Wrapping.write(out, wrapper, from, to, segment), peer);
  }

  /** By the kernel's choice of way. */
  Road plain(InetAddress from, InetAddress to) throws KernelException {
    RawSocket socket = routed(Segment.TCP);
    RawSocket.Peer peer = RawSocket.peer(to, java.util.Optional.of(from));
    return segment -> socket.send(out, segment.writeTcp(out, 0), peer);
  }

  private RawSocket routed(int protocol) throws KernelException {
    RawSocket socket = routed.get(protocol);
    if (socket == null) {
      socket = RawSocket.open(Family.IPV4, new RawSocket.Hearing.Nothing(protocol));
      routed.put(protocol, socket);
    }
    return socket;
  }

  int port(int turn) {
    return ports.first() + Math.floorMod(turn, ports.count());
  }

  static int random() {
    return RANDOM.nextInt();
  }

  /** A sequence number that no other SYN has now. */
  int freeNumber() {
    int number = random();
    while (questions.containsKey(number)) {
      number = random();
    }
    return number;
  }

  void await(Question question) {
    questions.put(question.syn().sequence(), question);
  }

  void forget(Question question) {
    questions.remove(question.syn().sequence(), question);
  }

  /** Tells the attempt what the server tells by ARP or neighbour discovery. */
  void listen(InetAddress server, PathAttempt attempt) {
    servers.computeIfAbsent(server, _ -> new ArrayList<>()).add(attempt);
  }

  void ignore(InetAddress server, PathAttempt attempt) {
    List<PathAttempt> listening = servers.get(server);
    if (listening != null && listening.remove(attempt) && listening.isEmpty()) {
      servers.remove(server);
    }
  }

  /**
   * Whom the server asks for by ARP and is not answered; only what is no question for this node.
   */
  java.util.Optional<InetAddress> sought(InetAddress server, long sinceNanos) {
    return sought.by(server, sinceNanos, nowNanos());
  }

  void found(InetAddress server) {
    sought.found(server);
  }

  long nowNanos() {
    return loop.ticker().nanoTime();
  }

  private void heard(Heard heard, OwnLink own, LinkSocket link) {
    switch (heard) {
      case Heard.Tcp tcp -> segment(tcp, link);
      case Heard.Complaint complaint -> {
        Question question = questions.get(complaint.sequence());
        if (question != null && question.isOpen() && question.isQuotedBy(complaint)) {
          question.answered(new Answer.Complained(complaint));
        }
      }
      case Heard.Neighbor(InetAddress address, Mac mac) ->
          listeners(address).forEach(attempt -> attempt.neighbor(mac));
      case Heard.Seeks(InetAddress asker, Mac _, InetAddress whom) -> {
        if (!own.isAt(whom)) {
          sought.heard(asker, whom, nowNanos());
        }
      }
    }
  }

  private List<PathAttempt> listeners(InetAddress server) {
    return List.copyOf(servers.getOrDefault(server, List.of()));
  }

  private void segment(Heard.Tcp heard, LinkSocket link) {
    boolean ours = heard.toMac().equals(link.mac());
    boolean accepts = heard.flags() == (Segment.SYN | Segment.ACK);
    boolean refuses = (heard.flags() & Segment.RST) != 0;
    Question question = questions.get(heard.acknowledged() - 1);
    if (question != null && question.isOpen() && question.isAnsweredBy(heard)) {
      if (!ours) {
        question.answered(new Answer.Astray(heard.toMac()));
      } else if (refuses) {
        question.answered(new Answer.Refused(heard.fromMac()));
      } else if (accepts) {
        question.answered(new Answer.Accepted(heard.fromMac()));
      }
    } else if (ours && heard.flags() == Segment.ACK) {
      // A server still has a half-open connection that an earlier process of ours began here.
      Segment reset =
          new Segment(
              heard.to(),
              heard.toPort(),
              heard.from(),
              heard.fromPort(),
              Segment.RST,
              heard.acknowledged(),
              1,
              0);
      link.send(reset, heard.fromMac());
    }
  }

  private void close() {
    links.values().forEach(LinkSocket::close);
    routed.values().forEach(RawSocket::close);
    ports.close();
  }
}
