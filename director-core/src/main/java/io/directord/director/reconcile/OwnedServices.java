package io.directord.director.reconcile;

import io.directord.kernel.Family;
import io.directord.kernel.ipvs.Protocol;
import io.directord.kernel.ipvs.ServiceKey;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers on disk which services this director created, so that one that was taken out of the
 * configuration while no director ran is still known as ours, and a foreign one never is. The first
 * line is the kernel's boot id: the table does not outlive a boot, and neither does the memory of
 * it.
 *
 * <p>Not thread-safe; {@link #read} and {@link #write} do disk work and belong on no loop.
 */
public final class OwnedServices {
  private static final Logger LOG = LoggerFactory.getLogger(OwnedServices.class);
  private static final String FILE = "services";
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private final Path folder;
  private Set<ServiceKey> written = Set.of();

  public OwnedServices(Path folder) {
    this.folder = folder;
  }

  /** What an earlier run wrote in this boot; empty when there is nothing of the kind. */
  public Set<ServiceKey> read() throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(folder.resolve(FILE));
    } catch (NoSuchFileException absent) {
      return Set.of();
    }
    if (lines.isEmpty() || !lines.getFirst().equals(bootId())) {
      return Set.of();
    }
    Set<ServiceKey> keys = new LinkedHashSet<>();
    lines.stream().skip(1).map(OwnedServices::parse).forEach(key -> key.ifPresent(keys::add));
    written = Set.copyOf(keys);
    return written;
  }

  /** The same; what cannot be read is told in the log, and counts as nothing. */
  public Set<ServiceKey> readOrNone() {
    try {
      return read();
    } catch (IOException unreadable) {
      LOG.warn(
          "event=state-unreadable folder={} because=\"{}\" services of an earlier run that are no"
              + " longer configured count as foreign",
          folder,
          unreadable.toString());
      return Set.of();
    }
  }

  /** Writes the set if it differs from what was read or written last. */
  public void write(Set<ServiceKey> keys) throws IOException {
    if (keys.equals(written)) {
      return;
    }
    Files.createDirectories(folder);
    StringBuilder text = new StringBuilder(bootId()).append('\n');
    keys.forEach(key -> text.append(format(key)).append('\n'));
    Path whole = folder.resolve(FILE + ".new");
    Files.writeString(whole, text);
    Files.move(whole, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    written = Set.copyOf(keys);
  }

  private static String bootId() throws IOException {
    return Files.readString(BOOT_ID).strip();
  }

  static String format(ServiceKey key) {
    return switch (key) {
      case ServiceKey.Address(var protocol, var address, var port) ->
          protocol.text() + " " + NetUtil.toAddressString(address) + " " + port;
      case ServiceKey.FirewallMark(var family, var mark) ->
          "firewall-mark " + (family == Family.IPV4 ? 4 : 6) + " " + mark;
    };
  }

  static Optional<ServiceKey> parse(String line) {
    String[] words = line.split(" ", -1);
    if (words.length != 3) {
      return Optional.empty();
    }
    try {
      if (words[0].equals("firewall-mark")) {
        Family family = words[1].equals("6") ? Family.IPV6 : Family.IPV4;
        return Optional.of(new ServiceKey.FirewallMark(family, Long.parseLong(words[2])));
      }
      byte[] address = NetUtil.createByteArrayFromIpAddressString(words[1]);
      for (Protocol protocol : Protocol.values()) {
        if (protocol.text().equals(words[0]) && address != null) {
          return Optional.of(
              new ServiceKey.Address(
                  protocol, InetAddress.getByAddress(address), Integer.parseInt(words[2])));
        }
      }
      return Optional.empty();
    } catch (IllegalArgumentException | UnknownHostException torn) {
      return Optional.empty();
    }
  }
}
