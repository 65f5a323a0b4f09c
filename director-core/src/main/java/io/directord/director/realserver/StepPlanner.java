package io.directord.director.realserver;

import static io.directord.director.realserver.Requests.six;
import static io.directord.director.realserver.Requests.text;

import io.directord.director.realserver.Requests.ArpKind;
import io.directord.director.realserver.Requests.RedirectKind;
import io.directord.director.realserver.Requests.Request;
import io.directord.director.realserver.Requests.Service;
import io.directord.director.realserver.Requests.Tunnelled;
import io.directord.kernel.Family;
import io.directord.kernel.ipvs.Forwarding;
import io.directord.kernel.ipvs.Forwarding.Encapsulation;
import io.directord.kernel.ipvs.Forwarding.TunnelChecksum;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The steps of a request, in the order in which no packet goes astray. Pure. */
public final class StepPlanner {
  static final String CHAIN = "DIRECTORD";
  static final String CHAIN_IN = "DIRECTORD-IN";
  static final String CHAIN_OUT = "DIRECTORD-OUT";

  private final Request request;
  private final Function<InetAddress, Optional<InetAddress>> realAddress;
  private final Map<String, Step> steps = new LinkedHashMap<>();
  private Optional<InetAddress> outer = Optional.empty();

  private StepPlanner(Request request, Function<InetAddress, Optional<InetAddress>> realAddress) {
    this.request = request;
    this.realAddress = realAddress;
  }

  /**
   * The plan; an {@code IllegalArgumentException} says what the request lacks.
   *
   * @param realAddress this host's own address that goes with a service's
   */
  static List<Step> plan(
      Request request, Function<InetAddress, Optional<InetAddress>> realAddress) {
    StepPlanner planner = new StepPlanner(request, realAddress);
    planner.hide();
    request.tunnelled().forEach(planner::tunnel);
    request.hidden().forEach(each -> planner.address(each, request.device().orElse("lo")));
    planner.redirect();
    for (InetAddress gateway : request.gateways()) {
      planner.add(new Step.DefaultRoute(six(gateway), text(gateway)));
    }
    return List.copyOf(planner.steps.values());
  }

  private void add(Step step) {
    steps.putIfAbsent(step.key(), step);
  }

  private void address(InetAddress address, String device) {
    add(new Step.Address(text(address), Family.of(address).hostPrefix(), device));
  }

  /** Before the addresses are there: the first request would be answered. */
  private void hide() {
    List<InetAddress> hidden = new ArrayList<>(request.hidden());
    request.tunnelled().forEach(each -> hidden.add(each.address()));
    if (request.device().filter(each -> !each.equals("lo")).isPresent()
        && !request.hidden().isEmpty()) {
      if (request.arp() == ArpKind.SYSCTL) {
        throw new IllegalArgumentException(
            "--arp sysctl hides addresses of lo only: leave out --device, or use --arp nft");
      }
      if (request.hidden().stream().anyMatch(Requests::six)) {
        throw new IllegalArgumentException(
            "an IPv6 address is hidden on lo only: leave out --device");
      }
    }
    List<InetAddress> four = hidden.stream().filter(each -> !six(each)).distinct().toList();
    if (four.isEmpty()) {
      return;
    }
    switch (request.arp()) {
      case SYSCTL -> sysctls();
      case NFT -> add(new Rules.NftArp(pairs(four)));
      case ARPTABLES -> arptables(four);
    }
  }

  private void sysctls() {
    for (String where : List.of("all", "lo")) {
      String folder = "net/ipv4/conf/" + where + "/";
      add(new Step.Sysctl(folder + "arp_ignore", "1"));
      add(new Step.Sysctl(folder + "arp_announce", "2"));
    }
  }

  private String pairs(List<InetAddress> addresses) {
    return addresses.stream()
        .map(each -> text(each) + "=" + text(own(each)))
        .collect(Collectors.joining(" "));
  }

  private InetAddress own(InetAddress address) {
    return request
        .realAddress()
        .or(() -> realAddress.apply(address))
        .filter(each -> Family.of(each) == Family.of(address))
        .orElseThrow(() ->
            new IllegalArgumentException(
                "which address of this host goes with "
                    + text(address)
                    + "? Say it: --real-address ADDRESS"));
  }

  private void arptables(List<InetAddress> addresses) {
    for (String chain : List.of(CHAIN_IN, CHAIN_OUT)) {
      add(new Rules.Chain("arptables", "filter", chain));
    }
    for (InetAddress address : addresses) {
      arp(CHAIN_IN, "-j DROP -d " + text(address));
      arp(CHAIN_OUT, "-j mangle -s " + text(address) + " --mangle-ip-s " + text(own(address)));
    }
    arp("INPUT", "-j " + CHAIN_IN);
    arp("OUTPUT", "-j " + CHAIN_OUT);
  }

  private void arp(String chain, String words) {
    add(new Rules.Rule("arptables", "filter", chain, words));
  }

  private void tunnel(Tunnelled tunnelled) {
    InetAddress inner = tunnelled.address();
    boolean outerSix = six(request.realAddress().orElse(inner));
    outer = request.realAddress().or(() -> realAddress.apply(inner));
    String device = tunnelDevice(tunnelled.encapsulation(), six(inner), outerSix);
    if (!six(inner)) {
      add(new Step.Sysctl("net/ipv4/conf/" + device + "/rp_filter", "2"));
    }
    add(new Tunnels.LinkUp(device));
    address(inner, request.device().orElse(device));
  }

  /** The device where packets come out; its module and what feeds it. */
  private String tunnelDevice(Encapsulation encapsulation, boolean innerSix, boolean outerSix) {
    return switch (encapsulation) {
      case Forwarding.Ipip() -> ipDevice(innerSix, outerSix);
      case Forwarding.Gue(int port, _) -> {
        add(new Tunnels.Module("fou", Tunnels.Module.NO_DEVICE));
        add(new Tunnels.Receiver(outerSix, port));
        yield ipDevice(innerSix, outerSix);
      }
      case Forwarding.Gre(TunnelChecksum checksum) -> {
        String type = outerSix ? "ip6gre" : "gre";
        add(new Tunnels.Module(outerSix ? "ip6_gre" : "ip_gre", type + "0"));
        if (checksum == TunnelChecksum.NONE && !outerSix) {
          yield "gre0";
        }
        boolean plain = checksum == TunnelChecksum.NONE;
        yield device(
            type,
            outerSix ? "directord-gre6" : "directord-gre",
            plain ? Tunnels.Device.PLAIN : Tunnels.Device.CHECKSUM);
      }
    };
  }

  private String device(String type, String name, String sum) {
    add(new Tunnels.Device(type, name, text(outer(!type.equals("gre"))), sum));
    return name;
  }

  private InetAddress outer(boolean six) {
    return outer
        .filter(each -> six(each) == six)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "this tunnel needs a device of its own, for this host's address: --real-address"
                    + " ADDRESS"));
  }

  private String ipDevice(boolean innerSix, boolean outerSix) {
    if (outerSix) {
      add(new Tunnels.Module("ip6_tunnel", "ip6tnl0"));
      return device("ip6tnl", "directord-ip6", Tunnels.Device.PLAIN);
    }
    Tunnels.Module module =
        innerSix ? new Tunnels.Module("sit", "sit0") : new Tunnels.Module("ipip", "tunl0");
    add(module);
    return module.device();
  }

  private void redirect() {
    for (boolean six : new boolean[] {false, true}) {
      List<Service> services =
          request.redirected().stream().filter(each -> six(each.address()) == six).toList();
      if (!services.isEmpty()) {
        redirect(request.redirect(), services, six);
      }
    }
  }

  private void redirect(RedirectKind kind, List<Service> services, boolean six) {
    switch (kind) {
      case NFT ->
          add(
              new Rules.NftRedirect(
                  six ? "ip6" : "ip",
                  services.stream()
                      .map(each ->
                          text(each.address()) + " " + each.port() + "/" + each.protocol().text())
                      .collect(Collectors.joining(","))));
      case FIREWALLD -> services.forEach(each -> firewalld(each, six));
      case IPTABLES -> {
        String program = six ? "ip6tables" : "iptables";
        add(new Rules.Chain(program, "nat", CHAIN));
        for (Service each : services) {
          String protocol = each.protocol().text();
          String match = "-d " + text(each.address()) + " -p " + protocol + " -m " + protocol;
          String words = match + " --dport " + each.port() + " -j REDIRECT";
          add(new Rules.Rule(program, "nat", CHAIN, words));
        }
        add(new Rules.Rule(program, "nat", "PREROUTING", "-j " + CHAIN));
      }
    }
  }

  private void firewalld(Service service, boolean six) {
    String family = six ? "ipv6" : "ipv4";
    for (boolean permanent : request.persist() ? new boolean[] {true, false} : new boolean[1]) {
      add(
          new Rules.Firewalld(
              permanent,
              family,
              text(service.address()),
              service.port(),
              service.protocol().text()));
    }
  }
}
