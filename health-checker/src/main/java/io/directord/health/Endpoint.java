package io.directord.health;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where a probe goes, and how.
 *
 * @param address resolved; the port means nothing to a check that needs none
 * @param proxy what is sent before everything else on a connection
 * @param tls present when the connection is encrypted from its start, or on request (STARTTLS)
 */
public record Endpoint(
    InetSocketAddress address, Route route, ProxyHeader proxy, Optional<Tls> tls) {

  /** HAProxy's PROXY protocol: says that the connection is a check of the sender's own (LOCAL). */
  public enum ProxyHeader {
    NONE,
    V1,
    V2
  }

  public Endpoint {
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("a target needs an address, found " + address);
    }
  }

  /**
   * Whether encryption begins after a word of the protocol, which a check's dialogue has to say.
   */
  public boolean startsTls() {
    return tls.filter(t -> t.begin() == Tls.Begin.STARTTLS).isPresent();
  }

  /** In clear, by the kernel's own choice of way. */
  public static Endpoint plain(InetSocketAddress address) {
    return new Endpoint(address, Route.ANY, ProxyHeader.NONE, Optional.empty());
  }
}
