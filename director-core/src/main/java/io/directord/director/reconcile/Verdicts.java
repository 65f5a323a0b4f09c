package io.directord.director.reconcile;

import io.directord.director.config.NamedCheck;
import io.directord.director.config.RealServer;
import io.directord.director.config.VirtualService;
import io.directord.health.Check;
import io.directord.health.Target;
import io.directord.health.Verdict;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Combines the verdicts of a server's checks as it is configured. Pure.
 *
 * @param heard when something was heard of each service
 */
public record Verdicts(Map<Target, Verdict> byTarget, Heard heard) implements HealthView {
  private static final Opinion NO_CHECK = new Opinion(Opinion.Answer.UP, "no check configured");
  private static final Opinion ALWAYS_ON =
      new Opinion(Opinion.Answer.UP, "always on by configuration");
  private static final Opinion ALWAYS_OFF =
      new Opinion(Opinion.Answer.DOWN, "always off by configuration");

  public Verdicts(Map<Target, Verdict> byTarget) {
    this(byTarget, Heard.UNKNOWN);
  }

  /**
   * Tells whether something was heard of a service since.
   *
   * @param last what was heard of it last, by name
   * @param first of all others; absent where it is not known of any
   */
  record Heard(Map<String, Object> last, Optional<Object> first) {
    static final Heard UNKNOWN = new Heard(Map.of(), Optional.empty());
  }

  @Override
  public @Nullable Object mark(VirtualService service) {
    Object last = heard.last().get(service.name());
    return last != null ? last : heard.first().orElse(null);
  }

  @Override
  public Opinion of(VirtualService service, RealServer server) {
    if (server.checks().isEmpty()) {
      return NO_CHECK;
    }
    Ballot ballot = new Ballot(server.combination());
    Asked asked = Asked.NOTHING;
    for (NamedCheck check : server.checks()) {
      Opinion opinion = of(service, server, check);
      asked = asked.and(opinion.asked());
      ballot.add(check.name(), opinion);
    }
    return ballot.outcome().asking(asked);
  }

  /** What is known of one target; makes no object. */
  public Opinion.Answer of(Target target) {
    if (target.check() instanceof Check.Fixed(boolean up)) {
      return up ? Opinion.Answer.UP : Opinion.Answer.DOWN;
    }
    Verdict verdict = byTarget.get(target);
    if (verdict == null) {
      return Opinion.Answer.UNKNOWN;
    }
    return verdict.up() ? Opinion.Answer.UP : Opinion.Answer.DOWN;
  }

  /** What one check says. */
  public Opinion of(VirtualService service, RealServer server, NamedCheck check) {
    if (check.check() instanceof Check.Fixed(boolean up)) {
      return up ? ALWAYS_ON : ALWAYS_OFF;
    }
    Target target = check.target(server.address(), server.port().orElse(service.port()));
    Verdict verdict = byTarget.get(target);
    if (verdict == null) {
      return new Opinion(Opinion.Answer.UNKNOWN, "not probed yet");
    }
    return new Opinion(
        verdict.up() ? Opinion.Answer.UP : Opinion.Answer.DOWN,
        verdict.because(),
        Asked.of(verdict.advice(), server.spec().weight(), verdict.because()));
  }
}
