package io.directord.director.config;

import java.util.List;

/** The checks of a server, and how their verdicts are combined. */
record ServerChecks(List<NamedCheck> list, Combination combination) {
  static final ServerChecks NONE = all(List.of());

  ServerChecks {
    list = List.copyOf(list);
  }

  static ServerChecks all(List<NamedCheck> checks) {
    return new ServerChecks(checks, Combination.all(checks.size()));
  }

  static ServerChecks any(List<NamedCheck> checks) {
    return new ServerChecks(checks, Combination.any(checks.size()));
  }
}
