package io.directord.failover;

import io.directord.failover.LinkTable.Port;
import io.directord.kernel.KernelException;
import io.directord.kernel.packet.Poller;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives virtual routers their lines, as interfaces come and go. Confined to the heartbeat. */
final class Switchboard implements AutoCloseable {
  private static final String INTERFACE = "interface";

  private final Poller poller;
  private final Line.Receiver receiver;
  private final Map<Line.Key, Line> lines = new HashMap<>();
  private final Map<Segment.Key, Segment> segments = new LinkedHashMap<>();

  Switchboard(Poller poller, Line.Receiver receiver) {
    this.poller = poller;
    this.receiver = receiver;
  }

  /** Opens what is missing, closes what is stale, and notes as a fault what is wrong. */
  void connect(VirtualRouter router, LinkTable table) {
    RouterSettings settings = router.settings();
    Optional<String> fault =
        connect(router, table, settings.interfaceName(), true)
            .or(() ->
                settings
                    .virtualLink()
                    .filter(link -> table.port(link.name()).isEmpty())
                    .map(link -> "there is no interface " + link.name() + " for its addresses"));
    if (fault.isPresent()) {
      router.faults().put(INTERFACE, fault.get());
    } else {
      router.faults().remove(INTERFACE);
    }
    for (String name : Set.copyOf(router.lines().keySet())) {
      if (!name.equals(settings.interfaceName())
          && !Optional.of(name).equals(settings.secondInterface())) {
        leave(router, name);
      }
    }
    // The second path may fail without harm: that is why there are two.
    settings.secondInterface().ifPresent(name -> connect(router, table, name, false));
  }

  private Optional<String> connect(
      VirtualRouter router, LinkTable table, String name, boolean first) {
    RouterSettings settings = router.settings();
    Optional<Port> found = table.port(name);
    if (found.isEmpty()) {
      leave(router, name);
      return Optional.of("there is no interface " + name);
    }
    Port port = found.get();
    if (!port.usable()) {
      return Optional.of(name + " is down or has no carrier");
    }
    Optional<InetAddress> configured = first ? settings.source() : Optional.empty();
    Optional<InetAddress> source = configured.or(() -> port.source(settings.family()));
    if (source.isEmpty()) {
      return Optional.of(name + " has no address to advertise from");
    }
    if (first) {
      router.connect(port, source.get());
    }
    return join(router, name, Line.Key.of(settings, port, source.get()));
  }

  private Optional<String> join(VirtualRouter router, String name, Line.Key key) {
    @Nullable Line current = router.lines().get(name);
    if (current != null && current.key().equals(key)) {
      return Optional.empty();
    }
    leave(router, name);
    try {
      Line line = lines.get(key);
      if (line == null) {
        line = Line.open(key, segment(key), receiver);
        lines.put(key, line);
        poller.watch(line.fd(), line::receive);
      }
      line.join(router);
      router.lines().put(name, line);
      return Optional.empty();
    } catch (KernelException refused) {
      return Optional.of(name + ": " + refused.getMessage());
    }
  }

  /** Stays while lines come and go: what it counts must not begin anew with a cable. */
  private Segment segment(Line.Key key) {
    return segments.computeIfAbsent(
        new Segment.Key(key.linkName(), key.family()), _ -> new Segment());
  }

  /** Forgets the interfaces that are in nobody's configuration any more. */
  void keep(Set<String> interfaces) {
    segments.keySet().removeIf(key -> !interfaces.contains(key.interfaceName()));
  }

  List<RoutersView.Strangers> strangers() {
    return segments.entrySet().stream()
        .map(each ->
            new RoutersView.Strangers(
                each.getKey().interfaceName(), each.getKey().family(), each.getValue().strangers()))
        .toList();
  }

  void disconnect(VirtualRouter router) {
    for (String name : Map.copyOf(router.lines()).keySet()) {
      leave(router, name);
    }
  }

  private void leave(VirtualRouter router, String name) {
    @Nullable Line line = router.lines().remove(name);
    if (line != null && line.leave(router)) {
      lines.remove(line.key());
      poller.unwatch(line.fd());
      line.close();
    }
  }

  @Override
  public void close() {
    lines.values().forEach(Line::close);
  }
}
