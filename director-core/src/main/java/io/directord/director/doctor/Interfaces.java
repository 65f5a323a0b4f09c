package io.directord.director.doctor;

import io.directord.director.config.HostConfig.Masquerade;
import io.directord.director.config.RouterConfig;
import io.directord.director.config.VirtualAddress;
import io.directord.kernel.Family;
import io.directord.kernel.link.Link;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether what is configured is there, up, and has an address to speak from. Pure. */
final class Interfaces implements Examination {
  @Override
  public List<Finding> of(Observed seen) {
    Map<String, String> wanted = new LinkedHashMap<>();
    for (RouterConfig router : seen.config().routers()) {
      String of = "virtual router " + router.name();
      wanted.putIfAbsent(router.interfaceName(), of);
      router.addresses().stream()
          .map(VirtualAddress::device)
          .flatMap(Optional::stream)
          .forEach(device -> wanted.putIfAbsent(device, of));
    }
    seen.config()
        .ipvs()
        .sync()
        .ifPresent(sync -> wanted.putIfAbsent(sync.interfaceName(), "ipvs.sync"));
    seen.config().host().masquerade().stream()
        .map(Masquerade::out)
        .forEach(out -> wanted.putIfAbsent(out, "host.masquerade"));
    List<Finding> findings = new ArrayList<>();
    wanted.forEach((name, of) -> findings.add(of(name, of, seen)));
    seen.config().routers().forEach(router -> source(router, seen, findings));
    return findings;
  }

  private static Optional<Link> link(String name, Observed seen) {
    return seen.links().stream().filter(link -> link.name().equals(name)).findFirst();
  }

  private static Finding of(String name, String of, Observed seen) {
    String what = "interface " + name;
    Optional<Link> link = link(name, seen);
    if (link.isEmpty()) {
      String there = String.join(", ", seen.links().stream().map(Link::name).sorted().toList());
      return Finding.fail(
          what, "there is none, for " + of, "correct its name; there are: " + there);
    }
    if (!link.get().up()) {
      return Finding.fail(what, "is down, for " + of, "ip link set dev " + name + " up");
    }
    return link.get().running()
        ? Finding.ok(what, "is up")
        : Finding.fail(what, "has no carrier, for " + of, "look at the cable and the switch");
  }

  /** An advertisement has a source. */
  private static void source(RouterConfig router, Observed seen, List<Finding> findings) {
    Optional<Link> link = link(router.interfaceName(), seen);
    Family family = router.addresses().getFirst().family();
    boolean speaks =
        link.isPresent()
            && seen.addresses().stream()
                .anyMatch(each ->
                    each.linkIndex() == link.get().index()
                        && Family.of(each.address()) == family
                        && router.addresses().stream()
                            .noneMatch(own -> own.address().equals(each.address())));
    if (link.isPresent() && !speaks) {
      findings.add(
          Finding.fail(
              "virtual router " + router.name(),
              router.interfaceName()
                  + " has no "
                  + (family == Family.IPV4 ? "IPv4" : "IPv6")
                  + " address of its own to advertise from",
              "ip address add … dev " + router.interfaceName()));
    }
  }
}
