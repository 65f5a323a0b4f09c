package io.directord.kernel.ipvs;

import io.directord.kernel.Errno;
import io.directord.kernel.KernelException;
import io.directord.kernel.netlink.Attributes;
import io.directord.kernel.netlink.Exchange;
import io.directord.kernel.netlink.MalformedMessage;
import io.directord.kernel.netlink.MessageWriter;
import java.nio.ByteBuffer;

/** Asks the generic netlink controller for the family's number ({@code linux/genetlink.h}). */
final class FamilyExchange implements Exchange<Integer> {
  /** The kernel has no such family. */
  static final int ABSENT = 0;

  private static final int CONTROLLER = 16; // GENL_ID_CTRL
  private static final int GET_FAMILY = 3; // CTRL_CMD_GETFAMILY
  private static final int FAMILY_ID = 1; // CTRL_ATTR_FAMILY_ID
  private static final int FAMILY_NAME = 2; // CTRL_ATTR_FAMILY_NAME

  private boolean asked;
  private int family = ABSENT;

  @Override
  public int write(MessageWriter out, int firstSequence) {
    if (asked) {
      return 0;
    }
    asked = true;
    out.message(CONTROLLER, MessageWriter.FLAG_REQUEST | MessageWriter.FLAG_ACK, firstSequence)
        .generic(GET_FAMILY, 1)
        .text(FAMILY_NAME, IpvsCodec.FAMILY_NAME)
        .end();
    return 1;
  }

  @Override
  public void onData(int sequence, int type, ByteBuffer body) throws MalformedMessage {
    Attributes in = IpvsReader.attributes(body);
    while (in.next()) {
      if (in.type() == FAMILY_ID) {
        family = in.u16();
      }
    }
  }

  @Override
  public void onRefused(int sequence, int errno, String text) throws KernelException {
    if (Errno.of(errno) != Errno.ENOENT) {
      throw new KernelException("asking for IPVS", errno);
    }
    family = ABSENT;
  }

  @Override
  public boolean dumping() {
    return false;
  }

  @Override
  public void rewind() {
    asked = false;
  }

  @Override
  public Integer result() {
    return family;
  }
}
