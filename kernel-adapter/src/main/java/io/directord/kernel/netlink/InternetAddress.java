package io.directord.kernel.netlink;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses as the kernel writes them. Pure. */
public final class InternetAddress {
  public static final int AF_INET = 2;
  public static final int AF_INET6 = 10;

  private InternetAddress() {}

  /**
   * Four bytes are IPv4, sixteen are IPv6 and stay so: {@link InetAddress} would make an IPv4
   * address of {@code ::ffff:192.0.2.1}.
   */
  public static InetAddress of(byte[] bytes) throws MalformedMessage {
    try {
      return bytes.length == 16
          ? Inet6Address.getByAddress(null, bytes, -1)
          : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException impossible) {
      throw new MalformedMessage("address of " + bytes.length + " bytes");
    }
  }
}
