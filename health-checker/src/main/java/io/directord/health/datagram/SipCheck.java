package io.directord.health.datagram;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.Probe;
import java.util.List;
import java.util.Optional;

/**
 * An OPTIONS request is answered with an expected status (RFC 3261, section 11).
 *
 * @param uri whom it is put to; empty means the probed address
 */
public record SipCheck(Optional<String> uri, List<Codes> status, Transport transport)
    implements Check.Probed {
  public static final SipCheck DEFAULT =
      new SipCheck(Optional.empty(), List.of(new Codes(200, 299)), Transport.UDP);

  /** How the request travels. */
  public enum Transport {
    UDP,
    TCP
  }

  public SipCheck {
    status = List.copyOf(status);
    if (status.isEmpty()) {
      throw new IllegalArgumentException("status must name at least one code");
    }
    if (uri.filter(text -> !text.matches("sips?:[!-;=?-~]{1,256}")).isPresent()) {
      throw new IllegalArgumentException(
          "uri must be an address such as sip:ping@example.com, found \"" + uri.get() + "\"");
    }
  }

  @Override
  public String type() {
    return "sip";
  }

  @Override
  public Probe probe(Endpoint endpoint) {
    return new SipProbe(endpoint, this);
  }
}
