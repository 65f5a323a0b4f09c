package io.directord.director.doctor;

import io.directord.director.Standby;
import io.directord.kernel.link.Address;
import java.util.List;
import java.util.stream.Collectors;

/** A standby that is a real server as well. Pure. */
final class StandbyServer implements Examination {
  @Override
  public List<Finding> of(Observed seen) {
    var own = seen.addresses().stream().map(Address::address).collect(Collectors.toSet());
    return switch (Standby.of(seen.config(), own)) {
      case Standby.BalancesAgain(String because) ->
          List.of(Finding.warn("standby", because, "docs/operations.md says more"));
      case Standby.Setting(boolean on, String because) ->
          on ? List.of(Finding.ok("standby", "backup_only is wanted: " + because)) : List.of();
    };
  }
}
