package io.directord.director.doctor;

import io.directord.director.host.Need;
import io.directord.director.host.SysctlState;
import java.util.ArrayList;
import java.util.List;

/** Those that this configuration asks for. Pure. */
final class Sysctls implements Examination {
  @Override
  public List<Finding> of(Observed seen) {
    List<Finding> findings = new ArrayList<>();
    int right = 0;
    for (SysctlState state : seen.sysctls()) {
      if (state.wanted().need() == Need.SHOWN || state.held().isEmpty()) {
        continue;
      }
      if (state.right()) {
        right++;
      } else {
        findings.add(wrong(state));
      }
    }
    if (right > 0) {
      findings.add(Finding.ok("sysctls", right + (right == 1 ? " is" : " are") + " as needed"));
    }
    return findings;
  }

  private static Finding wrong(SysctlState state) {
    String what = "sysctl " + state.wanted().name();
    String why = "is " + state.held().orElse("") + ": " + state.wanted().because();
    String fix = state.wanted().fix() + ", or host.sysctls = apply";
    return switch (state.wanted().need()) {
      case REQUIRED -> Finding.fail(what, why, fix);
      case ADVISED, SHOWN -> Finding.warn(what, why, fix);
    };
  }
}
