package io.directord.kernel.link;

import io.directord.kernel.KernelException;
import io.directord.kernel.netlink.BatchExchange;
import io.directord.kernel.netlink.MalformedMessage;
import io.directord.kernel.netlink.NetlinkHeader;
import io.directord.kernel.netlink.NetlinkSocket;
import io.directord.kernel.netlink.QuestionExchange;
import io.directord.kernel.netlink.Unwrapped;
import io.netty.channel.IoEventLoop;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Links over rtnetlink, on one epoll loop. Thread-safe. */
public final class NetlinkLinks implements Links {
  // RTMGRP_LINK, RTMGRP_NEIGH, RTMGRP_IPV4_IFADDR, RTMGRP_IPV6_IFADDR (linux/rtnetlink.h)
  private static final int GROUPS = 0x1 | 0x4 | 0x10 | 0x100;

  private final IoEventLoop loop;
  private final NetlinkSocket socket;
  private final List<NetlinkSocket> listening = new CopyOnWriteArrayList<>();

  private NetlinkLinks(IoEventLoop loop, NetlinkSocket socket) {
    this.loop = loop;
    this.socket = socket;
  }

  public static NetlinkLinks open(IoEventLoop loop) throws KernelException {
    return new NetlinkLinks(
        loop, NetlinkSocket.open(loop, NetlinkSocket.ROUTE, NetlinkSocket.BATCH_BYTES));
  }

  @Override
  public CompletionStage<List<Link>> links() {
    return ask("reading links", LinkCodec::askLinks, (_, body) -> LinkReader.link(body));
  }

  @Override
  public CompletionStage<List<Address>> addresses() {
    return ask("reading addresses", LinkCodec::askAddresses, (_, body) -> LinkReader.address(body));
  }

  @Override
  public CompletionStage<List<Neighbor>> neighbors() {
    return ask(
        "reading neighbours", LinkCodec::askNeighbors, (_, body) -> LinkReader.neighbor(body));
  }

  @Override
  public CompletionStage<AddressResult> apply(List<? extends AddressChange> changes) {
    List<? extends AddressChange> copy = List.copyOf(changes);
    return Unwrapped.of(
        socket
            .start(
                "changing addresses",
                new BatchExchange<AddressChange, AddressRefusal>(
                    copy, LinkCodec::write, AddressRefusal::new))
            .thenApply(refused -> new AddressResult(copy.size() - refused.size(), refused)));
  }

  @Override
  public void listen(Consumer<LinkEvent> listener) throws KernelException {
    listening.add(NetlinkSocket.listen(loop, NetlinkSocket.ROUTE, GROUPS, new Hearing(listener)));
  }

  @Override
  public void close() {
    listening.forEach(NetlinkSocket::close);
    socket.close();
  }

  private <T> CompletionStage<List<T>> ask(
      String subject, QuestionExchange.Question question, QuestionExchange.Answer<T> answer) {
    return socket.start(subject, new QuestionExchange<>(subject, true, question, answer));
  }

  private record Hearing(Consumer<LinkEvent> listener) implements NetlinkSocket.Listener {
    @Override
    public void onMessage(NetlinkHeader header, ByteBuffer message) {
      try {
        LinkReader.event(header.type(), header.bodyOf(message)).ifPresent(listener);
      } catch (MalformedMessage malformed) {
        onLost(); // something happened, and reading again tells what
      }
    }

    @Override
    public void onLost() {
      listener.accept(new LinkEvent.Lost());
    }
  }
}
