package io.directord.director.admin;

import io.directord.director.config.HostConfig.Sysctls;
import io.directord.director.host.HostView;
import io.directord.director.host.RulesState;
import io.directord.director.host.SysctlState;
import io.directord.director.json.Json;
import java.util.Map;

/** What is known of the host as an object of {@code directorctl status --json}. Pure. */
public final class HostJson {
  private HostJson() {}

  /** {@code host}, to be added to status. */
  public static Map<String, Object> parts(HostView view) {
    Map<String, Object> host =
        Json.object(
            "sysctls",
            Json.object(
                "mode",
                view.mode() == Sysctls.APPLY ? "apply" : "report",
                "values",
                view.sysctls().stream().map(HostJson::sysctl).toList()),
            "missingModules",
            view.missing().stream()
                .map(module -> Json.object("name", module.name(), "because", module.because()))
                .toList());
    if (view.rules().wanted()) {
      host.put("rules", rules(view.rules()));
    }
    return Json.object("host", host);
  }

  private static Map<String, Object> sysctl(SysctlState state) {
    Map<String, Object> object =
        Json.object(
            "name", state.wanted().name(),
            "need", state.wanted().need().text(),
            "right", state.right(),
            "because", state.wanted().because());
    state.held().ifPresent(held -> object.put("value", held));
    state.wanted().value().ifPresent(value -> object.put("wanted", value));
    state.before().ifPresent(before -> object.put("before", before));
    return object;
  }

  private static Map<String, Object> rules(RulesState rules) {
    Map<String, Object> object =
        Json.object(
            "marks", rules.markings(),
            "masquerade", rules.masquerades(),
            "by", rules.by(),
            "inForce", rules.inForce());
    rules.trouble().ifPresent(because -> object.put("because", because));
    return object;
  }
}
