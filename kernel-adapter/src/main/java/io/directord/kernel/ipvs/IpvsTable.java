package io.directord.kernel.ipvs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One reading of the kernel's whole table. */
public record IpvsTable(Map<ServiceKey, ObservedService> services) {
  public static final IpvsTable EMPTY = new IpvsTable(Map.of());

  public int serverCount() {
    return services.values().stream().mapToInt(service -> service.servers().size()).sum();
  }

  /**
   * The same table, made of the services of an earlier one where they are equal: tables that are
   * read again and again take memory for what changes only.
   */
  public IpvsTable sharing(IpvsTable before) {
    if (equals(before)) {
      return before;
    }
    Map<ServiceKey, ObservedService> shared = new LinkedHashMap<>(services);
    shared.replaceAll((key, own) -> {
      ObservedService earlier = before.services.get(key);
      return earlier != null && own.equals(earlier) ? earlier : own;
    });
    return new IpvsTable(shared);
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
