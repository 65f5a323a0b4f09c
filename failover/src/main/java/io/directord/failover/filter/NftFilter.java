package io.directord.failover.filter;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Rules in a table of our own of nftables: both families in one transaction. */
final class NftFilter implements PacketFilter {
  private static final List<String> LIST = words("nft", "-s", "list", "table");
  private static final List<String> DELETE = words("nft", "delete", "table");

  private final Programs programs;
  private List<String> print = List.of();

  NftFilter(Programs programs) {
    this.programs = programs;
  }

  private static List<String> words(String... words) {
    return List.of((String.join(" ", words) + " " + NftText.TABLE).split(" "));
  }

  @Override
  public String name() {
    return "nft";
  }

  @Override
  public Optional<String> drop(List<InetAddress> addresses) throws InterruptedException {
    Programs.Ran replaced =
        programs.run(List.of("nft", "-f", "-"), NftText.replace(List.copyOf(addresses)));
    if (!replaced.ok()) {
      return replaced.trouble();
    }
    Programs.Ran listed = programs.run(LIST);
    print = NftText.print(listed.output());
    return listed.trouble();
  }

  @Override
  public Optional<String> damage() throws InterruptedException {
    Programs.Ran listed = programs.run(LIST);
    if (!listed.ok()) {
      return listed.trouble();
    }
    return NftText.print(listed.output()).equals(print)
        ? Optional.empty()
        : Optional.of("table " + NftText.TABLE + " was changed");
  }

  @Override
  public Removed remove() throws InterruptedException {
    if (!programs.has("nft") || !programs.run(LIST).ok()) {
      return new Removed(List.of(), List.of());
    }
    Programs.Ran deleted = programs.run(DELETE);
    return deleted.ok()
        ? new Removed(List.of(String.join(" ", DELETE)), List.of())
        : new Removed(List.of(), List.of(deleted.trouble().orElse("")));
  }
}
