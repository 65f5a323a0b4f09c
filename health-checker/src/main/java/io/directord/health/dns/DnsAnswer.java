package io.directord.health.dns;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads an answer up to the end of its answer section (RFC 1035, section 4.1). What it says besides
 * is of no interest. Pure.
 */
sealed interface DnsAnswer {

  /** More are left unread: an answer that matters is among the first. */
  int RECORDS_MAX = 512;

  /** Not for this question: it may have been sent by anybody. */
  record Foreign() implements DnsAnswer {}

  /** In one sentence. */
  record Malformed(String why) implements DnsAnswer {}

  /**
   * An answer to the question.
   *
   * @param truncated there is more than fitted into the datagram
   * @param records the data of the records of the answer, as text
   */
  record Read(int rcode, boolean truncated, List<String> records) implements DnsAnswer {
    public Read {
      records = List.copyOf(records);
    }

    /** Whether this is the data of a record, or one word of it ({@code MX}, {@code SRV}). */
    boolean holds(String expected) {
      String wanted = DnsText.normal(expected);
      return records.stream()
          .anyMatch(text ->
              DnsText.normal(text).equals(wanted)
                  || (!text.startsWith("\"") && words(text).contains(wanted)));
    }

    private static List<String> words(String text) {
      return List.of(text.split(" ")).stream().map(DnsText::normal).toList();
    }
  }

  static DnsAnswer read(byte[] message, int id, DnsQuestion question) {
    if (message.length < DnsQuestion.HEADER_BYTES || unsigned16(message, 0) != id) {
      return new Foreign();
    }
    int flags = unsigned16(message, 2);
    if ((flags & 0x8000) == 0) {
      return new Malformed("a question in place of an answer");
    }
    int rcode = flags & 0xf;
    boolean truncated = (flags & 0x0200) != 0;
    int questions = unsigned16(message, 4);
    // Who does not understand a question may leave it out.
    if (questions == 0 && rcode != 0) {
      return new Read(rcode, truncated, List.of());
    }
    int at = questions == 1 ? question.repeatedIn(message) : -1;
    if (at < 0) {
      return new Malformed("an answer to another question");
    }
    List<String> records = new ArrayList<>();
    int count = Math.min(unsigned16(message, 6), RECORDS_MAX);
    try {
      DnsText text = new DnsText(message, at);
      for (int n = 0; n < count && !(truncated && text.isAtEnd()); n++) {
        records.add(text.nextRecord());
      }
    } catch (DnsText.Damaged damaged) {
      if (!truncated) {
        return new Malformed("an answer with " + damaged.getMessage());
      }
    }
    return new Read(rcode, truncated, records);
  }

  private static int unsigned16(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }
}
