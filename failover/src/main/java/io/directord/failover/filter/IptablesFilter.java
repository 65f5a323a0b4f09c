package io.directord.failover.filter;

import io.directord.kernel.Family;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Rules in a chain of our own of {@code iptables}, for kernels without nftables. Each family is a
 * transaction of its own.
 */
final class IptablesFilter implements PacketFilter {
  private final IptablesChain four;
  private final IptablesChain six;

  /**
   * Has put in nothing yet.
   *
   * @param used whether the old kernel tables are in use: asking for a chain would load them
   */
  IptablesFilter(Programs programs, Predicate<Family> used) {
    four = new IptablesChain(programs, used, IptablesText.chain(Family.IPV4));
    six = new IptablesChain(programs, used, IptablesText.chain(Family.IPV6));
  }

  @Override
  public String name() {
    return "iptables";
  }

  @Override
  public Optional<String> drop(List<InetAddress> addresses) throws InterruptedException {
    Optional<String> trouble = four.fill(IptablesText.rules(Family.IPV4, addresses));
    return trouble.isPresent() ? trouble : six.fill(IptablesText.rules(Family.IPV6, addresses));
  }

  @Override
  public Optional<String> damage() throws InterruptedException {
    Optional<String> damage = four.damage();
    return damage.isPresent() ? damage : six.damage();
  }

  @Override
  public Removed remove() throws InterruptedException {
    return four.remove().with(six.remove());
  }
}
