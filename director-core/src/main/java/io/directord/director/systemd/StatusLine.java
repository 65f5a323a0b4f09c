package io.directord.director.systemd;

import io.directord.director.DirectorView;
import io.directord.director.LastReload;
import io.directord.director.reconcile.Round;
import io.directord.director.reconcile.ServiceDecision;
import io.directord.failover.RoutersView.RouterView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a person reads in {@code systemctl status}: one line. Pure. */
final class StatusLine {
  private static final int NAMED_MAX = 8;
  private static final int CHARACTERS_MAX = 500;

  private StatusLine() {}

  static String of(DirectorView view) {
    List<String> parts = new ArrayList<>();
    if (view.config().routers().isEmpty() && view.config().services().isEmpty()) {
      parts.add("Nothing is configured: edit " + view.file() + ", then reload");
    }
    if (!view.routers().routers().isEmpty()) {
      parts.add(routers(view.routers().routers()));
    }
    if (!view.config().services().isEmpty()) {
      parts.add(view.round().map(StatusLine::services).orElse("services: not yet looked at"));
    }
    view.round().flatMap(Round::failure).ifPresent(because -> parts.add("kernel: " + because));
    view.selfDoubt().ifPresent(because -> parts.add("verdicts are held: " + because));
    parts.add("configuration " + view.generation() + reload(view.lastReload()));
    String line = (view.shadow() ? "Shadow: " : "") + String.join("; ", parts);
    String flat = line.replaceAll("\\p{Cntrl}+", " ");
    return flat.length() <= CHARACTERS_MAX ? flat : flat.substring(0, CHARACTERS_MAX - 1) + "…";
  }

  private static String routers(List<RouterView> routers) {
    String named =
        routers.stream()
            .limit(NAMED_MAX)
            .map(each -> each.name() + " " + each.role().name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    int more = routers.size() - NAMED_MAX;
    return more > 0 ? named + " and " + more + " more" : named;
  }

  private static String services(Round round) {
    List<ServiceDecision> all = round.plan().decisions();
    long serving = all.stream().filter(StatusLine::serves).count();
    List<String> idle =
        all.stream()
            .filter(each -> !serves(each))
            .limit(NAMED_MAX)
            .map(each -> each.service().name())
            .toList();
    return serving
        + " of "
        + all.size()
        + (all.size() == 1 ? " service serves" : " services serve")
        + (idle.isEmpty() ? "" : ", not " + String.join(", ", idle))
        + (round.inStep() ? "" : ", kernel not in step");
  }

  private static boolean serves(ServiceDecision service) {
    return service.inService() > 0 || service.lastResort().isPresent();
  }

  private static String reload(LastReload last) {
    return switch (last.outcome()) {
      case APPLIED, UNCHANGED -> "";
      case REJECTED, REFUSED ->
          ", last reload "
              + last.outcome().text()
              + ": "
              + (last.problems().isEmpty() ? "see the log" : last.problems().getFirst());
    };
  }
}
