package io.directord.health.program;

import io.directord.health.Check;
import io.directord.health.Curve;
import io.directord.health.Endpoint;
import io.directord.health.Probe;
import io.directord.health.ThisNode;
import java.util.List;
import java.util.Optional;

/**
 * A program of this node says that a server is well, by its exit status.
 *
 * @param command the program's absolute path and its arguments, with {@code {address}} and {@code
 *     {port}} wherever the target's are to stand
 * @param weight what is taken for a weight; empty takes nothing
 * @param curve makes a weight of a load
 * @param runAs who it runs as; empty for the user of this process
 */
public record ScriptCheck(
    List<String> command,
    ExitCodes exitCodes,
    Optional<WeightFrom> weight,
    Optional<Curve> curve,
    Optional<RunAs> runAs)
    implements Check.OnThisNode {
  public static final int WORDS_MAX = 256;
  public static final int WORD_CHARACTERS_MAX = 65_536;

  /** What is taken for a weight. */
  public enum WeightFrom {
    EXIT_CODE,
    /** The first word of the first line. */
    OUTPUT
  }

  /** Names or numbers, known to this node. */
  public record RunAs(String user, String group) {
    public RunAs {
      if (!user.matches("[A-Za-z0-9_.][A-Za-z0-9_.@-]{0,63}")) {
        throw new IllegalArgumentException("user must be a name or number, found \"" + user + "\"");
      }
      if (!group.matches("[A-Za-z0-9_.][A-Za-z0-9_.@-]{0,63}")) {
        throw new IllegalArgumentException(
            "group must be a name or number, found \"" + group + "\"");
      }
    }
  }

  public ScriptCheck {
    command = List.copyOf(command);
    if (command.isEmpty() || !command.getFirst().startsWith("/")) {
      throw new IllegalArgumentException(
          "command must begin with the absolute path of a program, found \""
              + (command.isEmpty() ? "" : command.getFirst())
              + "\"");
    }
    if (command.size() > WORDS_MAX) {
      throw new IllegalArgumentException(
          "command holds " + command.size() + " words; the limit is " + WORDS_MAX);
    }
    if (command.stream().anyMatch(ScriptCheck::cannotBePassed)) {
      throw new IllegalArgumentException(
          "command must hold words without NUL, up to " + WORD_CHARACTERS_MAX + " characters each");
    }
    if (weight.equals(Optional.of(WeightFrom.EXIT_CODE)) && exitCodes != ExitCodes.KEEPALIVED) {
      throw new IllegalArgumentException(
          "exit-codes must be keepalived for a weight from the exit code");
    }
    if (curve.isPresent() && weight.isEmpty()) {
      throw new IllegalArgumentException(
          "weight has a curve, but nothing to apply it to: give from = exit-code or output");
    }
  }

  @Override
  public String type() {
    return "script";
  }

  @Override
  public boolean needsPort() {
    return command.stream().anyMatch(word -> word.contains(Placeholders.PORT));
  }

  @Override
  public Probe probe(Endpoint endpoint, ThisNode node) {
    return new ScriptProbe(endpoint, this, node);
  }

  String program() {
    return command.getFirst();
  }

  private static boolean cannotBePassed(String word) {
    return word.indexOf('\0') >= 0 || word.length() > WORD_CHARACTERS_MAX;
  }
}
