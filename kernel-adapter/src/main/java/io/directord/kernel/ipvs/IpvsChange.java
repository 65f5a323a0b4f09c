package io.directord.kernel.ipvs;

/**
 * One change of the kernel's IPVS state. A plan is an ordered list of these: what is printed is
 * what is carried out.
 */
public sealed interface IpvsChange {

  /** The same change as an {@code ipvsadm} command line, without the program's name. */
  String ipvsadm();

  /** A change of one virtual service or of a server in it. */
  sealed interface OfService extends IpvsChange {
    ServiceKey service();
  }

  record CreateService(ServiceKey service, ServiceSpec spec) implements OfService {
    @Override
    public String ipvsadm() {
      return "-A " + service.ipvsadm() + IpvsadmText.options(service.family(), spec);
    }
  }

  record UpdateService(ServiceKey service, ServiceSpec spec) implements OfService {
    @Override
    public String ipvsadm() {
      return "-E " + service.ipvsadm() + IpvsadmText.options(service.family(), spec);
    }
  }

  record DeleteService(ServiceKey service) implements OfService {
    @Override
    public String ipvsadm() {
      return "-D " + service.ipvsadm();
    }
  }

  record CreateServer(ServiceKey service, ServerKey server, ServerSpec spec) implements OfService {
    @Override
    public String ipvsadm() {
      return "-a " + service.ipvsadm() + " -r " + server.text() + IpvsadmText.options(spec);
    }
  }

  record UpdateServer(ServiceKey service, ServerKey server, ServerSpec spec) implements OfService {
    @Override
    public String ipvsadm() {
      return "-e " + service.ipvsadm() + " -r " + server.text() + IpvsadmText.options(spec);
    }
  }

  record DeleteServer(ServiceKey service, ServerKey server) implements OfService {
    @Override
    public String ipvsadm() {
      return "-d " + service.ipvsadm() + " -r " + server.text();
    }
  }

  /** Sets a service's counters, and those of its servers, to zero. */
  record ZeroService(ServiceKey service) implements OfService {
    @Override
    public String ipvsadm() {
      return "-Z " + service.ipvsadm();
    }
  }

  /** Sets all counters to zero. */
  record ZeroAll() implements IpvsChange {
    @Override
    public String ipvsadm() {
      return "-Z";
    }
  }

  /** Removes every service. The daemon never does this; tools and tests may. */
  record Flush() implements IpvsChange {
    @Override
    public String ipvsadm() {
      return "-C";
    }
  }

  record SetTimeouts(Timeouts timeouts) implements IpvsChange {
    @Override
    public String ipvsadm() {
      return "--set "
          + timeouts.tcpSeconds()
          + " "
          + timeouts.tcpFinSeconds()
          + " "
          + timeouts.udpSeconds();
    }
  }

  record StartSyncDaemon(SyncDaemon daemon) implements IpvsChange {
    @Override
    public String ipvsadm() {
      return "--start-daemon " + daemon.ipvsadm();
    }
  }

  record StopSyncDaemon(SyncDaemon.Role role) implements IpvsChange {
    @Override
    public String ipvsadm() {
      return "--stop-daemon " + role.text();
    }
  }
}
