package io.directord.director;

import io.directord.director.reconcile.Plan;
import java.util.List;
import java.util.Optional;

/**
 * What taking over a configuration would come to.
 *
 * @param plan empty when there are problems
 * @param guard why a reload would be refused; empty when it would not
 */
public record Forecast(List<String> problems, Optional<Plan> plan, Optional<String> guard) {
  public Forecast {
    problems = List.copyOf(problems);
  }

  static Forecast impossible(String because) {
    return new Forecast(List.of(because), Optional.empty(), Optional.empty());
  }
}
