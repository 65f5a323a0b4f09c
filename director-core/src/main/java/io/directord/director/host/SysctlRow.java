package io.directord.director.host;

import java.util.List;

/**
 * What one use of a director asks of one sysctl. Pure.
 *
 * @param name with a star for each interface in use
 * @param value empty where none is better than another
 * @param alsoGood other values that do
 * @param since the kernel that has it first
 * @param because one sentence without its stop
 */
record SysctlRow(
    Use use,
    Need need,
    String name,
    String value,
    List<String> alsoGood,
    String since,
    String because) {
  static final String EACH_INTERFACE = "*";

  SysctlRow {
    alsoGood = List.copyOf(alsoGood);
    if (value.isEmpty() && need != Need.SHOWN) {
      throw new IllegalArgumentException(name + " is asked for, but no value of it");
    }
  }

  private static SysctlRow row(
      Use use, Need need, String name, String value, String since, String because) {
    return new SysctlRow(use, need, name, value, List.of(), since, because);
  }

  static SysctlRow required(Use use, String name, String value, String since, String because) {
    return row(use, Need.REQUIRED, name, value, since, because);
  }

  static SysctlRow advised(Use use, String name, String value, String since, String because) {
    return row(use, Need.ADVISED, name, value, since, because);
  }

  static SysctlRow shown(Use use, String name, String since, String because) {
    return row(use, Need.SHOWN, name, "", since, because);
  }
}
