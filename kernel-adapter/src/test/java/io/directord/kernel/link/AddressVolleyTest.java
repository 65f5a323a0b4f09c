package io.directord.kernel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.util.NetUtil;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AddressVolleyTest {
  private static final AddressChange ADD =
      new AddressChange.AddAddress(
          Integer.MAX_VALUE,
          "none",
          AddressSpec.of(NetUtil.createInetAddressFromIpAddressString("192.0.2.1"), 32));

  @Test
  void whatIsWrittenCanBeSentAgainAndAgain() throws Exception {
    ByteBuffer written = AddressVolley.write(List.of(ADD, ADD));
    int bytes = written.remaining();
    try (AddressVolley volley = AddressVolley.open()) {
      for (int i = 0; i < 1_000; i++) {
        assertEquals(0, volley.fire(written)); // taken; refused, as there is no such interface
        assertEquals(bytes, written.remaining());
      }
    }
  }

  @Test
  void tooManyAreNotWritten() {
    List<AddressChange> many = Collections.nCopies(AddressVolley.CHANGES_MAX + 1, ADD);
    assertThrows(IllegalArgumentException.class, () -> AddressVolley.write(many));
    assertEquals(
        AddressVolley.CHANGES_MAX * AddressVolley.write(List.of(ADD)).remaining(),
        AddressVolley.write(many.subList(1, many.size())).remaining());
  }
}
