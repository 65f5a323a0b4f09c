package io.directord.failover;

import io.directord.failover.address.LinkSysctls.Sysctl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Writes the kernel's settings of the network namespace we are in. */
final class ProcSysctls implements VirtualLinkKeeper.Sysctls {
  private final Path root;

  ProcSysctls(Path root) {
    this.root = root;
  }

  @Override
  public Optional<String> read(String path) {
    try {
      return Optional.of(Files.readString(root.resolve(path)).strip());
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<String> write(Sysctl sysctl) {
    Path file = root.resolve(sysctl.path());
    try {
      // What is so already needs no right to write.
      if (!Files.readString(file).strip().equals(sysctl.value())) {
        Files.writeString(file, sysctl.value(), StandardOpenOption.WRITE);
      }
      return Optional.empty();
    } catch (NoSuchFileException missing) {
      // Without IPv6 its settings are missing, and nothing is amiss.
      return sysctl.path().startsWith("net/ipv6/")
          ? Optional.empty()
          : Optional.of(file + ": there is no such setting");
    } catch (IOException refused) {
      return Optional.of("writing " + sysctl.value() + " to " + file + ": " + reason(refused));
    }
  }

  private static String reason(IOException refused) {
    String text = String.valueOf(refused.getMessage());
    return text.substring(text.lastIndexOf(": ") + 1).strip();
  }
}
