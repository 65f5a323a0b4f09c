package io.directord.director.metrics;

import io.directord.director.DirectorView;
import io.directord.kernel.ipvs.IpvsTable;
import io.directord.kernel.ipvs.ObservedServer;
import io.directord.kernel.ipvs.ObservedService;
import io.directord.kernel.ipvs.ServerKey;
import io.directord.kernel.ipvs.ServiceKey;
import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * The whole table of the kernel, whoever made it, in the names and labels of node_exporter's ipvs
 * collector, a page at a time. One scrape's.
 */
final class BackendText {
  /** A metric with a line for each server of each service. */
  private record Backends(String name, String help, ToLongFunction<ObservedServer> value) {}

  private static final List<Backends> BACKENDS =
      List.of(
          new Backends(
              "node_ipvs_backend_connections_active",
              "The current active connections by local and remote address",
              ObservedServer::activeConnections),
          new Backends(
              "node_ipvs_backend_connections_inactive",
              "The current inactive connections by local and remote address",
              ObservedServer::inactiveConnections),
          new Backends(
              "node_ipvs_backend_weight",
              "The current backend weight by local and remote address",
              server -> server.spec().weight()));

  private final IpvsTable table;
  private final boolean servers;
  private int family = -1;
  private Iterator<Map.Entry<ServiceKey, ObservedService>> services =
      Map.<ServiceKey, ObservedService>of().entrySet().iterator();

  BackendText(DirectorView view) {
    this.table = view.table();
    this.servers = view.config().http().serverMetrics();
  }

  /** Adds a page; answers with whether there is more. Pages end between services. */
  boolean write(ByteBuf page) {
    if (family < 0) {
      totals(page);
    }
    int fullAt = page.writerIndex() + ServiceText.PAGE_BYTES;
    while (services.hasNext() || begin(page)) {
      if (page.writerIndex() >= fullAt) {
        return true;
      }
      if (services.hasNext()) {
        Map.Entry<ServiceKey, ObservedService> service = services.next();
        write(page, BACKENDS.get(family), service.getKey(), service.getValue());
      }
    }
    return false;
  }

  /** The next family; false behind the last. */
  private boolean begin(ByteBuf page) {
    if (!servers || table.services().isEmpty() || family == BACKENDS.size() - 1) {
      family = Math.max(family, 0);
      return false;
    }
    Backends now = BACKENDS.get(++family);
    head(page, now.name(), now.help(), "gauge");
    services = table.services().entrySet().iterator();
    return true;
  }

  private static void totals(ByteBuf page) {
    KernelTotals totals = KernelTotals.read();
    total(page, "connections", "number of connections made", totals.connections());
    total(page, "incoming_packets", "number of incoming packets", totals.incomingPackets());
    total(page, "outgoing_packets", "number of outgoing packets", totals.outgoingPackets());
    total(page, "incoming_bytes", "amount of incoming data", totals.incomingBytes());
    total(page, "outgoing_bytes", "amount of outgoing data", totals.outgoingBytes());
  }

  private static void total(ByteBuf page, String what, String help, OptionalLong value) {
    if (value.isPresent()) {
      String name = "node_ipvs_" + what + "_total";
      head(page, name, "The total " + help, "counter");
      text(page, name + " ");
      Numbers.write(page, value.getAsLong());
    }
  }

  private static void write(
      ByteBuf page, Backends now, ServiceKey service, ObservedService observed) {
    String local =
        switch (service) {
          case ServiceKey.Address(var protocol, var address, int port) ->
              labels(
                  NetUtil.toAddressString(address),
                  "",
                  port,
                  protocol.name().toUpperCase(Locale.ROOT));
          case ServiceKey.FirewallMark mark -> labels("", hex(mark.mark()), 0, "FWM");
        };
    for (Map.Entry<ServerKey, ObservedServer> each : observed.servers().entrySet()) {
      ServerKey server = each.getKey();
      text(page, now.name());
      text(page, local);
      text(page, NetUtil.toAddressString(server.address()));
      text(page, "\",remote_port=\"" + server.port() + "\"} ");
      Numbers.write(page, now.value().applyAsLong(each.getValue()));
    }
  }

  private static String labels(String address, String mark, int port, String protocol) {
    return "{local_address=\""
        + address
        + "\",local_mark=\""
        + mark
        + "\",local_port=\""
        + port
        + "\",proto=\""
        + protocol
        + "\",remote_address=\"";
  }

  /** As {@code /proc/net/ip_vs} shows a mark. */
  private static String hex(long mark) {
    String digits = Long.toHexString(mark).toUpperCase(Locale.ROOT);
    return "0".repeat(8 - digits.length()) + digits;
  }

  private static void head(ByteBuf page, String name, String help, String type) {
    text(page, "# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n");
  }

  private static void text(ByteBuf page, String text) {
    page.writeCharSequence(text, StandardCharsets.UTF_8);
  }
}
