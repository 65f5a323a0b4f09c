package io.directord.kernel.ipvs;

import io.directord.kernel.Errno;

/** A change that the kernel did not take. */
public record Refusal(IpvsChange change, int errnoNumber, String kernelText) {

  public Errno errno() {
    return Errno.of(errnoNumber);
  }

  /** What was refused, why, and what to do about it, as one line. */
  public String text() {
    return change.ipvsadm()
        + ": "
        + reason()
        + (kernelText.isEmpty() ? "" : " (" + kernelText + ")");
  }

  private String reason() {
    return switch (errno()) {
      case EEXIST -> "already in the kernel";
      case ESRCH -> "the kernel has no such service";
      case ENOENT -> missing();
      case EPERM -> "not permitted; give the daemon CAP_NET_ADMIN";
      case EINVAL -> invalid();
      case EAFNOSUPPORT -> "this kernel has no IPv6; load the ipv6 module or drop the address";
      case EOPNOTSUPP, EPROTONOSUPPORT -> "this kernel's IPVS does not support it";
      case UNKNOWN -> "errno " + errnoNumber;
      default -> errno().words() + " (" + errno() + ")";
    };
  }

  private String missing() {
    return switch (change) {
      case IpvsChange.CreateService(var _, var spec) -> noScheduler(spec);
      case IpvsChange.UpdateService(var _, var spec) -> noScheduler(spec);
      default -> "the service has no such server";
    };
  }

  private static String noScheduler(ServiceSpec spec) {
    String engine =
        spec.persistence()
            .flatMap(Persistence::engine)
            .map(name -> " or persistence engine \"" + name + "\" (modprobe ip_vs_pe_" + name + ")")
            .orElse("");
    return "this kernel has no scheduler \""
        + spec.scheduler()
        + "\" (modprobe ip_vs_"
        + spec.scheduler()
        + ")"
        + engine
        + "; Debian has them in linux-image-$(uname -r)";
  }

  private String invalid() {
    return switch (change) {
      case IpvsChange.CreateServer _, IpvsChange.UpdateServer _ ->
          "invalid server: its address must be unicast and routable from here (is lo up?)";
      case IpvsChange.StartSyncDaemon _ ->
          "invalid sync daemon settings (is the multicast group one, and the length within the"
              + " MTU?)";
      default -> "invalid (EINVAL)";
    };
  }
}
