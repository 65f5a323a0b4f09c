package io.directord.director;

import io.directord.director.config.DirectorConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@code net.ipv4.vs.backup_only} as {@link Standby} has it, and gives it back when it is not
 * wanted any more. A stop leaves it: the table and the backup daemon stay in the kernel too, and
 * would balance again without it. Used by one thread at a time.
 */
final class BackupOnlySetting {
  static final Path PROC_SYS = Path.of("/proc/sys");
  static final String NAME = "net/ipv4/vs/backup_only";

  private static final Logger LOG = LoggerFactory.getLogger(BackupOnlySetting.class);
  private static final String ON = "1";

  private final Path file;
  private Optional<String> before = Optional.empty();

  /** Below this folder. */
  BackupOnlySetting(Path root) {
    file = root.resolve(NAME);
  }

  /** Reads and writes files: never on a loop. */
  void apply(DirectorConfig config, Set<InetAddress> own) {
    switch (Standby.of(config, own)) {
      case Standby.Setting(boolean on, String because) -> {
        if (on) {
          set(because);
        } else {
          giveBack(because);
        }
      }
      case Standby.BalancesAgain(String because) -> {
        giveBack(because);
        warn(because);
      }
    }
    String held = read().orElse("0");
    if (Standby.never(config, held)) {
      LOG.error(
          "event=balances-nothing because=\"net.ipv4.vs.backup_only is {} and with this"
              + " ipvs.sync.mode a backup daemon always runs: set it to 0, or mode = follow\"",
          held);
    }
  }

  private void set(String because) {
    Optional<String> held = read();
    if (held.isEmpty()) {
      warn(because + ", and there is no " + file + ": it needs Linux 3.9 with ip_vs");
    } else if (!held.get().equals(ON) && write(ON, because)) {
      before = held;
      told(ON, held.get(), because);
    }
  }

  private void giveBack(String because) {
    if (before.isPresent() && write(before.get(), because)) {
      told(before.get(), ON, because);
      before = Optional.empty();
    }
  }

  private Optional<String> read() {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private boolean write(String value, String because) {
    try {
      Files.writeString(file, value, StandardOpenOption.WRITE);
      return true;
    } catch (IOException refused) {
      warn(because + ", and writing " + value + " to it was refused: " + refused);
      return false;
    }
  }

  private static void told(String now, String was, String because) {
    LOG.info("event=backup-only value={} was={} because=\"{}\"", now, was, because);
  }

  private static void warn(String because) {
    LOG.warn("event=standby-balances because=\"{}\"", because);
  }
}
