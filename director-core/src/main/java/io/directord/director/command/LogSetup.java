package io.directord.director.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/**
 * Logs to standard error, an event a line. Under systemd each line begins with its priority, as
 * sd-daemon(3) has it, and the journal adds the time. {@link LogProvider} asks for it; where that
 * is not named, Logback finds it through {@code META-INF/services}.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
  private static final String STANDARD_ERROR = "standard-error";

  /** Every line is a JSON object from now on. */
  static void useJson() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
        && context.getLogger("ROOT").getAppender(STANDARD_ERROR)
            instanceof ConsoleAppender<ILoggingEvent> appender
        && appender.getEncoder() instanceof LogEncoder encoder) {
      encoder.useJson();
    }
  }

  /** A program that we start inherits the word of systemd, but perhaps not its stream. */
  private static boolean toJournal() {
    String stream = System.getenv("JOURNAL_STREAM");
    if (stream == null) {
      return false;
    }
    try {
      var file = Files.readAttributes(Path.of("/proc/self/fd/2"), "unix:dev,ino");
      return stream.equals(file.get("dev") + ":" + file.get("ino"));
    } catch (IOException | UnsupportedOperationException unknown) {
      return true;
    }
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    LogEncoder encoder = new LogEncoder(toJournal());
    encoder.setContext(context);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName(STANDARD_ERROR);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    var root = context.getLogger("ROOT");
    root.addAppender(appender);
    root.setLevel(Level.WARN);
    String wanted = System.getenv("DIRECTORD_LOG_LEVEL");
    context
        .getLogger("io.directord")
        .setLevel(
            Level.toLevel(wanted == null ? "INFO" : wanted.toUpperCase(Locale.ROOT), Level.INFO));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
