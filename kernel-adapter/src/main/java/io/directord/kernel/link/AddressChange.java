package io.directord.kernel.link;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Locale;

/** One change of the addresses of a link. The kernel goes by its index; the name is for people. */
public sealed interface AddressChange {

  int linkIndex();

  String linkName();

  InetAddress address();

  int prefixLength();

  /** The same change as a command line of iproute2. */
  String ip();

  record AddAddress(int linkIndex, String linkName, AddressSpec spec) implements AddressChange {
    @Override
    public InetAddress address() {
      return spec.address();
    }

    @Override
    public int prefixLength() {
      return spec.prefixLength();
    }

    @Override
    public String ip() {
      return command("add", linkName, spec);
    }
  }

  /**
   * Sets the lifetimes of an address anew, and its other properties as far as the kernel lets them
   * change; adds it where it is gone. Adding what is there is refused instead.
   */
  record RenewAddress(int linkIndex, String linkName, AddressSpec spec) implements AddressChange {
    @Override
    public InetAddress address() {
      return spec.address();
    }

    @Override
    public int prefixLength() {
      return spec.prefixLength();
    }

    @Override
    public String ip() {
      return command("replace", linkName, spec);
    }
  }

  /** With a primary IPv4 address go its secondaries, unless promote_secondaries is set. */
  record RemoveAddress(int linkIndex, String linkName, InetAddress address, int prefixLength)
      implements AddressChange {
    @Override
    public String ip() {
      return "ip address del "
          + NetUtil.toAddressString(address)
          + "/"
          + prefixLength
          + " dev "
          + linkName;
    }
  }

  private static String command(String verb, String linkName, AddressSpec spec) {
    StringBuilder line = new StringBuilder("ip address ").append(verb).append(' ');
    line.append(spec.text()).append(" dev ").append(linkName);
    spec.label().ifPresent(label -> line.append(" label ").append(label));
    if (spec.scope() != Scope.GLOBAL) {
      line.append(" scope ").append(spec.scope().name().toLowerCase(Locale.ROOT));
    }
    spec.protocol().ifPresent(number -> line.append(" proto ").append(number));
    if (spec.validSeconds() != AddressSpec.FOREVER) {
      line.append(" valid_lft ").append(spec.validSeconds());
    }
    if (spec.preferredSeconds() != AddressSpec.FOREVER) {
      line.append(" preferred_lft ").append(spec.preferredSeconds());
    }
    line.append(spec.noDad() ? " nodad" : "").append(spec.noPrefixRoute() ? " noprefixroute" : "");
    return line.toString();
  }
}
