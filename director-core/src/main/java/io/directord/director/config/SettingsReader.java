package io.directord.director.config;

import com.typesafe.config.ConfigValue;
import io.directord.director.config.HttpConfig.Exporter;
import io.directord.director.config.IpvsConfig.Ownership;
import io.directord.director.config.IpvsConfig.Timeouts;
import io.directord.director.config.SyncConfig.BackupOnly;
import io.directord.director.config.SyncConfig.Mode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads {@code ipvs}, {@code control} and {@code http}. */
final class SettingsReader {
  private static final Map<String, Exporter> EXPORTERS =
      Map.of("keepalived", Exporter.KEEPALIVED, "node-exporter", Exporter.NODE_EXPORTER);

  private static final Map<String, Ownership> OWNERSHIPS =
      Map.of("shared", Ownership.SHARED, "exclusive", Ownership.EXCLUSIVE);
  private static final Map<String, Mode> MODES =
      Map.of(
          "follow", Mode.FOLLOW, "both", Mode.BOTH, "master", Mode.MASTER, "backup", Mode.BACKUP);

  private static final Map<String, BackupOnly> BACKUP_ONLY =
      Map.of("auto", BackupOnly.AUTO, "true", BackupOnly.ALWAYS, "false", BackupOnly.NEVER);

  private SettingsReader() {}

  static IpvsConfig ipvs(Section section, boolean hasRouters) {
    section.unknownKeys(Keys.IPVS);
    Ownership ownership = section.choice("ownership", OWNERSHIPS, IpvsConfig.DEFAULT.ownership());
    Optional<SyncConfig> sync = section.section("sync").flatMap(child -> sync(child, hasRouters));
    Duration interval =
        section
            .duration(
                "reconcile-interval",
                IpvsConfig.RECONCILE_INTERVAL_MIN,
                IpvsConfig.RECONCILE_INTERVAL_MAX)
            .orElse(IpvsConfig.RECONCILE_INTERVAL);
    Timeouts timeouts =
        section.section("timeouts").flatMap(SettingsReader::timeouts).orElse(Timeouts.KERNEL);
    return new IpvsConfig(ownership, timeouts, sync, interval);
  }

  private static Optional<Timeouts> timeouts(Section section) {
    section.unknownKeys(Keys.TIMEOUTS);
    Optional<Duration> tcp = timeout(section, "tcp");
    Optional<Duration> tcpFin = timeout(section, "tcp-fin");
    Optional<Duration> udp = timeout(section, "udp");
    return section.build(() -> new Timeouts(tcp, tcpFin, udp));
  }

  private static Optional<Duration> timeout(Section section, String key) {
    return section.duration(key, Duration.ofSeconds(1), Timeouts.MAX);
  }

  private static Optional<SyncConfig> sync(Section section, boolean hasRouters) {
    section.unknownKeys(Keys.SYNC);
    section.lacks("interface", "the interface towards the other director");
    int id = section.integer("id", 0, 255, SyncConfig.ID);
    Mode mode = section.choice("mode", MODES, hasRouters ? Mode.FOLLOW : Mode.BOTH);
    if (mode == Mode.FOLLOW && !hasRouters) {
      section.error(
          "mode",
          "mode = follow needs virtual routers to follow, and none are configured; use both");
    }
    BackupOnly backupOnly = section.choice("backup-only", BACKUP_ONLY, BackupOnly.AUTO);
    if (backupOnly == BackupOnly.ALWAYS && mode != Mode.FOLLOW) {
      section.error(
          "backup-only",
          "backup-only = true needs mode = follow: with another mode a backup daemon runs on the"
              + " active director too, which then balances nothing, or on none");
    }
    OptionalInt maxLength = section.integer("max-length", 1, SyncConfig.MAX_LENGTH_MAX);
    int port = section.integer("port", 1, 65_535, SyncConfig.PORT);
    int ttl = section.integer("ttl", 1, 255, SyncConfig.TTL);
    String group = section.text("group").orElse(SyncConfig.GROUP);
    Optional<InetAddress> groupAddress = Addresses.literal(group);
    if (groupAddress.isEmpty()) {
      section.error("group", "group: " + Addresses.notLiteral(group));
    }
    String interfaceName = section.text("interface").orElse("");
    return groupAddress.flatMap(address ->
        section.build(() ->
            new SyncConfig(interfaceName, id, mode, backupOnly, maxLength, address, port, ttl)));
  }

  static Optional<ControlConfig> control(Section section) {
    section.unknownKeys(Keys.CONTROL);
    Optional<String> group = section.text("group");
    if (group.isPresent() && !group.get().matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}")) {
      section.error(
          "group", "group must be the name of a system group, found " + Values.quote(group.get()));
    }
    Optional<String> socket = section.text("socket");
    if (socket.isEmpty()) {
      return Optional.of(new ControlConfig(ControlConfig.DEFAULT.socket(), group));
    }
    try {
      Path path = Path.of(socket.get());
      return section.build(() -> new ControlConfig(path, group));
    } catch (InvalidPathException e) {
      section.error("socket", "socket must be a path, found " + Values.quote(socket.get()));
      return Optional.empty();
    }
  }

  /** Empty when absent, or wrong. */
  static Optional<Path> directory(Section section, String key) {
    Optional<String> text = section.text(key);
    try {
      Optional<Path> path = text.map(Path::of).filter(Path::isAbsolute);
      if (text.isPresent() && path.isEmpty()) {
        section.error(key, key + " must be an absolute path, found " + Values.quote(text.get()));
      }
      return path;
    } catch (InvalidPathException e) {
      section.error(key, key + " must be a path, found " + Values.quote(text.orElse("")));
      return Optional.empty();
    }
  }

  static Optional<HttpConfig> http(Section section) {
    section.unknownKeys(Keys.HTTP);
    boolean servers = section.flag("server-metrics", HttpConfig.DEFAULT.serverMetrics());
    boolean checks = section.flag("check-metrics", HttpConfig.DEFAULT.checkMetrics());
    Set<Exporter> names = exporters(section);
    Optional<InetSocketAddress> listen = listen(section);
    if (listen.isEmpty()) {
      return Optional.empty();
    }
    return section.build(() -> new HttpConfig(listen.get(), servers, checks, names));
  }

  private static Optional<InetSocketAddress> listen(Section section) {
    Optional<String> text = section.text("listen");
    if (text.isEmpty()) {
      return Optional.of(HttpConfig.DEFAULT.listen());
    }
    InetSocketAddress listen;
    try {
      listen = Addresses.endpoint(text.get());
    } catch (IllegalArgumentException e) {
      section.error("listen", "listen: " + e.getMessage());
      return Optional.empty();
    }
    if (!listen.getAddress().isLoopbackAddress()) {
      section.warn(
          "listen",
          "listen = "
              + Values.quote(text.get())
              + " lets everybody who reaches it read the status: there is no password; restrict it"
              + " with a firewall");
    }
    return Optional.of(listen);
  }

  private static Set<Exporter> exporters(Section section) {
    Set<Exporter> names = EnumSet.noneOf(Exporter.class);
    for (ConfigValue value : section.list("also-named", EXPORTERS.size())) {
      Exporter exporter = EXPORTERS.get(Values.text(value).orElse(""));
      if (exporter == null) {
        section.error(
            value,
            "also-named must hold keepalived or node-exporter, found " + Values.describe(value));
      } else {
        names.add(exporter);
      }
    }
    return names;
  }
}
