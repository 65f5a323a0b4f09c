package io.directord.kernel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.directord.kernel.Errno;
import io.directord.kernel.Stages;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fake keeps what the kernel promises, and does what tests want of it besides. */
final class FakeLinksTest extends LinksContract {
  private final FakeLinks links = new FakeLinks();

  FakeLinksTest() {
    links.add(2, "lab0");
  }

  @Override
  Links links() {
    return links;
  }

  @Test
  void aPulledCableIsHeardOfAndSeen() {
    List<LinkEvent> events = new ArrayList<>();
    links.listen(events::add);
    links.running("lab0", false);
    assertFalse(link().usable());
    assertEquals(List.of(new LinkEvent.LinkChanged(link())), events);
  }

  @Test
  void aLinkGoesWithItsAddresses() {
    accepted(add(AddressSpec.of(ip("10.8.8.10"), 32)));
    links.remove("lab0");
    assertEquals(List.of(), Stages.get(links.addresses()));
    assertEquals(List.of(), Stages.get(links.links()));
  }

  @Test
  void aTrapRefusesOnce() {
    AddressChange change = add(AddressSpec.of(ip("10.8.8.10"), 32));
    links.refuseNext(change::equals, Errno.ENOBUFS);
    AddressResult result = Stages.get(links.apply(List.of(change, change)));
    assertEquals(List.of(new AddressRefusal(change, 105, "")), result.refused());
    assertEquals(List.of(change), links.applied());
  }

  @Test
  void aFailedReadingIsAFailureAndTheNextOneWorks() {
    links.failNextReading(Errno.EPERM);
    assertEquals(Errno.EPERM, Stages.failure(links.addresses()).errno());
    assertEquals(List.of(), Stages.get(links.addresses()));
  }

  @Test
  void aDuplicateIsNotUsable() {
    accepted(add(AddressSpec.of(ip("fd00:8::10"), 128)));
    links.duplicate(ip("fd00:8::10"));
    assertFalse(addresses().getFirst().usable());
  }
}
