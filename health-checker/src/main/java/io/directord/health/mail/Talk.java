package io.directord.health.mail;

import io.directord.health.FailureKind;
import io.directord.health.transport.Quotes;
import io.netty.buffer.ByteBuf;
import java.util.Optional;

/** Goes through a script, one exchange after the other. No socket, no clock. */
final class Talk {
  /** Of one answer. */
  static final int LINES_MAX = 100;

  private final Script script;
  private final LineReader reader = new LineReader();
  private int at;
  private Optional<String> first = Optional.empty();
  private int lines;
  private String greeting = "";

  Talk(Script script) {
    this.script = script;
  }

  /** What follows from what was read. */
  sealed interface Turn {
    /** All bytes have been read. */
    record Wait() implements Turn {}

    /**
     * Then there may be more to read.
     *
     * @param line a character for each byte, with its end
     */
    record Say(String line) implements Turn {
      /** It may hold a password. */
      @Override
      public String toString() {
        return "Say";
      }
    }

    /** Encryption is to begin, and then {@link #next}. */
    record Encrypt() implements Turn {}

    record Done() implements Turn {}

    record Failed(FailureKind kind, String evidence) implements Turn {}
  }

  /** Reads one answer at most. */
  Turn read(ByteBuf bytes) {
    while (true) {
      Optional<String> line = reader.read(bytes);
      if (line.isEmpty()) {
        return reader.isTooLong()
            ? protocol("a line of more than " + LineReader.BYTES_MAX + " bytes", reader.begun())
            : new Turn.Wait();
      }
      lines++;
      switch (script.grammar().part(exchange(), first, line.get())) {
        case Grammar.Part.Not() -> {
          return protocol("no " + script.name(), line.get());
        }
        case Grammar.Part.More() -> {
          first = first.or(() -> line);
          if (lines >= LINES_MAX) {
            return protocol("more than " + LINES_MAX + " lines", first.orElse(""));
          }
        }
        case Grammar.Part.Last(String word) -> {
          return answered(word, first.filter(_ -> isOneAnswer()).or(() -> line).orElse(""));
        }
      }
    }
  }

  /** The next exchange begins. */
  Turn next() {
    return new Turn.Say(exchange().line() + "\r\n");
  }

  String stage() {
    String of = exchange().isGreeting() ? "the greeting" : "the answer to " + exchange().name();
    // Half a secret would not be known for one.
    String begun = first.orElse(script.secrets().isEmpty() ? reader.begun() : "");
    return "connected, waiting for " + of + (begun.isEmpty() ? "" : ", found " + quote(begun));
  }

  /** Everything has been answered but the farewell. */
  boolean isLeaving() {
    return exchange().isFarewell();
  }

  /** Such as {@code greeting 220, TLS 1.3, logged in}. */
  String evidence(String tlsVersion) {
    return "greeting "
        + greeting
        + (tlsVersion.isEmpty() ? "" : ", " + tlsVersion)
        + (script.achieved().isEmpty() ? "" : ", " + script.achieved());
  }

  private Turn answered(String word, String quoted) {
    Exchange exchange = exchange();
    if (!exchange.isGood(word)) {
      String expected = String.join(" or ", exchange.words());
      return new Turn.Failed(
          exchange.encrypts() ? FailureKind.TLS : FailureKind.STATUS,
          exchange.name() + ": expected " + expected + ", found " + quote(quoted));
    }
    if (exchange.isGreeting()) {
      greeting = word;
    }
    first = Optional.empty();
    lines = 0;
    at += exchange.enough().contains(word) ? 2 : 1;
    if (at >= script.exchanges().size()) {
      return new Turn.Done();
    }
    return exchange.encrypts() ? new Turn.Encrypt() : next();
  }

  /** Whether the first line says as much as the last one. */
  private boolean isOneAnswer() {
    return script.grammar() != Grammar.IMAP;
  }

  private Exchange exchange() {
    return script.exchanges().get(Math.min(at, script.exchanges().size() - 1));
  }

  private Turn protocol(String what, String said) {
    return new Turn.Failed(
        FailureKind.PROTOCOL, exchange().name() + ": " + what + ": " + quote(said));
  }

  /** Some servers repeat what they were told. */
  private String quote(String said) {
    String shown = said;
    for (String secret : script.secrets()) {
      shown = shown.replace(secret, "***");
    }
    return Quotes.of(shown);
  }
}
