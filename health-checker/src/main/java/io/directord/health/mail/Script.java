package io.directord.health.mail;

import java.util.List;

/**
 * All that is said to a server.
 *
 * @param name of the protocol
 * @param exchanges the greeting first, the farewell last
 * @param secrets what is shown to the server and to nobody else, in all the ways it is written
 * @param achieved what success tells besides; may be empty
 */
record Script(
    String name, Grammar grammar, List<Exchange> exchanges, List<String> secrets, String achieved) {

  Script {
    exchanges = List.copyOf(exchanges);
    secrets = List.copyOf(secrets);
  }

  @Override
  public String toString() {
    return name + exchanges;
  }
}
