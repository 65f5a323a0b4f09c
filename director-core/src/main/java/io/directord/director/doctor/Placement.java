package io.directord.director.doctor;

import com.typesafe.config.Config;
import io.directord.director.config.RouterConfig;
import io.directord.director.config.VirtualAddress;
import io.directord.director.config.VirtualService;
import io.directord.kernel.ipvs.ServiceKey;
import io.directord.kernel.link.Link;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether addresses of services are where they should be. Pure. */
final class Placement implements Examination {
  @Override
  public List<Finding> of(Observed seen) {
    List<Finding> findings = new ArrayList<>();
    Map<String, String> roles = roles(seen);
    for (RouterConfig router : seen.config().routers()) {
      Finding finding = of(router, roles.getOrDefault(router.name(), ""), seen);
      findings.add(finding);
    }
    services(seen, findings);
    return findings;
  }

  private static Map<String, String> roles(Observed seen) {
    Map<String, String> roles = new HashMap<>();
    for (Config router : Status.objects(seen.daemon().status(), "routers")) {
      roles.put(Status.text(router, "name"), Status.text(router, "role"));
    }
    return roles;
  }

  private static Finding of(RouterConfig router, String role, Observed seen) {
    String what = "addresses of virtual router " + router.name();
    Set<InetAddress> here = onWire(seen);
    List<String> held = new ArrayList<>();
    List<String> absent = new ArrayList<>();
    for (VirtualAddress address : router.addresses()) {
      (here.contains(address.address()) ? held : absent).add(address.text());
    }
    if (role.equals("active")) {
      return absent.isEmpty()
          ? Finding.ok(what, "are here, as this node is active")
          : Finding.fail(
              what,
              "this node is active, but lacks " + String.join(", ", absent),
              "look for event=address-refused in the log");
    }
    String is = role.isEmpty() ? "no director runs here" : "this node is " + role;
    if (held.isEmpty()) {
      return Finding.ok(what, "are not here, as " + is);
    }
    return Finding.fail(
        what,
        is + ", but holds " + String.join(", ", held) + ": both nodes may answer",
        role.isEmpty() ? "directord sweep " + seen.file().path() : "directorctl routers");
  }

  /** The loopback has those that a real server answers to. */
  private static Set<InetAddress> onWire(Observed seen) {
    Set<Integer> loopbacks =
        seen.links().stream().filter(Link::loopback).map(Link::index).collect(Collectors.toSet());
    return seen.addresses().stream()
        .filter(each -> !loopbacks.contains(each.linkIndex()))
        .map(each -> each.address())
        .collect(Collectors.toSet());
  }

  /** IPVS takes what comes in for this host only. */
  private static void services(Observed seen, List<Finding> findings) {
    Set<InetAddress> held = new HashSet<>();
    for (RouterConfig router : seen.config().routers()) {
      router.addresses().forEach(each -> held.add(each.address()));
      router.holding().excludedAddresses().forEach(each -> held.add(each.address()));
    }
    seen.addresses().forEach(each -> held.add(each.address()));
    for (VirtualService service : seen.config().services()) {
      for (ServiceKey key : service.keys()) {
        if (key instanceof ServiceKey.Address(_, InetAddress address, _)
            && !held.contains(address)) {
          findings.add(
              Finding.fail(
                  "virtual service " + service.name(),
                  NetUtil.toAddressString(address)
                      + " is on no interface here and no virtual router brings it, so IPVS never"
                      + " sees its packets",
                  "name it in addresses of a virtual router, or give it to the host"));
          break;
        }
      }
    }
  }
}
