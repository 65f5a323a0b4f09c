package io.directord.failover.filter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Programs that say what they were told to, and remember what they were asked. */
final class FakePrograms implements Programs {
  final List<String> runs = new ArrayList<>();
  final List<String> inputs = new ArrayList<>();
  private final Map<String, Ran> answers = new HashMap<>();
  private final List<String> installed;

  FakePrograms(String... installed) {
    this.installed = List.of(installed);
  }

  FakePrograms answers(String command, String output) {
    answers.put(command, new Ran(output, Optional.empty()));
    return this;
  }

  FakePrograms refuses(String command, String trouble) {
    answers.put(command, Ran.failed(trouble));
    return this;
  }

  @Override
  public boolean has(String program) {
    return installed.contains(program);
  }

  @Override
  public Ran run(List<String> command, String input) {
    String line = String.join(" ", command);
    runs.add(line);
    if (!input.isEmpty()) {
      inputs.add(input);
    }
    if (!has(command.getFirst())) {
      return Ran.failed("there is no " + command.getFirst());
    }
    return answers.getOrDefault(line, new Ran("", Optional.empty()));
  }
}
