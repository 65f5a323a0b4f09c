package io.directord.health.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.Password;
import io.directord.health.Probe;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A directory lets somebody bind, and finds an entry.
 *
 * @param credentials the user is a distinguished name; nobody binds anonymously
 * @param base the entry that is looked for; empty looks for none, and an empty one is the root
 * @param filter that the entry must match
 */
public record LdapCheck(Credentials credentials, Optional<String> base, LdapFilter filter)
    implements Check.Probed {
  private static final int BASE_BYTES_MAX = 1024;

  public LdapCheck {
    if (credentials.anonymous() && credentials.hasPassword()) {
      throw new IllegalArgumentException("password needs a user beside it");
    }
    if (!credentials.anonymous() && !credentials.hasPassword()) {
      throw new IllegalArgumentException(
          "user needs a password beside it: without one, directories take it for nobody");
    }
    if (base.filter(b -> b.getBytes(UTF_8).length > BASE_BYTES_MAX).isPresent()) {
      throw new IllegalArgumentException("base must have at most " + BASE_BYTES_MAX + " bytes");
    }
    if (base.isEmpty() && !filter.equals(LdapFilter.ANY)) {
      throw new IllegalArgumentException("filter needs a base beside it");
    }
  }

  @Override
  public String type() {
    return "ldap";
  }

  @Override
  public Check.Probed withPasswords(UnaryOperator<Password> others) {
    return new LdapCheck(credentials.withPassword(others), base, filter);
  }

  @Override
  public boolean knowsStartTls() {
    return true;
  }

  @Override
  public Probe probe(Endpoint endpoint) {
    return new SessionProbe(endpoint, () -> new LdapSession(this, endpoint.startsTls()));
  }
}
