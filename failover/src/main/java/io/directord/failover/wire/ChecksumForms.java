package io.directord.failover.wire;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Which form of checksum each destination is sent in version 3 over IPv4: RFC 5798 has a pseudo
 * header, RFC 9568 and many routers have none, and keepalived up to 1.3.6 wrote the multicast group
 * into that of unicast packets. Confined to one thread.
 */
final class ChecksumForms {
  /** What the checksum covers beside the advertisement. */
  enum Form {
    PSEUDO_HEADER,
    NOTHING,
    PSEUDO_HEADER_OF_GROUP
  }

  /** What the pseudo header of old unicast packets has for a destination. */
  private static final byte[] GROUP = {(byte) 224, 0, 0, 18};

  private final WireSettings.ChecksumForm setting;
  private final boolean unicast;
  private final Map<InetAddress, Form> learned = new HashMap<>();

  ChecksumForms(WireSettings.ChecksumForm setting, boolean unicast) {
    this.setting = setting;
    this.unicast = unicast;
  }

  Form of(InetAddress destination) {
    return switch (setting) {
      case WITH_PSEUDO_HEADER -> Form.PSEUDO_HEADER;
      case WITHOUT_PSEUDO_HEADER -> Form.NOTHING;
      case LEARNED -> learned.getOrDefault(destination, Form.PSEUDO_HEADER);
    };
  }

  /** Notes how an advertisement that was believed came; whether it is another form than before. */
  boolean heard(InetAddress destination, Form form) {
    if (of(destination) == form) {
      return false;
    }
    if (setting == WireSettings.ChecksumForm.LEARNED) {
      learned.put(destination, form); // peers, or the group: as many as are configured
    }
    return true;
  }

  boolean accepts(Form form) {
    return switch (setting) {
      case LEARNED -> form != Form.PSEUDO_HEADER_OF_GROUP || unicast;
      case WITH_PSEUDO_HEADER -> form == Form.PSEUDO_HEADER || oldUnicast(form);
      case WITHOUT_PSEUDO_HEADER -> form == Form.NOTHING;
    };
  }

  private boolean oldUnicast(Form form) {
    return form == Form.PSEUDO_HEADER_OF_GROUP && unicast;
  }

  /** What a form adds to the sum of an advertisement. */
  static long added(Form form, byte[] source, byte[] destination, int bytes) {
    return switch (form) {
      case PSEUDO_HEADER -> pseudo(source, destination, bytes);
      case NOTHING -> 0;
      case PSEUDO_HEADER_OF_GROUP -> pseudo(source, GROUP, bytes);
    };
  }

  private static long pseudo(byte[] source, byte[] destination, int bytes) {
    return InternetChecksum.sum(source, 0, source.length)
        + InternetChecksum.sum(destination, 0, destination.length)
        + Layout.PROTOCOL_VRRP
        + bytes;
  }
}
