package io.directord.director.doctor;

import io.directord.director.host.WantedModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Kernel modules, and the programs that set rules. Pure. */
final class Modules implements Examination {
  @Override
  public List<Finding> of(Observed seen) {
    List<Finding> findings = new ArrayList<>();
    for (WantedModule module : WantedModule.of(seen.config())) {
      findings.add(of(module, seen));
    }
    rules(seen).ifPresent(because -> findings.add(program(because, seen)));
    return findings;
  }

  private static Finding of(WantedModule module, Observed seen) {
    String what = "module " + module.name();
    if (seen.modules().has(module.name())) {
      return Finding.ok(what, "loaded");
    }
    if (seen.modules().lacks(module.name())) {
      String release = seen.modules().release();
      return Finding.fail(
          what,
          "this kernel (" + release + ") has none: " + module.because(),
          "apt-get install " + WantedModule.packageOf(release) + ", and boot that kernel");
    }
    if (module.asks() && seen.modules().present().isEmpty()) {
      return Finding.warn(
          what,
          "not loaded, and it cannot be told whether this kernel has it: " + module.because(),
          module.fix());
    }
    return module.asks()
        ? Finding.ok(what, "not loaded; the kernel loads it when it is asked for")
        : Finding.fail(what, "not loaded: " + module.because(), module.fix());
  }

  private static Optional<String> rules(Observed seen) {
    if (seen.config().services().stream().anyMatch(each -> !each.marked().isEmpty())) {
      return Optional.of("marked");
    }
    if (!seen.config().host().masquerade().isEmpty()) {
      return Optional.of("host.masquerade");
    }
    return seen.config().routers().stream().anyMatch(each -> !each.holding().accept())
        ? Optional.of("accept = false")
        : Optional.empty();
  }

  private static Finding program(String because, Observed seen) {
    if (seen.programs().contains("nft") || seen.programs().contains("iptables")) {
      return Finding.ok("packet filter", "there is a program for the rules of " + because);
    }
    return Finding.fail(
        "packet filter",
        "there is neither nft nor iptables for the rules of " + because,
        "apt-get install nftables");
  }
}
