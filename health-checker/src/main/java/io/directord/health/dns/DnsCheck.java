package io.directord.health.dns;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.Probe;
import java.util.Optional;
import java.util.Set;

/**
 * A question to a name server is answered as expected.
 *
 * @param query the name that is asked for
 * @param answer an address or a text that must be among the records of the answer
 * @param recursion whether the server is to ask others
 */
public record DnsCheck(
    String query,
    RecordType record,
    Set<Rcode> rcodes,
    Optional<String> answer,
    boolean recursion,
    Transport transport)
    implements Check.Probed {

  /** How the question travels. */
  public enum Transport {
    UDP,
    TCP
  }

  public DnsCheck {
    rcodes = Set.copyOf(rcodes);
    DnsQuestion.complaint(query)
        .ifPresent(why -> {
          throw new IllegalArgumentException("query " + why + ", found \"" + query + "\"");
        });
    if (rcodes.isEmpty()) {
      throw new IllegalArgumentException("rcode must name at least one");
    }
    if (answer.isPresent() && answer.get().isBlank()) {
      throw new IllegalArgumentException("answer must not be empty");
    }
  }

  @Override
  public String type() {
    return "dns";
  }

  @Override
  public Probe probe(Endpoint endpoint) {
    return new DnsProbe(endpoint, this);
  }
}
