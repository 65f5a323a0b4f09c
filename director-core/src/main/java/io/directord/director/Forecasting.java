package io.directord.director;

import io.directord.director.config.ConfigResult;
import io.directord.director.config.DirectorConfig;
import io.directord.director.config.Problem;
import io.directord.director.reconcile.Inputs;
import io.directord.director.reconcile.KernelReading;
import io.directord.director.reconcile.Observation;
import io.directord.director.reconcile.Plan;
import io.directord.director.reconcile.Planning;
import io.directord.director.reconcile.ReloadGuard;
import io.directord.director.reconcile.Round;
import io.directord.kernel.ipvs.Ipvs;
import io.directord.kernel.ipvs.IpvsTable;
import io.directord.kernel.ipvs.ServiceKey;
import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Says what a configuration would change, before it does. On the director's loop. */
final class Forecasting {
  private final EventExecutor loop;
  private final Ipvs ipvs;
  private final Function<DirectorConfig, Inputs> inputs;

  /**
   * @param inputs what would be wanted with a configuration, as things stand
   */
  Forecasting(EventExecutor loop, Ipvs ipvs, Function<DirectorConfig, Inputs> inputs) {
    this.loop = loop;
    this.ipvs = ipvs;
    this.inputs = inputs;
  }

  /**
   * How things stand.
   *
   * @param last the last round
   * @param owned services of the kernel that count as ours
   * @param guardPercent of the running configuration: a new one does not let itself in
   */
  record Now(Optional<Round> last, IpvsTable table, Set<ServiceKey> owned, int guardPercent) {
    Now with(IpvsTable read) {
      return new Now(last, read, owned, guardPercent);
    }
  }

  /** Why this configuration would take too much out of service; empty when it would not. */
  Optional<String> guard(DirectorConfig next, Now now) {
    return now.last()
        .flatMap(round ->
            ReloadGuard.refusal(
                round.plan().decisions(),
                inputs.apply(next),
                now.table(),
                now.owned(),
                now.guardPercent(),
                System.nanoTime()));
  }

  /** Completes on the loop, when the kernel has been read. */
  CompletableFuture<Forecast> of(ConfigResult result, Now now) {
    return switch (result) {
      case ConfigResult.Invalid(var problems) ->
          CompletableFuture.completedFuture(
              new Forecast(
                  problems.stream().map(Problem::toString).toList(),
                  Optional.empty(),
                  Optional.empty()));
      case ConfigResult.Unreadable(var because) ->
          CompletableFuture.completedFuture(Forecast.impossible(because));
      case ConfigResult.Valid(var next, var _) ->
          KernelReading.read(ipvs, next.ipvs())
              .handleAsync(
                  (observed, failure) ->
                      failure == null
                          ? forecast(next, observed, now.with(observed.table()))
                          : Forecast.impossible(
                              "the kernel cannot be read: " + failure.getMessage()),
                  loop)
              .toCompletableFuture();
    };
  }

  private Forecast forecast(DirectorConfig next, Observation observed, Now now) {
    Plan plan = Planning.plan(inputs.apply(next), observed, now.owned());
    return new Forecast(List.of(), Optional.of(plan), guard(next, now));
  }
}
