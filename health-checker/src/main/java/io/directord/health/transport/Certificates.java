package io.directord.health.transport;

import io.directord.health.Tls;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** What a server's certificate says, and what is asked of it beside trust. Pure. */
final class Certificates {
  private static final int NAMES_MAX = 3;

  // RFC 5280, section 4.2.1.6: GeneralName.
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private Certificates() {}

  /** The one that the other side has shown. */
  static Optional<X509Certificate> shown(SSLSession session) {
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate found
          ? Optional.of(found)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException _) {
      return Optional.empty();
    }
  }

  /** Why it will not do, though it may be trusted. */
  static Optional<String> complaint(Tls tls, X509Certificate certificate, Instant now) {
    if (!tls.fingerprints().isEmpty()) {
      String found = fingerprint(certificate);
      if (!tls.fingerprints().contains(found)) {
        return Optional.of("certificate has the fingerprint " + found + ", which is not expected");
      }
    }
    if (tls.failDays() > 0 && daysLeft(certificate, now) < tls.failDays()) {
      return Optional.of(
          "certificate " + ends(certificate, now) + ", and must last " + tls.failDays() + " days");
    }
    return Optional.empty();
  }

  /** What is to be known of it, though nothing is wrong yet. */
  static Optional<String> remark(Tls tls, X509Certificate certificate, Instant now) {
    return tls.warnDays() > 0 && daysLeft(certificate, now) < tls.warnDays()
        ? Optional.of("certificate " + ends(certificate, now))
        : Optional.empty();
  }

  static String lastDay(X509Certificate certificate) {
    return day(certificate.getNotAfter()).toString();
  }

  static String firstDay(X509Certificate certificate) {
    return day(certificate.getNotBefore()).toString();
  }

  /** The first few whom it is for. */
  static String names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    for (List<?> name : alternatives(certificate)) {
      if (name.get(0) instanceof Integer type && (type == DNS_NAME || type == IP_ADDRESS)) {
        names.add(Quotes.of(String.valueOf(name.get(1))));
      }
    }
    if (names.isEmpty()) {
      return Quotes.of(certificate.getSubjectX500Principal().getName());
    }
    String more = names.size() > NAMES_MAX ? " and " + (names.size() - NAMES_MAX) + " more" : "";
    return String.join(", ", names.subList(0, Math.min(NAMES_MAX, names.size()))) + more;
  }

  private static Collection<List<?>> alternatives(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null ? List.of() : names;
    } catch (CertificateParsingException _) {
      return List.of();
    }
  }

  private static String ends(X509Certificate certificate, Instant now) {
    long days = daysLeft(certificate, now);
    if (days < 0) {
      return "expired on " + lastDay(certificate);
    }
    return "ends in " + (days == 0 ? "less than a day" : days == 1 ? "1 day" : days + " days");
  }

  /** Whole days; negative once it has ended. */
  private static long daysLeft(X509Certificate certificate, Instant now) {
    return Math.floorDiv(
        Duration.between(now, certificate.getNotAfter().toInstant()).toSeconds(),
        Duration.ofDays(1).toSeconds());
  }

  static String fingerprint(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static LocalDate day(Date date) {
    return LocalDate.ofInstant(date.toInstant(), ZoneOffset.UTC);
  }
}
