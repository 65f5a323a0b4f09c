package io.directord.kernel.ipvs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One reading of the kernel's whole table. */
public record IpvsTable(Map<ServiceKey, ObservedService> services) {
  public static final IpvsTable EMPTY = new IpvsTable(Map.of());

  public int serverCount() {
    return services.values().stream().mapToInt(service -> service.servers().size()).sum();
  }

  /** The table as {@code ipvsadm -Sn} prints it, a line each. */
  public List<String> ipvsadm() {
    List<String> lines = new ArrayList<>();
    services.forEach((key, service) -> {
      lines.add(new IpvsChange.CreateService(key, service.spec()).ipvsadm());
      service
          .servers()
          .forEach((server, observed) ->
              lines.add(
                  "-a "
                      + key.ipvsadm()
                      + " -r "
                      + server.text()
                      + IpvsadmText.saved(observed.spec())));
    });
    return lines;
  }
}
