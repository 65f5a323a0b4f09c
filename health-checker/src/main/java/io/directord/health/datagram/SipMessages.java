package io.directord.health.datagram;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.directord.health.transport.Quotes;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.Locale;

/** The request of a SIP check, and the status of an answer to it (RFC 3261). Pure. */
final class SipMessages {
  /** Of the header; bodies are not read. */
  static final int HEADER_BYTES_MAX = 4096;

  private static final String STATUS_LINE = "SIP/2.0 ";

  private SipMessages() {}

  sealed interface Answer {
    /** No final answer to this request. */
    record Other() implements Answer {}

    record Status(int code) implements Answer {}

    record Malformed(String why) implements Answer {}
  }

  /**
   * @param local where answers are to be sent; the port also stands for who sends no {@code rport}
   *     back (RFC 3581)
   * @param id of the call: unique
   */
  static byte[] options(
      SipCheck check, InetSocketAddress server, InetSocketAddress local, String id) {
    String host = NetUtil.toSocketAddressString(server);
    String us = NetUtil.toSocketAddressString(local);
    String uri = check.uri().orElse("sip:" + host);
    String text =
        String.join(
            "\r\n",
            "OPTIONS " + uri + " SIP/2.0",
            "Via: SIP/2.0/" + check.transport() + " " + us + ";branch=z9hG4bK" + id + ";rport",
            "Max-Forwards: 70",
            "From: <sip:directord@" + us + ">;tag=" + id,
            "To: <" + uri + ">",
            "Call-ID: " + id,
            "CSeq: 1 OPTIONS",
            "Accept: application/sdp",
            "User-Agent: directord",
            "Content-Length: 0",
            "",
            "");
    return text.getBytes(ISO_8859_1);
  }

  /**
   * @param header of an answer, without the empty line at its end
   */
  static Answer read(String header, String id) {
    String[] lines = header.split("\r?\n", -1);
    String first = lines[0];
    if (!first.startsWith(STATUS_LINE) || !first.substring(8).matches("[1-6][0-9]{2}( .*)?")) {
      return new Answer.Malformed("not SIP: " + Quotes.of(first));
    }
    int code = Integer.parseInt(first.substring(8, 11), 10);
    boolean ours = false;
    for (String line : lines) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      if (name.equals("call-id") || name.equals("i")) {
        ours |= line.substring(colon + 1).strip().equals(id);
      }
    }
    // What is below 200 says that the answer is still to come (section 8.1.3.2).
    return ours && code >= 200 ? new Answer.Status(code) : new Answer.Other();
  }

  /** The length of the header at the beginning of this text, or a negative number. */
  static int headerChars(CharSequence text) {
    for (int at = 0; at < text.length(); at++) {
      if (text.charAt(at) == '\n' && at > 0) {
        int before = text.charAt(at - 1) == '\r' ? at - 2 : at - 1;
        if (before >= 0 && text.charAt(before) == '\n') {
          return before;
        }
      }
    }
    return -1;
  }
}
