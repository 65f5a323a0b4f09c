package io.directord.director.host;

import io.directord.director.config.HostConfig.Sysctls;
import java.util.List;

/**
 * What is known of this host; immutable.
 *
 * @param missing modules without which something does not work
 */
public record HostView(
    Sysctls mode, List<SysctlState> sysctls, RulesState rules, List<WantedModule> missing) {
  public HostView {
    sysctls = List.copyOf(sysctls);
    missing = List.copyOf(missing);
  }

  /** Those of this need that are not as they should be. */
  public List<SysctlState> wrong(Need need) {
    return sysctls.stream()
        .filter(state -> state.wanted().need() == need && !state.right())
        .toList();
  }
}
