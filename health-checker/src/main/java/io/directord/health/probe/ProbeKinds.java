package io.directord.health.probe;

import io.directord.health.Check;
import io.directord.health.Probe;
import java.net.InetSocketAddress;

/** The probe for every kind of check. */
public final class ProbeKinds implements Probe.Kinds {

  /** What says that no file can be opened must not have to be read from one then. */
  public ProbeKinds() {
    SocketTrouble.load();
  }

  @Override
  public Probe probe(InetSocketAddress address, Check.Probed check) {
    return switch (check) {
      case Check.Tcp _ -> new TcpProbe(address);
      case Check.Http http -> new HttpProbe(address, http);
    };
  }
}
