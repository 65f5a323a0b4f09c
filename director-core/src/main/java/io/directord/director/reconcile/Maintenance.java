package io.directord.director.reconcile;

import io.directord.director.config.DirectorConfig;
import io.directord.director.config.RealServer;
import io.directord.director.config.VirtualService;
import io.directord.director.reconcile.OperatorOverride.Kind;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes files that name servers for the operator's word about them. A command about the same server
 * stands if it is as strong: weight, then drain, then disable. Pure.
 */
public final class Maintenance {

  /**
   * One file.
   *
   * @param name {@code SERVICE.SERVER}, {@code SERVER}, or an address
   * @param by which file it is, and whose
   */
  public record Note(String name, boolean disable, String by, Instant at) {}

  private final Map<String, Note> byName = new HashMap<>();
  private final Map<InetAddress, Note> byAddress = new HashMap<>();
  private final Set<Note> used = new HashSet<>();

  private Maintenance(List<Note> notes) {
    for (Note note : notes) {
      byName.put(note.name(), note);
      InetAddress address =
          NetUtil.isValidIpV4Address(note.name()) || NetUtil.isValidIpV6Address(note.name())
              ? NetUtil.createInetAddressFromIpAddressString(note.name())
              : null;
      if (address != null) {
        byAddress.put(address, note);
      }
    }
  }

  /**
   * Overrides by {@code SERVICE/SERVER}, with those of the files among them.
   *
   * @param commands the same of commands
   */
  public static Map<String, OperatorOverride> merge(
      DirectorConfig config, Map<String, OperatorOverride> commands, List<Note> notes) {
    if (notes.isEmpty()) {
      return commands;
    }
    Map<String, OperatorOverride> all = new HashMap<>(commands);
    new Maintenance(notes).into(config, all);
    return all;
  }

  /** Names that no server answers to. */
  public static List<String> unmatched(DirectorConfig config, List<Note> notes) {
    Maintenance maintenance = new Maintenance(notes);
    maintenance.into(config, new HashMap<>());
    List<String> names = new ArrayList<>();
    for (Note note : notes) {
      if (!maintenance.used.contains(note)) {
        names.add(note.name());
      }
    }
    return names;
  }

  private void into(DirectorConfig config, Map<String, OperatorOverride> all) {
    for (VirtualService service : config.services()) {
      for (RealServer server : service.servers()) {
        Note note = note(service, server);
        if (note == null) {
          continue;
        }
        Kind kind = note.disable() ? Kind.DISABLE : Kind.DRAIN;
        String id = service.name() + "/" + server.name();
        OperatorOverride command = all.get(id);
        if (command == null || command.kind().compareTo(kind) < 0) {
          all.put(id, new OperatorOverride(kind, OptionalInt.empty(), note.by(), note.at()));
        }
      }
    }
  }

  /** Of several the strongest, then the most exact. */
  private @Nullable Note note(VirtualService service, RealServer server) {
    Note strongest = null;
    for (Note each :
        new @Nullable Note[] {
          byName.get(service.name() + "." + server.name()),
          byName.get(server.name()),
          byAddress.get(server.address())
        }) {
      if (each != null) {
        used.add(each);
        if (strongest == null || (each.disable() && !strongest.disable())) {
          strongest = each;
        }
      }
    }
    return strongest;
  }
}
