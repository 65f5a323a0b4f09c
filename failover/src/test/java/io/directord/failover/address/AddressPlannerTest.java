package io.directord.failover.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.kernel.Stages;
import io.directord.kernel.link.Address;
import io.directord.kernel.link.AddressChange;
import io.directord.kernel.link.AddressSpec;
import io.directord.kernel.link.FakeLinks;
import io.directord.kernel.link.Scope;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

final class AddressPlannerTest {
  private static final Map<String, Integer> LINKS = Map.of("lab0", 2, "lab1", 3);
  private static final List<HeldAddress> POOL = pool();
  private static final long FIRST_SEED = Long.getLong("directord.seed.first", 20_260_101L);

  private final FakeLinks kernel = new FakeLinks();

  AddressPlannerTest() {
    kernel.add(2, "lab0");
    kernel.add(3, "lab1");
  }

  @RepeatedTest(100)
  void carriedOutAPlanMakesTheKernelWhatIsWantedAndASecondPlanIsEmpty(RepetitionInfo repetition) {
    long seed = FIRST_SEED + repetition.getCurrentRepetition();
    Random random = new Random(seed);
    some(random).forEach(held -> behindTheBack(held, Optional.of(HeldAddress.TAG)));
    Set<HeldAddress> wanted = new HashSet<>(some(random));
    AddressPlanner.Goal goal = goal(wanted);
    kernel.apply(AddressPlanner.plan(goal, LINKS, observed(), true));
    assertEquals(texts(wanted), present(), "seed " + seed);
    assertEquals(List.of(), AddressPlanner.plan(goal, LINKS, observed(), true), "seed " + seed);
  }

  @RepeatedTest(100)
  void whatOthersAddedIsNeverRemovedWhereTheKernelKeepsTags(RepetitionInfo repetition) {
    long seed = FIRST_SEED + repetition.getCurrentRepetition();
    Random random = new Random(seed);
    for (HeldAddress held : some(random)) {
      behindTheBack(held, random.nextBoolean() ? Optional.empty() : Optional.of(3));
    }
    List<AddressChange> plan =
        AddressPlanner.plan(goal(new HashSet<>(some(random))), LINKS, observed(), true);
    assertTrue(
        plan.stream().allMatch(AddressChange.AddAddress.class::isInstance),
        () -> "seed " + seed + ": " + plan);
  }

  @Test
  void withoutTagsOursIsWhatIsConfigured() {
    behindTheBack(POOL.getFirst(), Optional.empty());
    behindTheBack(held("10.9.9.9", 24, "lab0"), Optional.empty());
    List<AddressChange> plan = AddressPlanner.plan(goal(Set.of()), LINKS, observed(), false);
    assertEquals(
        List.of("ip address del 10.8.0.1/32 dev lab0"),
        plan.stream().map(AddressChange::ip).toList());
  }

  @Test
  void whatIsSparedStays() {
    behindTheBack(POOL.getFirst(), Optional.of(HeldAddress.TAG));
    AddressPlanner.Goal goal =
        new AddressPlanner.Goal(Map.of(), Set.of(), Set.of(POOL.getFirst().address()));
    assertEquals(List.of(), AddressPlanner.plan(goal, LINKS, observed(), true));
  }

  @Test
  void additionsGoBeforeRemovals() {
    behindTheBack(POOL.get(0), Optional.of(HeldAddress.TAG));
    List<AddressChange> plan =
        AddressPlanner.plan(goal(Set.of(POOL.get(1))), LINKS, observed(), true);
    assertTrue(plan.getFirst() instanceof AddressChange.AddAddress, plan::toString);
    assertTrue(plan.getLast() instanceof AddressChange.RemoveAddress, plan::toString);
  }

  @Test
  void anAddressOfAnInterfaceThatIsNotThereWaits() {
    AddressPlanner.Goal goal = goal(Set.of(held("10.8.0.7", 32, "gone0")));
    assertEquals(List.of(), AddressPlanner.plan(goal, LINKS, List.of(), true));
    assertEquals(List.of(), AddressPlanner.claim(goal.leased(), LINKS));
  }

  @Test
  void aSpecIsTaggedAndASingleIpv6AddressIsNoSourceOfOurOwn() {
    AddressSpec ipv4 = held("10.8.0.1", 24, "lab0").spec(Optional.empty());
    assertEquals(Optional.of(HeldAddress.TAG), ipv4.protocol());
    assertEquals(AddressSpec.FOREVER, ipv4.preferredSeconds());
    AddressSpec single = held("fd00:8::1", 128, "lab0").spec(Optional.of(Duration.ofSeconds(30)));
    assertTrue(single.noDad());
    assertEquals(0, single.preferredSeconds());
    assertEquals(30, single.validSeconds());
    assertEquals(30, held("fd00:8::1", 64, "lab0").spec(thirty()).preferredSeconds());
  }

  private static Optional<Duration> thirty() {
    return Optional.of(Duration.ofSeconds(30));
  }

  private static List<HeldAddress> pool() {
    List<HeldAddress> pool = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      pool.add(held("10.8.0." + i, 32, i % 2 == 0 ? "lab1" : "lab0"));
      pool.add(held("fd00:8::" + i, 128, i % 2 == 0 ? "lab0" : "lab1"));
    }
    return pool;
  }

  private static List<HeldAddress> some(Random random) {
    return POOL.stream().filter(_ -> random.nextBoolean()).toList();
  }

  private static AddressPlanner.Goal goal(Set<HeldAddress> wanted) {
    Map<HeldAddress, Optional<Duration>> leased = new LinkedHashMap<>();
    wanted.forEach(held -> leased.put(held, Optional.empty()));
    Set<InetAddress> configured = new HashSet<>();
    POOL.forEach(held -> configured.add(held.address()));
    return new AddressPlanner.Goal(leased, configured, Set.of());
  }

  private void behindTheBack(HeldAddress held, Optional<Integer> tag) {
    AddressSpec ours = held.spec(Optional.empty());
    kernel.behindTheBack(
        new AddressChange.AddAddress(
            held.device().equals("lab0") ? 2 : 3,
            held.device(),
            new AddressSpec(
                ours.address(),
                ours.prefixLength(),
                ours.scope(),
                ours.label(),
                ours.noDad(),
                ours.noPrefixRoute(),
                tag,
                ours.preferredSeconds(),
                ours.validSeconds())));
  }

  private List<Address> observed() {
    return Stages.get(kernel.addresses());
  }

  private Set<String> present() {
    Set<String> present = new HashSet<>();
    observed().forEach(each -> present.add(NetUtil.toAddressString(each.address())));
    return present;
  }

  private static Set<String> texts(Set<HeldAddress> held) {
    Set<String> texts = new HashSet<>();
    held.forEach(each -> texts.add(NetUtil.toAddressString(each.address())));
    return texts;
  }

  private static HeldAddress held(String ip, int prefix, String device) {
    return new HeldAddress(ip(ip), prefix, device, Optional.empty(), Scope.GLOBAL);
  }

  private static InetAddress ip(String text) {
    try {
      return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(text));
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
