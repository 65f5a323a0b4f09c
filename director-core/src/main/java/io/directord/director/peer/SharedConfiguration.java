package io.directord.director.peer;

import io.directord.director.config.DirectorConfig;
import io.directord.director.config.RouterConfig;
import io.directord.director.config.RouterGroup;
import io.directord.director.config.VirtualAddress;
import io.directord.director.config.VirtualService;
import io.directord.failover.peer.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the nodes of a pair should have in common: services with their servers and checks, the
 * kernel's timeouts, and of virtual routers what makes two of them one. Not the node's name,
 * priorities, interfaces, unicast peers, listeners and keys, which may well differ. Pure.
 */
final class SharedConfiguration {
  private SharedConfiguration() {}

  static Digest digest(DirectorConfig config) {
    return digest(lines(config));
  }

  static Digest digest(List<String> lines) {
    try {
      MessageDigest sum = MessageDigest.getInstance("SHA-256");
      for (String line : lines) {
        sum.update(line.getBytes(StandardCharsets.UTF_8));
        sum.update((byte) '\n');
      }
      ByteBuffer whole = ByteBuffer.wrap(sum.digest());
      return new Digest(whole.getLong(), whole.getLong());
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  static List<String> lines(DirectorConfig config) {
    List<String> lines = new ArrayList<>();
    config.routers().stream()
        .sorted(Comparator.comparing(RouterConfig::name))
        .map(SharedConfiguration::line)
        .forEach(lines::add);
    config.routerGroups().stream()
        .sorted(Comparator.comparing(RouterGroup::name))
        .map(group -> "group " + group.name() + " " + group.routers().stream().sorted().toList())
        .forEach(lines::add);
    lines.add(Canonical.text(config.ipvs().timeouts()));
    config.services().stream()
        .sorted(Comparator.comparing(VirtualService::name))
        .map(Canonical::text)
        .forEach(lines::add);
    return lines;
  }

  private static String line(RouterConfig router) {
    return "router "
        + router.name()
        + " vrid "
        + router.vrid()
        + " version "
        + router.version()
        + " every "
        + router.advertisementInterval()
        + " "
        + texts(router.addresses())
        + texts(router.holding().excludedAddresses());
  }

  private static List<String> texts(List<VirtualAddress> addresses) {
    return addresses.stream().map(VirtualAddress::text).sorted().toList();
  }
}
