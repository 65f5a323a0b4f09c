package io.directord.director.realserver;

import io.directord.kernel.Family;
import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The addresses of a host, as {@code ip -o address show} lists them. Pure. */
public final class OwnAddresses {
  private record Own(InetAddress address, int prefix) {
    boolean covers(InetAddress other) {
      int beside = Family.of(address).hostPrefix() - prefix;
      return Family.of(other) == Family.of(address)
          && number(other).shiftRight(beside).equals(number(address).shiftRight(beside));
    }

    private static BigInteger number(InetAddress address) {
      return new BigInteger(1, address.getAddress());
    }
  }

  private final List<Own> all;

  private OwnAddresses(List<Own> all) {
    this.all = List.copyOf(all);
  }

  /** {@code 2: eth0 inet 192.0.2.1/24 brd … scope global eth0}. */
  public static OwnAddresses read(String listing) {
    List<Own> all = new ArrayList<>();
    for (String line : listing.lines().toList()) {
      String[] words = line.strip().split("\\s+", -1);
      if (words.length < 4 || !words[2].startsWith("inet") || !line.contains(" scope global")) {
        continue;
      }
      String[] both = words[3].split("/", -1);
      byte[] bytes = NetUtil.createByteArrayFromIpAddressString(both[0]);
      if (bytes != null && !words[1].equals("lo")) {
        int bits = bytes.length * 8;
        all.add(new Own(address(bytes), both.length > 1 ? Integer.parseInt(both[1]) : bits));
      }
    }
    return new OwnAddresses(all);
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (java.net.UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  public Set<InetAddress> addresses() {
    return all.stream().map(Own::address).collect(Collectors.toSet());
  }

  /** On the network of a service's address; or the only one there is. */
  Optional<InetAddress> beside(InetAddress service, Set<InetAddress> services) {
    List<Own> candidates =
        all.stream()
            .filter(own -> Family.of(own.address()) == Family.of(service))
            .filter(own -> !services.contains(own.address()))
            .toList();
    Optional<InetAddress> near =
        candidates.stream().filter(own -> own.covers(service)).map(Own::address).findFirst();
    Set<InetAddress> different = new HashSet<>();
    candidates.forEach(own -> different.add(own.address()));
    return near.or(() -> different.size() == 1 ? different.stream().findFirst() : Optional.empty());
  }

  /** Whether an address of a network has this one for a neighbour. */
  static boolean covers(InetAddress address, int prefix, InetAddress other) {
    return new Own(address, prefix).covers(other);
  }
}
