package io.directord.director;

import io.directord.director.config.DirectorConfig;
import io.directord.director.config.SysctlNames;
import io.directord.director.host.ProcSys;
import io.directord.director.host.SysctlMemory;
import java.io.IOException;
import java.net.InetAddress;
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
  static final String NAME = "net/ipv4/vs/backup_only";

  private static final Logger LOG = LoggerFactory.getLogger(BackupOnlySetting.class);
  private static final String ON = "1";

  private final ProcSys kernel;
  private final SysctlMemory memory;

  BackupOnlySetting(ProcSys kernel, SysctlMemory memory) {
    this.kernel = kernel;
    this.memory = memory;
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
    String held = kernel.read(NAME).orElse("0");
    if (Standby.never(config, held)) {
      LOG.error(
          "event=balances-nothing because=\"net.ipv4.vs.backup_only is {} and with this"
              + " ipvs.sync.mode a backup daemon always runs: set it to 0, or mode = follow\"",
          held);
    }
  }

  private void set(String because) {
    Optional<String> held = kernel.read(NAME);
    if (held.isEmpty()) {
      warn(because + ", and there is no " + NAME + ": it needs Linux 3.9 with ip_vs");
    } else if (!held.get().equals(ON) && remember(held.get(), because) && write(ON, because)) {
      told(ON, held.get(), because);
    }
  }

  /** Only what this setting, perhaps of a run before, has set. */
  private void giveBack(String because) {
    Optional<String> before = memory.before(SysctlNames.BACKUP_ONLY);
    if (before.isEmpty()) {
      return;
    }
    if (kernel.read(NAME).equals(Optional.of(ON)) && write(before.get(), because)) {
      told(before.get(), ON, because);
    }
    forget();
  }

  private boolean remember(String held, String because) {
    try {
      memory.remember(SysctlNames.BACKUP_ONLY, ON, held);
      return true;
    } catch (IOException unwritten) {
      warn(because + ", and what it was before cannot be written down: " + unwritten);
      return false;
    }
  }

  private void forget() {
    try {
      memory.forget(SysctlNames.BACKUP_ONLY);
    } catch (IOException unwritten) {
      warn("what backup_only was before stays written down: " + unwritten);
    }
  }

  private boolean write(String value, String because) {
    Optional<String> trouble = kernel.write(NAME, value);
    trouble.ifPresent(
        why -> warn(because + ", and writing " + value + " to it was refused: " + why));
    return trouble.isEmpty();
  }

  private static void told(String now, String was, String because) {
    LOG.info("event=backup-only value={} was={} because=\"{}\"", now, was, because);
  }

  private static void warn(String because) {
    LOG.warn("event=standby-balances because=\"{}\"", because);
  }
}
