package io.directord.health.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.directord.health.FailureKind;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslClosedEngineException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * What failed encryption says about the server. Pure.
 *
 * @param what the evidence, in an operator's words
 */
record TlsTrouble(FailureKind kind, String what) {
  private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");
  private static final Pattern VERSION =
      Pattern.compile("selected protocol version (\\S+) is not accepted by client");
  private static final Pattern ALERT_PREFIX = Pattern.compile("^\\(\\w+\\) ");

  /** RFC 8446, section 6: those that can end a handshake. */
  private static final Map<Integer, String> ALERTS =
      Map.ofEntries(
          Map.entry(10, "unexpected_message"),
          Map.entry(40, "handshake_failure"),
          Map.entry(42, "bad_certificate"),
          Map.entry(43, "unsupported_certificate"),
          Map.entry(44, "certificate_revoked"),
          Map.entry(45, "certificate_expired"),
          Map.entry(46, "certificate_unknown"),
          Map.entry(47, "illegal_parameter"),
          Map.entry(48, "unknown_ca"),
          Map.entry(49, "access_denied"),
          Map.entry(50, "decode_error"),
          Map.entry(51, "decrypt_error"),
          Map.entry(70, "protocol_version"),
          Map.entry(71, "insufficient_security"),
          Map.entry(80, "internal_error"),
          Map.entry(109, "missing_extension"),
          Map.entry(110, "unsupported_extension"),
          Map.entry(112, "unrecognized_name"),
          Map.entry(116, "certificate_required"),
          Map.entry(120, "no_application_protocol"));

  /** Netty keeps the bytes nowhere but in its message. */
  private static final Pattern NOT_A_RECORD = Pattern.compile("record: ((?:[0-9a-f]{2})*)");

  private static final int QUOTED_BYTES_MAX = Quotes.CHARS_MAX + 1;

  static TlsTrouble of(SSLException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Untrusted untrusted) {
        return tls(untrusted.because());
      }
    }
    String message = String.valueOf(failure.getMessage());
    return switch (failure) {
      case NotSslRecordException _ -> tls("not TLS: " + quoted(message));
      case SslClosedEngineException _ -> closed();
      default -> of(message);
    };
  }

  /** Of an alert that came as a number (RFC 9001, section 4.8). */
  static TlsTrouble ofAlert(int alert) {
    return tls(refusal(ALERTS.getOrDefault(alert, "alert " + alert)));
  }

  private static TlsTrouble of(String message) {
    if (message.startsWith("Connection closed while")) {
      return closed();
    }
    if (message.startsWith("Unsupported or unrecognized SSL message")) {
      return tls("not TLS");
    }
    Matcher alert = ALERT.matcher(message);
    if (alert.find()) {
      return tls(refusal(alert.group(1)));
    }
    Matcher version = VERSION.matcher(message);
    if (version.find()) {
      return tls("no common protocol: the server speaks " + version(version.group(1)));
    }
    return tls("TLS failed: " + Quotes.of(ALERT_PREFIX.matcher(message).replaceFirst("")));
  }

  /** The alerts of RFC 8446, section 6.2. */
  private static String refusal(String alert) {
    return switch (alert) {
      case "protocol_version" -> "no common protocol: the server refuses TLS 1.2 and TLS 1.3";
      case "no_application_protocol" ->
          "no common protocol: the server knows none of those offered";
      case "handshake_failure" ->
          "the server refuses the handshake: no common cipher, or it wants a certificate"
              + " (handshake_failure)";
      case "certificate_required" -> "the server wants a certificate of ours";
      case "bad_certificate",
          "unsupported_certificate",
          "certificate_revoked",
          "certificate_expired",
          "certificate_unknown",
          "unknown_ca",
          "access_denied" ->
          "the server refuses our certificate, or the lack of one (" + alert + ")";
      case "unrecognized_name" -> "the server does not know the name asked for";
      default -> "the server refuses TLS (" + Quotes.of(alert) + ")";
    };
  }

  /** {@code TLSv1.3} or {@code TLS13}, as Java has it, as people write it. */
  static String version(String java) {
    String digits = java.replaceAll("[^0-9]", "");
    if (!java.startsWith("TLS") || digits.isEmpty()) {
      return java;
    }
    return "TLS " + digits.charAt(0) + "." + (digits.length() > 1 ? digits.substring(1) : "0");
  }

  private static TlsTrouble closed() {
    return new TlsTrouble(FailureKind.CLOSED, "connection closed");
  }

  private static TlsTrouble tls(String what) {
    return new TlsTrouble(FailureKind.TLS, what);
  }

  private static String quoted(String message) {
    Matcher bytes = NOT_A_RECORD.matcher(message);
    if (!bytes.find()) {
      return "\"\"";
    }
    String hex = bytes.group(1);
    int digits = Math.min(hex.length(), 2 * QUOTED_BYTES_MAX);
    return Quotes.of(new String(HexFormat.of().parseHex(hex.substring(0, digits)), ISO_8859_1));
  }
}
