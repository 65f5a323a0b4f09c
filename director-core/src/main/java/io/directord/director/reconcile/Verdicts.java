package io.directord.director.reconcile;

import io.directord.director.config.NamedCheck;
import io.directord.director.config.RealServer;
import io.directord.director.config.VirtualService;
import io.directord.health.Check;
import io.directord.health.Target;
import io.directord.health.Verdict;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Combines the verdicts of a server's checks: all must pass. One failing check decides at once, and
 * until all have spoken nothing else does. Pure.
 */
public record Verdicts(Map<Target, Verdict> byTarget) implements HealthView {
  private static final Opinion NO_CHECK = new Opinion(Opinion.Answer.UP, "no check configured");
  private static final Opinion ALWAYS_ON =
      new Opinion(Opinion.Answer.UP, "always on by configuration");
  private static final Opinion ALWAYS_OFF =
      new Opinion(Opinion.Answer.DOWN, "always off by configuration");

  @Override
  public Opinion of(VirtualService service, RealServer server) {
    @Nullable Opinion failed = null;
    @Nullable Opinion waiting = null;
    Opinion passed = NO_CHECK;
    Asked asked = Asked.NOTHING;
    for (NamedCheck check : server.checks()) {
      Opinion opinion = of(service, server, check);
      asked = asked.and(opinion.asked());
      switch (opinion.answer()) {
        case DOWN -> failed = failed == null ? opinion : failed;
        case UNKNOWN -> waiting = opinion;
        case UP -> passed = opinion;
      }
    }
    return (failed != null ? failed : waiting != null ? waiting : passed).asking(asked);
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
