package io.directord.director.realserver;

import io.directord.director.ExitCode;
import io.directord.director.StartFailure;
import io.directord.director.realserver.Requests.Request;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The door of this room: a request, or what was applied, on this host. Used by one thread. */
public final class RealServerHost {
  private final LinuxHost host;
  private final Preparation preparation;

  public RealServerHost(LinuxHost host, Consumer<String> out, Consumer<String> err) {
    this.host = host;
    this.preparation = new Preparation(host, out, err);
  }

  /** What there is to do, in order. */
  public List<Step> plan(Request request, boolean here) throws StartFailure {
    OwnAddresses own = OwnAddresses.read(here ? host.addresses() : "");
    Set<InetAddress> services = new HashSet<>(request.hidden());
    request.tunnelled().forEach(each -> services.add(each.address()));
    try {
      return StepPlanner.plan(request, address -> own.beside(address, services));
    } catch (IllegalArgumentException lacking) {
      throw new StartFailure(ExitCode.USAGE, String.valueOf(lacking.getMessage()));
    }
  }

  public Set<InetAddress> addresses() throws StartFailure {
    return OwnAddresses.read(host.addresses()).addresses();
  }

  /** The steps of the state file. */
  public List<Step> applied() throws StartFailure {
    return host.recall().entries().stream().map(State.Entry::step).toList();
  }

  public List<String> undoing() throws StartFailure {
    return ScriptText.undoing(host.recall());
  }

  public int apply(List<Step> steps, boolean persist) throws StartFailure {
    LinuxHost.requireRoot();
    return preparation.apply(steps, persist ? files(steps) : Map.of());
  }

  public int remove() throws StartFailure {
    LinuxHost.requireRoot();
    return preparation.remove();
  }

  /** With the files, if they were asked for or are there. */
  public List<Preparation.Item> status(List<Step> steps, boolean persist) throws StartFailure {
    LinuxHost.requireRoot();
    if (steps.isEmpty() && !host.recall().files().isEmpty()) {
      String text = "the steps of " + Persistence.SCRIPT + ", since the boot";
      return List.of(new Preparation.Item(text, "missing", ""));
    }
    boolean files = persist || !host.recall().files().isEmpty();
    return preparation.status(steps, files ? files(steps) : Map.of());
  }

  private Map<String, String> files(List<Step> steps) throws StartFailure {
    Optional<Persistence.Boot> boot = host.boot();
    if (boot.isEmpty()) {
      throw new StartFailure(
          ExitCode.UNAVAILABLE,
          "--persist needs systemd or ifupdown, and this host has neither: put the script of"
              + " --print sh where it is run at boot");
    }
    return Persistence.files(steps, boot.get());
  }
}
