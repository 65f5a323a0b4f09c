package io.directord.director.host;

import io.directord.director.config.DirectorConfig;
import io.directord.director.config.VirtualService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A kernel module that a configuration needs. Pure.
 *
 * @param asks whether the kernel loads it when it is asked for what is in there; else modprobe must
 */
public record WantedModule(String name, String because, boolean asks) {
  public static final String IPVS = "ip_vs";
  public static final String FTP = "ip_vs_ftp";

  /** Each once. */
  public static List<WantedModule> of(DirectorConfig config) {
    Map<String, WantedModule> modules = new LinkedHashMap<>();
    for (VirtualService service : config.services()) {
      String of = " of virtual service " + service.name();
      modules.putIfAbsent(IPVS, new WantedModule(IPVS, "virtual services are configured", true));
      String scheduler = service.spec().scheduler();
      add(modules, "ip_vs_" + scheduler, "scheduler " + scheduler + of, true);
      service
          .spec()
          .persistence()
          .flatMap(persistence -> persistence.engine())
          .ifPresent(engine ->
              add(modules, "ip_vs_pe_" + engine, "persistence engine " + engine + of, true));
      if (service.ftpHelper()) {
        add(modules, FTP, "helper = ftp" + of, false);
      }
    }
    config.routers().stream()
        .filter(router -> router.holding().virtualMac().isPresent())
        .findFirst()
        .ifPresent(router ->
            add(modules, "macvlan", "virtual-mac of virtual router " + router.name(), true));
    return new ArrayList<>(modules.values());
  }

  private static void add(
      Map<String, WantedModule> modules, String name, String because, boolean asks) {
    modules.putIfAbsent(name, new WantedModule(name, because, asks));
  }

  /** Debian's package that holds it. */
  public static String packageOf(String kernelRelease) {
    return "linux-image-" + kernelRelease;
  }

  /** What an operator types to have it, now and after a boot. */
  public String fix() {
    return "modprobe " + name + " && echo " + name + " >>/etc/modules-load.d/directord.conf";
  }
}
