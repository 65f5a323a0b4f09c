package io.directord.director.peer;

import io.directord.director.config.DirectorConfig;
import io.directord.director.config.RouterConfig;
import io.directord.failover.peer.PeerPath;
import io.directord.kernel.Family;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where advertisements go, once for each interface and family. Pure. */
final class PeerPaths {
  private PeerPaths() {}

  private record Place(String interfaceName, Family family) {}

  static List<PeerPath> of(DirectorConfig config) {
    Map<Place, Set<InetAddress>> peers = new LinkedHashMap<>();
    Set<Place> multicast = new LinkedHashSet<>();
    for (RouterConfig router : config.routers()) {
      List<String> links = new ArrayList<>(List.of(router.interfaceName()));
      router.wire().secondInterface().ifPresent(links::add);
      for (String link : links) {
        Place place = new Place(link, router.family());
        peers.computeIfAbsent(place, _ -> new LinkedHashSet<>()).addAll(router.peers());
        if (router.peers().isEmpty()) {
          multicast.add(place);
        }
      }
    }
    return peers.entrySet().stream()
        .map(each ->
            new PeerPath(
                each.getKey().interfaceName(),
                each.getKey().family(),
                multicast.contains(each.getKey()),
                each.getValue()))
        .toList();
  }

  static String text(InetAddress address) {
    return NetUtil.toAddressString(address);
  }
}
