package io.directord.health.transport;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.Probe;

/** The real probes, of every kind of check. */
public final class ProbeKinds implements Probe.Kinds {

  /** What says that no file can be opened must not have to be read from one then. */
  public ProbeKinds() {
    SocketTrouble.load();
  }

  @Override
  public Probe probe(Endpoint endpoint, Check.Probed check) {
    return check.probe(endpoint);
  }
}
