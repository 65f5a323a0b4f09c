package io.directord.director.host;

import io.directord.failover.filter.PacketFilter.Removed;
import java.util.Optional;

/** A program that puts {@link HostRules} into the kernel. Its methods wait for it. */
interface RuleProgram {
  String name();

  /** Replaces all that was said before. Says why it could not. */
  Optional<String> put(HostRules rules) throws InterruptedException;

  /** Says what is no longer as {@link #put} left it. */
  Optional<String> damage() throws InterruptedException;

  /** Takes away what is there, of an earlier run too. */
  Removed remove() throws InterruptedException;
}
