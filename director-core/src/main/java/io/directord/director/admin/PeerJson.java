package io.directord.director.admin;

import io.directord.director.json.Json;
import io.directord.director.peer.PeerView;
import io.directord.director.peer.PeersView;
import io.directord.failover.peer.Report;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is known of other directors as a part of {@code directorctl status --json}. Pure. */
public final class PeerJson {
  private PeerJson() {}

  /** The same with {@code peer}, and whether peers are asked. */
  public static Map<String, Object> with(Map<String, Object> parts, PeersView view) {
    List<Map<String, Object>> peers = new ArrayList<>();
    view.peers().forEach(each -> peers.add(peer(each)));
    view.stranger().ifPresent(from -> peers.add(stranger(from)));
    parts.put("peer", peers);
    parts.put("peerChannel", Json.object("on", view.on()));
    return parts;
  }

  private static Map<String, Object> peer(PeerView peer) {
    Report report = peer.report();
    Map<String, Object> object =
        Json.object(
            "name", peer.node(),
            "version", report.version(),
            "address", NetUtil.toAddressString(peer.from()),
            "heard", peer.heard(),
            "ready", report.ready(),
            "config", text(peer.configuration()),
            "generation", report.generation(),
            "health", text(peer.health()),
            "up", report.up(),
            "servers", report.servers());
    peer.problem().ifPresent(problem -> object.put("problem", problem));
    return object;
  }

  private static Map<String, Object> stranger(InetAddress from) {
    String address = NetUtil.toAddressString(from);
    return Json.object(
        "name",
        address,
        "address",
        address,
        "heard",
        false,
        "problem",
        address + " signs with another key than peer.key of this node");
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
