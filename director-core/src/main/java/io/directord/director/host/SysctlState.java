package io.directord.director.host;

import java.util.Optional;

/**
 * A sysctl as it was seen last. Pure.
 *
 * @param held absent: this kernel, or its modules, have no such sysctl
 * @param before what it was before directord set it; absent: it did not
 */
public record SysctlState(WantedSysctl wanted, Optional<String> held, Optional<String> before) {
  public boolean right() {
    return held.isEmpty() || wanted.takes(held.get());
  }
}
