package io.directord.director.realserver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files that make steps survive a boot: the script, and who runs it. Pure. */
public final class Persistence {
  public static final String SCRIPT = "/etc/directord/real-server.sh";
  static final String UNIT = "/etc/systemd/system/directord-real-server.service";

  /** In place of a link among the wants of the target: any file can be written and compared. */
  static final String WANTED = "/etc/systemd/system/multi-user.target.d/directord-real-server.conf";

  static final String HOOK = "/etc/network/if-up.d/directord-real-server";

  private Persistence() {}

  /** Who runs things at boot. */
  public enum Boot {
    SYSTEMD,
    IFUPDOWN
  }

  public static Map<String, String> files(List<Step> steps, Boot boot) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(SCRIPT, ScriptText.script(steps));
    switch (boot) {
      case SYSTEMD -> {
        boolean route = steps.stream().anyMatch(Step.DefaultRoute.class::isInstance);
        files.put(UNIT, unit(route));
        files.put(WANTED, "[Unit]\nWants=directord-real-server.service\n");
      }
      case IFUPDOWN -> files.put(HOOK, "#!/bin/sh\nexec /bin/sh " + SCRIPT + " apply\n");
    }
    return files;
  }

  /** After those that load rules, since they begin with a flush. */
  private static String unit(boolean route) {
    String network = route ? "network-online.target" : "network.target";
    return """
    # Made by directord real-server apply --persist; directord real-server remove takes it away.
    [Unit]
    Description=What makes this host a real server of LVS
    Wants=NETWORK
    After=NETWORK nftables.service iptables.service netfilter-persistent.service firewalld.service

    [Service]
    Type=oneshot
    RemainAfterExit=yes
    ExecStart=/bin/sh SCRIPT apply
    """
        .replace("NETWORK", network)
        .replace("SCRIPT", SCRIPT);
  }
}
