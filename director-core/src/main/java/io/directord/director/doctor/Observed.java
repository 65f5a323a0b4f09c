package io.directord.director.doctor;

import com.typesafe.config.Config;
import io.directord.director.config.DirectorConfig;
import io.directord.director.host.KernelModules;
import io.directord.director.host.SysctlState;
import io.directord.kernel.link.Address;
import io.directord.kernel.link.Link;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * All that was looked at, at one moment; what is found depends on this alone.
 *
 * @param programs of those that are needed, the ones that are there
 * @param rulesets of this host's packet filters
 */
public record Observed(
    DirectorConfig config,
    File file,
    KernelModules.Seen modules,
    Running process,
    List<SysctlState> sysctls,
    List<Link> links,
    List<Address> addresses,
    Clock clock,
    Daemon daemon,
    Set<String> programs,
    List<Ruleset> rulesets) {
  public Observed {
    sysctls = List.copyOf(sysctls);
    links = List.copyOf(links);
    addresses = List.copyOf(addresses);
    programs = Set.copyOf(programs);
    rulesets = List.copyOf(rulesets);
  }

  /**
   * The configuration's.
   *
   * @param changed the youngest of it and of {@code conf.d}
   */
  public record File(String path, Optional<Instant> changed) {}

  /**
   * Whose rights count.
   *
   * @param daemon whether it is the running director; else this command stands in for it
   * @param capabilities the effective ones, a bit each ({@code linux/capability.h})
   * @param openFiles how many it may have; empty where that is not known
   * @param lockedBytes how much memory it may lock
   * @param realTime the highest real-time priority it may take
   */
  public record Running(
      boolean daemon,
      OptionalLong capabilities,
      OptionalLong openFiles,
      OptionalLong lockedBytes,
      OptionalLong realTime) {}

  /** Whether the wall clock follows another one. */
  public enum Clock {
    SYNCHRONISED,
    FREE,
    UNKNOWN
  }

  /**
   * The running director.
   *
   * @param status what it says of itself; empty where nobody answers
   * @param silence why nobody does
   * @param ours the version of this command
   */
  public record Daemon(Optional<Config> status, String silence, String ours) {}

  /**
   * Rules as a program lists them.
   *
   * @param program {@code nft}, {@code iptables}, {@code ip6tables}
   */
  public record Ruleset(String program, String text) {}
}
