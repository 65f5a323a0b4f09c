package io.directord.failover.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rules of ours, for one purpose, among those of this host's packet filter. Its methods wait for
 * external programs, each with a deadline; confined to one thread, whose interrupt ends the
 * program.
 *
 * @param <R> what the rules are made from
 */
public interface PacketFilter<R> {
  /**
   * What became of a removal, as commands.
   *
   * @param refused with the reason
   */
  record Removed(List<String> removed, List<String> refused) {
    public static final Removed NOTHING = new Removed(List.of(), List.of());

    public Removed {
      removed = List.copyOf(removed);
      refused = List.copyOf(refused);
    }

    /** Both. */
    public Removed with(Removed other) {
      List<String> done = new ArrayList<>(removed);
      done.addAll(other.removed);
      List<String> not = new ArrayList<>(refused);
      not.addAll(other.refused);
      return new Removed(done, not);
    }
  }

  /** By which it works. */
  String name();

  /**
   * Replaces all that was said before, in one transaction for each family or for both. Says why it
   * could not.
   */
  Optional<String> put(R rules) throws InterruptedException;

  /** Says what is no longer as {@link #put} left it. */
  Optional<String> damage() throws InterruptedException;

  /** Takes away what is there, of an earlier run too. */
  Removed remove() throws InterruptedException;
}
