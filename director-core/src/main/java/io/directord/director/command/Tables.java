package io.directord.director.command;

import com.typesafe.config.Config;
import io.directord.director.command.Look.Tone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The status as tables for people. Pure. */
final class Tables {
  private Tables() {}

  static String status(Config status, Look look) {
    StringBuilder text = new StringBuilder();
    Config config = status.getConfig("config");
    Config kernel = status.getConfig("kernel");
    text.append("director ").append(status.getString("node"));
    text.append("  ").append(status.getString("version"));
    text.append(status.getBoolean("shadow") ? "  SHADOW: changes nothing" : "").append('\n');
    text.append("config   ").append(config.getString("file"));
    text.append("  generation ").append(config.getInt("generation")).append('\n');
    if (status.hasPath("selfDoubt")) {
      text.append(look.paint("IN DOUBT OF ITSELF", Tone.BAD)).append(", verdicts are held: ");
      text.append(status.getString("selfDoubt")).append('\n');
    }
    String reload = config.getString("lastReload.result");
    if (reload.equals("rejected") || reload.equals("refused")) {
      text.append("         last reload ");
      text.append(look.paint(reload.toUpperCase(Locale.ROOT), Tone.BAD));
      text.append(" at ").append(config.getString("lastReload.at"));
      text.append(", this is the configuration before it:\n");
      config
          .getStringList("lastReload.problems")
          .forEach(problem -> text.append("         ").append(problem).append('\n'));
    }
    text.append("kernel   ")
        .append(kernel.getBoolean("inStep") ? "in step" : look.paint("NOT IN STEP", Tone.BAD));
    text.append(": ").append(kernel.getString("because")).append('\n');
    peers(status, look, text);
    if (!status.getConfigList("routers").isEmpty()) {
      text.append(routers(status, look)).append('\n');
    }
    for (Config service : status.getConfigList("services")) {
      text.append(look.paint(service.getString("name"), Tone.HEAD)).append("  ");
      text.append(service.getString("protocol")).append(' ');
      text.append(String.join(" ", service.getStringList("addresses"))).append("  ");
      text.append(service.getString("scheduler")).append(' ');
      text.append(service.getString("forwarding")).append("  ");
      text.append(service.getInt("inService")).append(" of ");
      text.append(service.getInt("configured")).append(" in service");
      text.append(
          service.getBoolean("quorumHeld") ? "" : "  " + look.paint("QUORUM LOST", Tone.BAD));
      text.append(
          service.hasPath("panic")
              ? "  " + look.paint("PANIC", Tone.BAD) + ": " + service.getString("panic")
              : "");
      text.append('\n');
      text.append(Table.draw(serverRows(List.of(service), false, look), "  ", look));
    }
    return text.toString();
  }

  /** One line for each other director, and an empty one. */
  private static void peers(Config status, Look look, StringBuilder text) {
    if (status.hasPath("peer")) {
      for (Config peer : status.getConfigList("peer")) {
        text.append("peer     ");
        text.append(
            peer.hasPath("problem")
                ? look.paint(peer.getString("problem"), Tone.BAD)
                : peer.getString("name") + ": " + agreement(peer));
        text.append('\n');
      }
    }
    text.append('\n');
  }

  private static String agreement(Config peer) {
    if (!peer.getBoolean("ready")) {
      return "heard, not ready yet";
    }
    String servers = peer.getInt("up") + " of " + peer.getInt("servers") + " servers up";
    return peer.getString("config").equals("same")
        ? "same configuration, " + servers
        : "version " + peer.getString("version") + ", configuration not compared, " + servers;
  }

  static String routers(Config status, Look look) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "ROUTER", "VRID", "INTERFACE", "ROLE", "PRIORITY", "ADDRESSES", "SINCE", "BECAUSE"));
    for (Config router : status.getConfigList("routers")) {
      List<String> addresses = router.getStringList("addresses");
      rows.add(
          List.of(
              router.getString("name"),
              String.valueOf(router.getInt("vrid")),
              router.getString("interface"),
              role(router),
              String.valueOf(router.getInt("priority")),
              addresses.getFirst()
                  + (addresses.size() == 1 ? "" : " and " + (addresses.size() - 1) + " more"),
              router.getString("since"),
              disagrees(router)
                  ? router.getString("shadow.because")
                  : router.getString("because")));
    }
    return Table.draw(rows, "", look);
  }

  private static String role(Config router) {
    String role = router.getString("role") + (router.hasPath("splitBrain") ? " SPLIT BRAIN" : "");
    return disagrees(router)
        ? role + ", HERE " + router.getString("shadow.does").toUpperCase(Locale.ROOT)
        : role;
  }

  private static boolean disagrees(Config router) {
    return router.hasPath("shadow.disagrees") && router.getBoolean("shadow.disagrees");
  }

  static String services(Config status, Look look) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "SERVICE", "PROTOCOL", "ADDRESS", "SCHEDULER", "FORWARDING", "IN SERVICE", "QUORUM"));
    for (Config service : status.getConfigList("services")) {
      rows.add(
          List.of(
              service.getString("name"),
              service.getString("protocol"),
              String.join(" ", service.getStringList("addresses")),
              service.getString("scheduler"),
              service.getString("forwarding"),
              service.getInt("inService") + "/" + service.getInt("configured"),
              service.getBoolean("quorumHeld") ? "held" : "LOST"));
    }
    return Table.draw(rows, "", look);
  }

  static String servers(Config status, Look look) {
    return Table.draw(serverRows(status.getConfigList("services"), true, look), "", look);
  }

  private static List<List<String>> serverRows(
      List<? extends Config> services, boolean withService, Look look) {
    List<List<String>> rows = new ArrayList<>();
    String first = withService ? "SERVICE/SERVER" : "SERVER";
    rows.add(List.of(first, "ADDRESS", "STATE", "WEIGHT", "ACTIVE", "INACTIVE", "BECAUSE"));
    for (Config service : services) {
      List<Config> servers = new ArrayList<>(service.getConfigList("servers"));
      if (service.hasPath("lastResort")) {
        servers.add(service.getConfig("lastResort"));
      }
      for (Config server : servers) {
        String name = server.getString("name");
        rows.add(
            List.of(
                withService ? service.getString("name") + "/" + name : name,
                server.getString("address"),
                server.getString("state") + (server.hasPath("arp") ? " ARP!" : ""),
                String.valueOf(server.getInt("weight")),
                String.valueOf(server.getLong("activeConnections")),
                String.valueOf(server.getLong("inactiveConnections")),
                because(server, look)));
      }
    }
    return rows;
  }

  private static String because(Config server, Look look) {
    String because = server.getString("because");
    String problem = server.hasPath("arp") ? server.getString("arp.problem") : "";
    String told = because.contains(problem) ? because : problem + "; " + because;
    return server.hasPath("override.until")
        ? look.until(Instant.parse(server.getString("override.until"))) + ": " + told
        : told;
  }
}
