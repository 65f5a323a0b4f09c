package io.directord.health.transport;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.Probe;
import io.directord.health.ThisNode;
import java.util.Optional;

/** The real probes, of every kind of check. */
public final class ProbeKinds implements Probe.Kinds {

  private final ThisNode node;

  public ProbeKinds() {
    this(ThisNode.plain());
  }

  /** What says that no file can be opened must not have to be read from one then. */
  public ProbeKinds(ThisNode node) {
    this.node = node;
    SocketTrouble.load();
  }

  @Override
  public Probe probe(Endpoint endpoint, Check.Probed check) {
    Optional<String> unread = check.unread();
    if (unread.isPresent()) {
      return new NotProbed("not probed: the password in " + unread.get() + " has not been read");
    }
    return check instanceof Check.OnThisNode onNode
        ? onNode.probe(endpoint, node)
        : check.probe(endpoint);
  }
}
