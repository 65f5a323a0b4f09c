package io.directord.failover;

import io.directord.kernel.Family;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Where advertisements go: RFC 9568 sections 5.1.1.2 and 5.1.2.2. */
public final class Groups {
  private static final InetAddress IPV4 = literal("224.0.0.18");
  private static final InetAddress IPV6 = literal("ff02::12");

  private Groups() {}

  public static InetAddress of(Family family) {
    return family == Family.IPV4 ? IPV4 : IPV6;
  }

  private static InetAddress literal(String text) {
    try {
      return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(text));
    } catch (UnknownHostException impossible) {
      throw new AssertionError(text, impossible);
    }
  }
}
