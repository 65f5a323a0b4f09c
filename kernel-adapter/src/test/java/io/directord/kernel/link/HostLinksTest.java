package io.directord.kernel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.kernel.Guest;
import io.directord.kernel.KernelException;
import io.directord.kernel.Stages;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reading needs no rights and changes nothing, so this machine's own kernel is asked. */
final class HostLinksTest {
  @Test
  void thisHostHasALoopbackLinkWithItsAddress() throws KernelException {
    try (NetlinkLinks links = NetlinkLinks.open(Guest.loop())) {
      List<Link> loopback = Stages.get(links.links()).stream().filter(Link::loopback).toList();
      assertEquals(List.of("lo"), loopback.stream().map(Link::name).toList());
      assertTrue(
          Stages.get(links.addresses()).stream()
              .anyMatch(each -> each.address().equals(LinksContract.ip("127.0.0.1"))));
      assertTrue(Stages.get(links.neighbors()).stream().allMatch(each -> each.linkIndex() > 0));
    }
  }
}
