package io.directord.failover;

import io.directord.failover.address.LinkSysctls;
import io.directord.failover.address.VirtualLink;
import io.directord.failover.address.VirtualLinkPlanner;
import io.directord.kernel.Errno;
import io.directord.kernel.link.Link;
import io.directord.kernel.link.Links;
import io.directord.kernel.link.NetworkChange;
import io.directord.kernel.link.NetworkRefusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Makes the interfaces with virtual MAC addresses, keeps them up, and takes them away again.
 * Confined to its loop.
 */
final class VirtualLinkKeeper {
  /** The settings below {@code /proc/sys}. */
  interface Sysctls {
    /** Empty where there is none such, or it cannot be read. */
    Optional<String> read(String path);

    /** Says why it could not. */
    Optional<String> write(LinkSysctls.Sysctl sysctl);
  }

  private final NetworkWork work;
  private final Links links;
  private final Sysctls sysctls;
  private final Set<VirtualLink> givenUp = new HashSet<>();
  private final Set<VirtualLink> prepared = new HashSet<>();
  private List<VirtualLink> wanted = List.of();

  VirtualLinkKeeper(NetworkWork work, Links links, Sysctls sysctls) {
    this.work = work;
    this.links = links;
    this.sysctls = sysctls;
  }

  /** What they are to be from the next look on. */
  void take(List<VirtualLink> taken) {
    givenUp.addAll(wanted);
    wanted = List.copyOf(taken);
    wanted.forEach(givenUp::remove);
  }

  /** Makes these too; none is given up yet. */
  CompletionStage<Void> prepare(List<VirtualLink> more) {
    List<VirtualLink> all = new ArrayList<>(wanted);
    for (VirtualLink link : more) {
      if (all.stream().noneMatch(each -> each.name().equals(link.name()))) {
        all.add(link);
      }
    }
    wanted = List.copyOf(all);
    return look();
  }

  /** Reads and puts right. */
  CompletionStage<Void> look() {
    if (wanted.isEmpty() && givenUp.isEmpty()) {
      return CompletableFuture.completedStage(null);
    }
    return links.links().thenComposeAsync(this::make, work.loop());
  }

  private CompletionStage<Void> make(List<Link> seen) {
    VirtualLinkPlanner.taken(wanted, seen).forEach(work::tell);
    List<NetworkChange> changes = VirtualLinkPlanner.plan(wanted, givenUp, seen);
    givenUp.clear();
    if (changes.isEmpty()) {
      return setUp(seen);
    }
    return work.apply(changes, VirtualLinkKeeper::harmless)
        .thenCompose(_ -> links.links())
        .thenComposeAsync(this::setUp, work.loop());
  }

  private CompletionStage<Void> setUp(List<Link> seen) {
    List<VirtualLink> present = VirtualLinkPlanner.present(wanted, seen);
    prepared.retainAll(present);
    for (VirtualLink link : present) {
      if (prepared.add(link)) {
        LinkSysctls.of(link).forEach(each -> sysctls.write(each).ifPresent(work::tell));
        sysctls.read(LinkSysctls.STRICT).flatMap(LinkSysctls::complaint).ifPresent(work::tell);
      }
    }
    return work.apply(VirtualLinkPlanner.up(present, seen), VirtualLinkKeeper::harmless)
        .thenApply(_ -> null);
  }

  /** Takes away those on which nobody holds anything any more. */
  CompletionStage<Void> close(Set<String> stillUsed) {
    List<VirtualLink> unused = new ArrayList<>(wanted);
    unused.removeIf(link -> stillUsed.contains(link.name()));
    givenUp.addAll(unused);
    wanted = wanted.stream().filter(link -> !unused.contains(link)).toList();
    return look();
  }

  private static boolean harmless(NetworkRefusal refusal) {
    return refusal.change() instanceof NetworkChange.RemoveLink && refusal.errno() == Errno.ENODEV;
  }
}
