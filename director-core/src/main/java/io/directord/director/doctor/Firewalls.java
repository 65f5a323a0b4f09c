package io.directord.director.doctor;

import io.directord.director.config.DirectorConfig;
import io.directord.director.doctor.Observed.Ruleset;
import io.directord.director.host.Use;
import io.directord.kernel.ipvs.ServiceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Other people's rules that let through what they name only, and do not name what a director needs.
 * A guess by their words: rules are not carried out here. Pure.
 */
final class Firewalls implements Examination {
  private static final Pattern IPTABLES_IN = Pattern.compile("(?m)^-P INPUT DROP$");
  private static final Pattern IPTABLES_THROUGH = Pattern.compile("(?m)^-P FORWARD DROP$");
  private static final Pattern NFT_IN = Pattern.compile("hook input [^\\n]*policy drop");
  private static final Pattern NFT_THROUGH = Pattern.compile("hook forward [^\\n]*policy drop");

  /** Protocol 112 by number or name; the number is a port as well, which does no harm. */
  private static final Pattern VRRP = Pattern.compile("\\b(vrrp|112)\\b");

  private static final int PORTS_SHOWN_MAX = 5;

  @Override
  public List<Finding> of(Observed seen) {
    List<Finding> findings = new ArrayList<>();
    for (Ruleset rules : seen.rulesets()) {
      boolean nft = rules.program().equals("nft");
      String text = rules.text();
      if ((nft ? NFT_IN : IPTABLES_IN).matcher(text).find()) {
        in(rules, seen.config(), findings);
      }
      if ((nft ? NFT_THROUGH : IPTABLES_THROUGH).matcher(text).find()) {
        through(rules, seen.config(), findings);
      }
    }
    return findings;
  }

  private static void in(Ruleset rules, DirectorConfig config, List<Finding> findings) {
    if (!config.routers().isEmpty() && !VRRP.matcher(rules.text()).find()) {
      findings.add(
          Finding.warn(
              "firewall (" + rules.program() + ")",
              "drops what it does not name, and does not name VRRP: the other node is not heard",
              rules.program().equals("nft")
                  ? "nft add rule … input ip protocol vrrp accept"
                  : rules.program() + " -I INPUT -p vrrp -j ACCEPT"));
    }
    List<Integer> ports = unnamed(rules, config);
    if (!ports.isEmpty()) {
      findings.add(
          Finding.warn(
              "firewall (" + rules.program() + ")",
              "drops what it does not name before IPVS takes it, and does not name port "
                  + String.join(
                      ", ", ports.stream().limit(PORTS_SHOWN_MAX).map(String::valueOf).toList()),
              "accept it in the input chain"));
    }
  }

  private static List<Integer> unnamed(Ruleset rules, DirectorConfig config) {
    TreeSet<Integer> ports = new TreeSet<>();
    config.services().stream()
        .flatMap(service -> service.keys().stream())
        .filter(ServiceKey.Address.class::isInstance)
        .map(key -> ((ServiceKey.Address) key).port())
        .filter(port -> port > 0)
        .forEach(ports::add);
    // A range may hold it: then nothing is said.
    if (Pattern.compile("dports? [^\\n]*\\d[-:]\\d").matcher(rules.text()).find()) {
      return List.of();
    }
    return ports.stream()
        .filter(port -> !Pattern.compile("\\b" + port + "\\b").matcher(rules.text()).find())
        .toList();
  }

  private static void through(Ruleset rules, DirectorConfig config, List<Finding> findings) {
    if (Use.MASQUERADE_IPV4.in(config) || Use.MASQUERADE_IPV6.in(config)) {
      findings.add(
          Finding.warn(
              "firewall (" + rules.program() + ")",
              "drops forwarded packets that it does not name, perhaps the answers of masqueraded"
                  + " real servers",
              "accept what comes from the real servers in the forward chain"));
    }
  }
}
