package io.directord.director.config;

import java.nio.file.Path;
import java.util.HexFormat;

/** Where a secret is found. No secret is ever printed, by {@code toString} or in a message. */
public sealed interface Secret {

  /** {@code file:/etc/directord/vrrp.key}: the bytes of a file. */
  record File(Path path) implements Secret {
    public File {
      if (!path.isAbsolute()) {
        throw new IllegalArgumentException("a secret's file must be an absolute path");
      }
    }
  }

  /** {@code credential:vrrp}: a credential that systemd hands over. */
  record Credential(String name) implements Secret {
    public Credential {
      if (name.isEmpty() || name.contains("/")) {
        throw new IllegalArgumentException("a credential's name must not be empty or hold \"/\"");
      }
    }
  }

  /** {@code hex:00ff…}: the bytes themselves. */
  record Hex(String digits) implements Secret {
    public Hex {
      if (!digits.matches("([0-9a-fA-F]{2})+")) {
        throw new IllegalArgumentException(
            "a secret behind hex: must be pairs of hexadecimal digits (the value is not shown)");
      }
    }

    byte[] bytes() {
      return HexFormat.of().parseHex(digits);
    }

    @Override
    public String toString() {
      return "Hex[not shown]";
    }
  }

  /** {@code plain:text}: the secret itself; only for version 2, which sends it in the clear. */
  record Plain(String text) implements Secret {
    @Override
    public String toString() {
      return "Plain[not shown]";
    }
  }
}
