package io.directord.kernel.link;

import java.util.Locale;

/** One change of links, routes or rules. */
public sealed interface NetworkChange {

  /** The same change as a command line of iproute2. */
  String ip();

  /**
   * A link of its own MAC on top of another, which does not see its fellows there: mode private. It
   * is down at first.
   */
  record AddMacvlan(int parentIndex, String parentName, String name, MacAddress mac)
      implements NetworkChange {
    public AddMacvlan {
      if (name.isEmpty() || name.length() > AddressSpec.LABEL_BYTES_MAX) {
        throw new IllegalArgumentException("a link's name has 1..15 bytes, found \"" + name + "\"");
      }
    }

    @Override
    public String ip() {
      return "ip link add link "
          + parentName
          + " name "
          + name
          + " address "
          + mac.text()
          + " type macvlan mode private";
    }
  }

  record RemoveLink(int index, String name) implements NetworkChange {
    @Override
    public String ip() {
      return "ip link del " + name;
    }
  }

  record SetLinkUp(int index, String name, boolean up) implements NetworkChange {
    @Override
    public String ip() {
      return "ip link set " + name + (up ? " up" : " down");
    }
  }

  /** Is refused where there is one to the same destination in its table, of its metric. */
  record AddRoute(RouteSpec route, String linkName) implements NetworkChange {
    @Override
    public String ip() {
      return route.ip("add", linkName);
    }
  }

  record RemoveRoute(RouteSpec route, String linkName) implements NetworkChange {
    @Override
    public String ip() {
      return route.ip("del", linkName);
    }
  }

  /** Is refused where there is one like it. */
  record AddRule(RuleSpec rule) implements NetworkChange {
    @Override
    public String ip() {
      return rule.ip("add");
    }
  }

  record RemoveRule(RuleSpec rule) implements NetworkChange {
    @Override
    public String ip() {
      return rule.ip("del");
    }
  }

  /** What it is about: link, route or rule. */
  default String what() {
    return switch (this) {
      case AddMacvlan _, RemoveLink _, SetLinkUp _ -> "link";
      case AddRoute _, RemoveRoute _ -> "route";
      case AddRule _, RemoveRule _ -> "rule";
    };
  }

  /** A number as iproute2 prints marks. */
  static String hex(long value) {
    return "0x" + Long.toHexString(value).toLowerCase(Locale.ROOT);
  }
}
