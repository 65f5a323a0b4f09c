package io.directord.director.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Locale;

/**
 * Logs to standard error, an event a line. Under systemd each line begins with its priority, as
 * sd-daemon(3) has it, and the journal adds the time. Found by Logback through {@code
 * META-INF/services}; code starts faster than XML.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    boolean journal = System.getenv("JOURNAL_STREAM") != null;
    encoder.setPattern(
        journal
            ? "<%replace(%replace(%replace(%replace(%level){'ERROR','3'}){'WARN','4'}){'INFO','6'}){'DEBUG|TRACE','7'}>%msg%n"
            : "%d{yyyy-MM-dd'T'HH:mm:ss.SSS} %-5level %msg%n");
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
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
