package io.directord.kernel.link;

import io.directord.kernel.KernelException;
import io.directord.kernel.netlink.BatchExchange;
import io.directord.kernel.netlink.NetlinkSocket;
import io.directord.kernel.netlink.QuestionExchange;
import io.directord.kernel.netlink.Unwrapped;
import io.netty.channel.IoEventLoop;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Links of our making, routes and rules over rtnetlink, on one epoll loop. Thread-safe. */
public final class NetlinkNetwork implements Network {
  private final NetlinkSocket socket;

  private NetlinkNetwork(NetlinkSocket socket) {
    this.socket = socket;
  }

  public static NetlinkNetwork open(IoEventLoop loop) throws KernelException {
    return new NetlinkNetwork(
        NetlinkSocket.open(loop, NetlinkSocket.ROUTE, NetlinkSocket.BATCH_BYTES));
  }

  @Override
  public CompletionStage<List<RouteSpec>> routes(int protocol) {
    return ask(
        "reading routes",
        NetworkCodec::askRoutes,
        (_, body) -> NetworkReader.route(body, protocol));
  }

  @Override
  public CompletionStage<List<RuleSpec>> rules(int protocol) {
    return ask(
        "reading rules", NetworkCodec::askRules, (_, body) -> NetworkReader.rule(body, protocol));
  }

  @Override
  public CompletionStage<NetworkResult> apply(List<? extends NetworkChange> changes) {
    List<? extends NetworkChange> copy = List.copyOf(changes);
    return Unwrapped.of(
        socket
            .start(
                "changing links, routes and rules",
                new BatchExchange<NetworkChange, NetworkRefusal>(
                    copy, NetworkCodec::write, NetworkRefusal::new))
            .thenApply(refused -> new NetworkResult(copy.size() - refused.size(), refused)));
  }

  @Override
  public void close() {
    socket.close();
  }

  private <T> CompletionStage<List<T>> ask(
      String subject, QuestionExchange.Question question, QuestionExchange.Answer<T> answer) {
    return socket.start(subject, new QuestionExchange<>(subject, true, question, answer));
  }
}
