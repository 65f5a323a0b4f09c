package io.directord.failover.arp;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the watch has found at one moment.
 *
 * @param problems by {@code SERVICE/SERVER}
 * @param questions asked for services' addresses; live: it goes on counting
 * @param claims heard of real servers to them; live
 */
public record ArpView(Map<String, List<Finding>> problems, LongAdder questions, LongAdder claims) {
  public static final ArpView EMPTY = new ArpView(Map.of(), new LongAdder(), new LongAdder());

  public ArpView {
    problems = Map.copyOf(problems);
  }

  static ArpView of(Collection<Finding> findings, LongAdder questions, LongAdder claims) {
    Map<String, List<Finding>> problems = new HashMap<>();
    for (Finding each : findings) {
      for (String name : each.watched().names()) {
        problems.computeIfAbsent(name, _ -> new ArrayList<>()).add(each);
      }
    }
    return new ArpView(problems, questions, claims);
  }

  /** Of a server, {@code SERVICE/SERVER}. */
  public List<Finding> of(String name) {
    return problems.getOrDefault(name, List.of());
  }
}
