package io.directord.kernel.link;

import io.directord.kernel.netlink.InternetAddress;
import io.directord.kernel.netlink.MessageWriter;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Changes of links, routes and rules as messages of rtnetlink ({@code linux/rtnetlink.h}, {@code
 * linux/if_link.h}, {@code linux/fib_rules.h}). Pure.
 *
 * <pre>
 *  struct ifinfomsg:     | family | - | type (2) | index (4) | flags (4) | which flags (4) |
 *  struct rtmsg:         | family | dst length | src length | tos | table | protocol | scope | type
 *                        | flags (4) |
 *  struct fib_rule_hdr:  | family | dst length | src length | tos | table | - | - | action
 *                        | flags (4) |
 * </pre>
 */
final class NetworkCodec {
  static final int NEW_ROUTE = 24;
  static final int DEL_ROUTE = 25;
  static final int GET_ROUTE = 26;
  static final int NEW_RULE = 32;
  static final int DEL_RULE = 33;
  static final int GET_RULE = 34;

  static final int HEADER_BYTES = 12; // of routes and rules alike
  static final int ACTION_TABLE = 1; // FR_ACT_TO_TBL

  static final int ROUTE_DESTINATION = 1;
  static final int ROUTE_LINK = 4;
  static final int ROUTE_GATEWAY = 5;
  static final int ROUTE_METRIC = 6;
  static final int ROUTE_SOURCE = 7;
  static final int ROUTE_TABLE = 15;

  static final int RULE_TO = 1;
  static final int RULE_FROM = 2;
  static final int RULE_IN_LINK = 3;
  static final int RULE_PRIORITY = 6;
  static final int RULE_MARK = 10;
  static final int RULE_TABLE = 15;
  static final int RULE_MASK = 16;
  static final int RULE_OUT_LINK = 17;
  static final int RULE_PROTOCOL = 21;

  private static final int LINK_PARENT = 5;
  private static final int LINK_INFO_DATA = 2;
  private static final byte[] MACVLAN = "macvlan".getBytes(StandardCharsets.UTF_8);
  private static final int MACVLAN_MODE = 1;
  private static final int MODE_PRIVATE = 1;
  private static final int UP = 0x1; // IFF_UP

  private static final int SCOPE_UNIVERSE = 0;
  private static final int SCOPE_LINK = 253;
  private static final int SCOPE_ANY = 255; // RT_SCOPE_NOWHERE: whichever it has
  private static final int TABLE_BYTE_MAX = 255;

  private static final int REQUEST = MessageWriter.FLAG_REQUEST;
  private static final int CREATE =
      REQUEST | MessageWriter.FLAG_CREATE | MessageWriter.FLAG_EXCLUSIVE;

  private NetworkCodec() {}

  /** Writes one change as one whole message. */
  static void write(MessageWriter out, NetworkChange change, int sequence) {
    switch (change) {
      case NetworkChange.AddMacvlan macvlan -> {
        out.message(LinkCodec.NEW_LINK, CREATE, sequence).words(0, 0, 0, 0);
        macvlan(out, macvlan);
      }
      case NetworkChange.RemoveLink(int index, var _) ->
          out.message(LinkCodec.DEL_LINK, REQUEST, sequence).words(0, index, 0, 0);
      case NetworkChange.SetLinkUp(int index, var _, boolean up) ->
          out.message(LinkCodec.NEW_LINK, REQUEST, sequence).words(0, index, up ? UP : 0, UP);
      case NetworkChange.AddRoute(var route, var _) -> {
        boolean near = route.gateway().isEmpty() && route.type() == RouteSpec.Type.UNICAST;
        int scope = near && !route.destination().ipv6() ? SCOPE_LINK : SCOPE_UNIVERSE;
        route(out.message(NEW_ROUTE, CREATE, sequence), route, scope, route.type().number());
      }
      case NetworkChange.RemoveRoute(var route, var _) -> {
        int type = route.type() == RouteSpec.Type.UNICAST ? 0 : route.type().number();
        route(out.message(DEL_ROUTE, REQUEST, sequence), route, SCOPE_ANY, type);
      }
      case NetworkChange.AddRule(var rule) ->
          rule(out.message(NEW_RULE, CREATE, sequence), rule, ACTION_TABLE);
      case NetworkChange.RemoveRule(var rule) ->
          rule(out.message(DEL_RULE, REQUEST, sequence), rule, 0);
    }
    out.end();
  }

  private static void macvlan(MessageWriter out, NetworkChange.AddMacvlan macvlan) {
    out.bytes(LinkCodec.LINK_ADDRESS, macvlan.mac().bytes(), MacAddress.BYTES)
        .u32(LINK_PARENT, macvlan.parentIndex())
        .text(LinkCodec.LINK_NAME, macvlan.name());
    int info = out.beginNest(LinkCodec.LINK_INFO);
    out.bytes(LinkCodec.LINK_INFO_KIND, MACVLAN, MACVLAN.length);
    int data = out.beginNest(LINK_INFO_DATA);
    out.u32(MACVLAN_MODE, MODE_PRIVATE);
    out.endNest(data);
    out.endNest(info);
  }

  private static void route(MessageWriter out, RouteSpec route, int scope, int type) {
    Prefix destination = route.destination();
    out.fixed(
            new byte[] {
              family(destination.ipv6()),
              (byte) destination.length(),
              0,
              0,
              tableByte(route.table()),
              (byte) route.protocol(),
              (byte) scope,
              (byte) type
            })
        .words(0);
    if (destination.length() > 0) {
      address(out, ROUTE_DESTINATION, destination.address());
    }
    route.gateway().ifPresent(gateway -> address(out, ROUTE_GATEWAY, gateway));
    route.source().ifPresent(source -> address(out, ROUTE_SOURCE, source));
    if (route.metric() != 0) {
      out.u32(ROUTE_METRIC, route.metric());
    }
    if (route.table() > TABLE_BYTE_MAX) {
      out.u32(ROUTE_TABLE, route.table());
    }
    if (route.linkIndex() != 0) {
      out.u32(ROUTE_LINK, route.linkIndex());
    }
  }

  private static void rule(MessageWriter out, RuleSpec rule, int action) {
    out.fixed(
            new byte[] {
              family(rule.ipv6()),
              (byte) rule.to().map(Prefix::length).orElse(0).intValue(),
              (byte) rule.from().map(Prefix::length).orElse(0).intValue(),
              0,
              tableByte(rule.table()),
              0,
              0,
              (byte) action
            })
        .words(0);
    network(out, RULE_FROM, rule.from());
    network(out, RULE_TO, rule.to());
    rule.inLink().ifPresent(name -> out.text(RULE_IN_LINK, name));
    rule.outLink().ifPresent(name -> out.text(RULE_OUT_LINK, name));
    rule.mark()
        .ifPresent(mark -> {
          out.u32(RULE_MARK, mark.value());
          if (mark.mask() != RuleSpec.Mark.ALL) {
            out.u32(RULE_MASK, mark.mask());
          }
        });
    if (rule.table() > TABLE_BYTE_MAX) {
      out.u32(RULE_TABLE, rule.table());
    }
    out.u32(RULE_PRIORITY, rule.priority()).u8(RULE_PROTOCOL, rule.protocol());
  }

  private static void network(MessageWriter out, int type, Optional<Prefix> network) {
    network
        .filter(prefix -> prefix.length() > 0)
        .ifPresent(prefix -> address(out, type, prefix.address()));
  }

  private static void address(MessageWriter out, int type, InetAddress address) {
    byte[] bytes = address.getAddress();
    out.bytes(type, bytes, bytes.length);
  }

  private static byte family(boolean ipv6) {
    return (byte) (ipv6 ? InternetAddress.AF_INET6 : InternetAddress.AF_INET);
  }

  /** Zero where the number does not fit, and an attribute says it. */
  private static byte tableByte(int table) {
    return (byte) (table > TABLE_BYTE_MAX ? 0 : table);
  }

  static void askRoutes(MessageWriter out, int sequence) {
    ask(out, GET_ROUTE, sequence);
  }

  static void askRules(MessageWriter out, int sequence) {
    ask(out, GET_RULE, sequence);
  }

  private static void ask(MessageWriter out, int type, int sequence) {
    out.message(type, REQUEST | MessageWriter.FLAG_DUMP, sequence)
        .fixed(new byte[HEADER_BYTES])
        .end();
  }
}
