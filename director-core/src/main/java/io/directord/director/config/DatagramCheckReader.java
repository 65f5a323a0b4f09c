package io.directord.director.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.ConfigValue;
import io.directord.health.Check;
import io.directord.health.datagram.Codes;
import io.directord.health.datagram.Expectation;
import io.directord.health.datagram.NtpCheck;
import io.directord.health.datagram.SipCheck;
import io.directord.health.datagram.UdpCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what only checks by datagrams have. */
final class DatagramCheckReader {
  private static final Map<String, SipCheck.Transport> SIP_TRANSPORTS =
      Map.of("udp", SipCheck.Transport.UDP, "tcp", SipCheck.Transport.TCP);

  static final List<CheckKind> KINDS =
      List.of(
          new CheckKind(
              "udp",
              CheckKind.Way.DATAGRAM,
              Optional.of(UdpCheck.DEFAULT),
              Set.of("send", "expect", "quiet"),
              DatagramCheckReader::udp),
          new CheckKind(
              "ntp",
              CheckKind.Way.DATAGRAM,
              Optional.of(NtpCheck.DEFAULT),
              Set.of("stratum-max", "root-dispersion-max"),
              DatagramCheckReader::ntp),
          new CheckKind(
              "sip",
              CheckKind.Way.DATAGRAM,
              Optional.of(SipCheck.DEFAULT),
              Set.of("uri", "status", "transport"),
              DatagramCheckReader::sip));

  private static final Duration DURATION_MIN = Duration.ofMillis(1);
  private static final Duration DURATION_MAX = Duration.ofDays(1);
  private static final Pattern HEX = Pattern.compile("([0-9a-fA-F]{2})*");
  private static final Pattern STATUS = Pattern.compile("(\\d{3})(?:\\s*-\\s*(\\d{3}))?");
  private static final String HEX_PREFIX = "hex:";
  private static final String REGEX_PREFIX = "regex:";
  private static final int STATUS_MAX = 100;

  private DatagramCheckReader() {}

  private static Optional<Check> udp(Section section, Optional<Check> base) {
    UdpCheck defaults = (UdpCheck) base.orElse(UdpCheck.DEFAULT);
    String send = section.text("send").map(text -> hex(section, "send", text)).orElse("");
    Optional<Expectation> expect =
        section.text("expect").flatMap(text -> expectation(section, text)).or(defaults::expect);
    Duration quiet = section.duration("quiet", DURATION_MIN, DURATION_MAX).orElse(defaults.quiet());
    if (expect.isPresent()) {
      section.refuse("quiet", "has no meaning beside expect");
    }
    if (!section.clean()) {
      return Optional.empty();
    }
    String bytes = section.has("send") ? send : defaults.send();
    return section.build(() -> new UdpCheck(bytes, expect, quiet));
  }

  private static Optional<Expectation> expectation(Section section, String text) {
    return text.startsWith(REGEX_PREFIX)
        ? section.build(() -> new Expectation.Expression(text.substring(REGEX_PREFIX.length())))
        : section.build(
            () -> new Expectation.Bytes(HexFormat.of().parseHex(hex(section, "expect", text))));
  }

  /** The digits behind {@code hex:}, or those of a text. */
  private static String hex(Section section, String key, String text) {
    if (!text.startsWith(HEX_PREFIX)) {
      return HexFormat.of().formatHex(text.getBytes(UTF_8));
    }
    String digits = text.substring(HEX_PREFIX.length());
    if (!HEX.matcher(digits).matches()) {
      section.error(
          key,
          key + " must have pairs of hexadecimal digits behind hex:, found " + Values.quote(text));
      return "00";
    }
    return digits;
  }

  private static Optional<Check> ntp(Section section, Optional<Check> base) {
    NtpCheck defaults = (NtpCheck) base.orElse(NtpCheck.DEFAULT);
    int stratum = section.integer("stratum-max", 1, NtpCheck.STRATUM_MAX, defaults.stratumMax());
    Optional<Duration> dispersion =
        section
            .duration("root-dispersion-max", DURATION_MIN, DURATION_MAX)
            .or(defaults::dispersionMax);
    return section.clean()
        ? section.build(() -> new NtpCheck(stratum, dispersion))
        : Optional.empty();
  }

  private static Optional<Check> sip(Section section, Optional<Check> base) {
    SipCheck defaults = (SipCheck) base.orElse(SipCheck.DEFAULT);
    Optional<String> uri = section.text("uri").or(defaults::uri);
    List<Codes> status = section.has("status") ? status(section) : defaults.status();
    SipCheck.Transport transport =
        section.choice("transport", SIP_TRANSPORTS, defaults.transport());
    return section.clean()
        ? section.build(() -> new SipCheck(uri, status, transport))
        : Optional.empty();
  }

  private static List<Codes> status(Section section) {
    List<Codes> codes = new ArrayList<>();
    for (ConfigValue value : section.list("status", STATUS_MAX)) {
      Matcher matcher = STATUS.matcher(Values.text(value).orElse(""));
      if (!matcher.matches()) {
        section.error(
            value,
            "status must be a code such as 200 or a range such as \"200-299\", found "
                + Values.describe(value));
        continue;
      }
      int from = Integer.parseInt(matcher.group(1), 10);
      int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2), 10);
      try {
        codes.add(new Codes(from, to));
      } catch (IllegalArgumentException e) {
        section.error(value, String.valueOf(e.getMessage()));
      }
    }
    return codes;
  }
}
