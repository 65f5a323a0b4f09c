package io.directord.director.host;

import java.util.List;
import java.util.Optional;

/**
 * What one sysctl should be. Pure.
 *
 * @param name as {@code sysctl} takes it: a dot within the name of an interface is a slash
 * @param value absent where any is good
 */
public record WantedSysctl(
    String name, Optional<String> value, List<String> alsoGood, Need need, String because) {
  public WantedSysctl {
    alsoGood = List.copyOf(alsoGood);
  }

  static WantedSysctl of(SysctlRow row, String name) {
    return new WantedSysctl(
        name,
        row.value().isEmpty() ? Optional.empty() : Optional.of(row.value()),
        row.alsoGood(),
        row.need(),
        row.because());
  }

  /** What the operator asks for is required. */
  static WantedSysctl configured(String name, String value) {
    return new WantedSysctl(
        name, Optional.of(value), List.of(), Need.REQUIRED, "host.values asks for it");
  }

  static WantedSysctl stronger(WantedSysctl one, WantedSysctl other) {
    return other.need().compareTo(one.need()) < 0 ? other : one;
  }

  public String path() {
    return path(name);
  }

  /** Below {@code /proc/sys}: points and slashes change places. */
  static String path(String name) {
    StringBuilder path = new StringBuilder(name.length());
    for (int at = 0; at < name.length(); at++) {
      char each = name.charAt(at);
      path.append(each == '.' ? '/' : each == '/' ? '.' : each);
    }
    return path.toString();
  }

  /** Whether this value will do. */
  public boolean takes(String held) {
    return value.isEmpty() || value.get().strip().equals(held) || alsoGood.contains(held);
  }

  /** The command that an operator would type. */
  public String fix() {
    String text = name + "=" + value.orElse("");
    return "sysctl -w " + (text.indexOf(' ') < 0 ? text : "'" + text + "'");
  }
}
