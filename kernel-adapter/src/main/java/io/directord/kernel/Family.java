package io.directord.kernel;

import java.net.Inet4Address;
import java.net.InetAddress;

/** An address family, with its number in {@code linux/socket.h}. */
public enum Family {
  IPV4(2, 4),
  IPV6(10, 16);

  private final int number;
  private final int addressBytes;

  Family(int number, int addressBytes) {
    this.number = number;
    this.addressBytes = addressBytes;
  }

  public static Family of(InetAddress address) {
    return address instanceof Inet4Address ? IPV4 : IPV6;
  }

  public int number() {
    return number;
  }

  public int addressBytes() {
    return addressBytes;
  }

  /** The prefix length of a single address: 32 or 128. */
  public int hostPrefix() {
    return addressBytes * 8;
  }
}
