package io.directord.director.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import io.directord.director.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;

/** A line of the log as bytes. Called by the appender, one at a time. */
final class LogEncoder extends EncoderBase<ILoggingEvent> {
  /** Not a ZoneId: for that the JVM looks into all jars for further zones of the world. */
  private static final TimeZone ZONE = TimeZone.getDefault();

  private final boolean journal;
  private final LogStorm storm = new LogStorm();
  private volatile boolean json;

  /**
   * For one stream.
   *
   * @param journal standard error is systemd's journal, which wants priorities and has a time
   */
  LogEncoder(boolean journal) {
    this.journal = journal;
  }

  /** Objects from now on. */
  void useJson() {
    json = true;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    String text = event.getFormattedMessage();
    int blank = text.indexOf(' ');
    String name = blank < 0 ? text : text.substring(0, blank);
    long left = storm.pass(name, event.getTimeStamp());
    if (left < 0) {
      return new byte[0];
    }
    StringBuilder lines = new StringBuilder();
    if (left > 0) {
      line(
          lines,
          event,
          "event=repeated of=" + name.substring(name.indexOf('=') + 1) + " left_out=" + left);
    }
    line(lines, event, text);
    if (event.getThrowableProxy() != null && !json) {
      lines.append(ThrowableProxyUtil.asString(event.getThrowableProxy())).append('\n');
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void line(StringBuilder lines, ILoggingEvent event, String text) {
    if (journal) {
      lines.append('<').append(priority(event.getLevel())).append('>');
    }
    if (json) {
      lines.append(Json.write(object(event, text))).append('\n');
      return;
    }
    if (!journal) {
      time(lines, event.getTimeStamp());
      String level = event.getLevel().toString();
      lines.append(' ').append(level).append(" ".repeat(Math.max(1, 6 - level.length())));
    }
    lines.append(text).append('\n');
  }

  /** The local time to the millisecond, without a formatter: the first use of one takes 5 ms. */
  private static void time(StringBuilder line, long millis) {
    int offset = ZONE.getOffset(millis) / 1000;
    LocalDateTime time =
        LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.ofTotalSeconds(offset));
    digits(line, 4, time.getYear()).append('-');
    digits(line, 2, time.getMonthValue()).append('-');
    digits(line, 2, time.getDayOfMonth()).append('T');
    digits(line, 2, time.getHour()).append(':');
    digits(line, 2, time.getMinute()).append(':');
    digits(line, 2, time.getSecond()).append('.');
    digits(line, 3, time.getNano() / 1_000_000);
  }

  private static StringBuilder digits(StringBuilder line, int width, int number) {
    String text = Integer.toString(number);
    return line.repeat('0', width - text.length()).append(text);
  }

  private static Map<String, Object> object(ILoggingEvent event, String text) {
    Map<String, Object> object = LogWords.of(text);
    object.put("at", Instant.ofEpochMilli(event.getTimeStamp()).toString());
    object.put("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
    if (event.getThrowableProxy() != null) {
      object.put("stack", ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    return object;
  }

  /** As sd-daemon(3) numbers them. */
  private static int priority(Level level) {
    return switch (level.toInt()) {
      case Level.ERROR_INT -> 3;
      case Level.WARN_INT -> 4;
      case Level.INFO_INT -> 6;
      default -> 7;
    };
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }
}
