package io.directord.kernel.ipvs;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.directord.kernel.Errno;
import io.directord.kernel.Family;
import io.directord.kernel.Stages;
import io.netty.util.NetUtil;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FakeIpvsTest {
  private static final ServiceKey WEB =
      new ServiceKey.Address(
          Protocol.TCP, NetUtil.createInetAddressFromIpAddressString("192.0.2.10"), 80);
  private static final ServerKey SERVER =
      new ServerKey(NetUtil.createInetAddressFromIpAddressString("192.0.2.1"), 80);
  private static final IpvsChange CREATE = new IpvsChange.CreateService(WEB, ServiceSpec.of("wlc"));
  private static final IpvsChange ADD =
      new IpvsChange.CreateServer(WEB, SERVER, ServerSpec.of(Forwarding.DIRECT, 1));

  private final FakeIpvs ipvs = new FakeIpvs();

  @Test
  void aTrapRefusesOneMatchingChangeAndOnlyOnce() {
    ipvs.refuseNext(IpvsChange.CreateServer.class::isInstance, Errno.ENOMEM);
    assertEquals(new ApplyResult(1, List.of(new Refusal(ADD, 12, ""))), apply(CREATE, ADD));
    assertEquals(new ApplyResult(1, List.of()), apply(ADD));
    assertEquals(List.of(CREATE, ADD), ipvs.applied());
    assertEquals(List.of(List.of(CREATE, ADD), List.of(ADD)), ipvs.batches());
  }

  @Test
  void aTableReadEarlierDoesNotChange() {
    apply(CREATE);
    IpvsTable before = table();
    apply(ADD);
    assertEquals(0, before.serverCount());
    assertEquals(1, table().serverCount());
  }

  @Test
  void aTableReadAgainIsMadeOfTheServicesThatDidNotChange() {
    ServiceKey other = new ServiceKey.FirewallMark(Family.IPV4, 7);
    apply(CREATE, ADD, new IpvsChange.CreateService(other, ServiceSpec.of("rr")));
    IpvsTable before = table();
    assertSame(before, table().sharing(before));
    ipvs.connections(WEB, SERVER, 1, 0);
    IpvsTable after = table().sharing(before);
    assertEquals(table(), after);
    assertSame(before.services().get(other), after.services().get(other));
    assertEquals(1, server().activeConnections());
  }

  @Test
  void updatingKeepsConnectionsAndDeletingForgetsThem() {
    apply(CREATE, ADD);
    ipvs.connections(WEB, SERVER, 7, 3);
    apply(
        new IpvsChange.UpdateServer(WEB, SERVER, ServerSpec.of(Forwarding.DIRECT, 0)),
        new IpvsChange.UpdateService(WEB, ServiceSpec.of("rr")));
    assertEquals(7, server().activeConnections());
    assertEquals(0, server().spec().weight());
    apply(new IpvsChange.DeleteServer(WEB, SERVER), ADD);
    assertEquals(0, server().activeConnections());
  }

  @Test
  void aFailedReadingIsAFailureAndTheNextOneWorks() {
    ipvs.failNextTable(Errno.EPERM);
    assertEquals(Errno.EPERM, Stages.failure(ipvs.table()).errno());
    assertEquals(IpvsTable.EMPTY, table());
  }

  @Test
  void whatIsDoneBehindTheBackIsSeenButNotRecorded() {
    ipvs.behindTheBack(CREATE, ADD);
    assertEquals(1, table().serverCount());
    assertEquals(List.of(), ipvs.applied());
  }

  private ApplyResult apply(IpvsChange... changes) {
    return Stages.get(ipvs.apply(List.of(changes)));
  }

  private IpvsTable table() {
    return Stages.get(ipvs.table());
  }

  private ObservedServer server() {
    return requireNonNull(requireNonNull(table().services().get(WEB)).servers().get(SERVER));
  }
}
