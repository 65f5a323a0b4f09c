package io.directord.failover;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the kernel remembers who added an address ({@code IFA_PROTO}, since Linux 5.18). */
final class KernelTags {
  private static final int MAJOR = 5;
  private static final int MINOR = 18;
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");

  private KernelTags() {}

  static boolean kept() {
    return kept(System.getProperty("os.version", ""));
  }

  static boolean kept(String kernel) {
    Matcher version = VERSION.matcher(kernel);
    if (!version.matches()) {
      return false;
    }
    int major = Integer.parseInt(version.group(1));
    return major > MAJOR || (major == MAJOR && Integer.parseInt(version.group(2)) >= MINOR);
  }
}
