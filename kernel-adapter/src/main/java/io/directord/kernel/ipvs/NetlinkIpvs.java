package io.directord.kernel.ipvs;

import io.directord.kernel.Errno;
import io.directord.kernel.KernelException;
import io.directord.kernel.netlink.BatchExchange;
import io.directord.kernel.netlink.MessageWriter;
import io.directord.kernel.netlink.NetlinkSocket;
import io.directord.kernel.netlink.QuestionExchange;
import io.directord.kernel.netlink.Unwrapped;
import io.netty.channel.IoEventLoop;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** IPVS over generic netlink, on one epoll loop. Thread-safe. */
public final class NetlinkIpvs implements Ipvs {
  private static final int FAMILY_NONE = 1024; // above GENL_MAX_ID, linux/genetlink.h

  private final NetlinkSocket socket;
  private volatile @Nullable IpvsCodec codec;

  private NetlinkIpvs(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** Opens the socket; whether the kernel has IPVS at all is found out by the first call. */
  public static NetlinkIpvs open(IoEventLoop loop) throws KernelException {
    return new NetlinkIpvs(
        NetlinkSocket.open(loop, NetlinkSocket.GENERIC, NetlinkSocket.LONG_BATCH_BYTES));
  }

  /** Sends all that a first plan needs to a family that no kernel has, which refuses it. */
  public static CompletionStage<ApplyResult> rehearse(IoEventLoop loop) throws KernelException {
    NetlinkIpvs ipvs = open(loop);
    ipvs.codec = new IpvsCodec(FAMILY_NONE);
    InetAddress address = InetAddress.getLoopbackAddress();
    ServiceKey service = new ServiceKey.Address(Protocol.TCP, address, 80);
    IpvsChange server =
        new IpvsChange.CreateServer(
            service, new ServerKey(address, 80), ServerSpec.of(Forwarding.DIRECT, 1));
    IpvsChange create =
        new IpvsChange.CreateService(
            service, new ServiceSpec("rr", Set.of(), Optional.empty(), false));
    return ipvs.apply(List.of(create, server, server)).whenComplete((_, _) -> ipvs.close());
  }

  /** Writes changes that are not sent. */
  public static void rehearse(List<IpvsChange> changes) {
    ChangeWriter writer = new ChangeWriter(new IpvsCodec(FAMILY_NONE));
    ByteBuffer buffer = ByteBuffer.allocate(NetlinkSocket.BATCH_BYTES);
    BatchExchange<IpvsChange, Refusal> batch =
        new BatchExchange<>(changes, writer::write, Refusal::new);
    int written;
    do {
      written = batch.write(new MessageWriter(buffer.clear()), 1);
    } while (written > 0);
  }

  @Override
  public CompletionStage<IpvsInfo> info() {
    return withCodec(known ->
        one(
            new QuestionExchange<>(
                "IPVS version",
                false,
                (out, sequence) -> known.askOne(out, IpvsCodec.GET_INFO, sequence),
                (_, body) -> Optional.of(SettingsReader.info(body)))));
  }

  @Override
  public CompletionStage<IpvsTable> table() {
    return withCodec(known -> socket.start("reading the IPVS table", new TableExchange(known)));
  }

  @Override
  public CompletionStage<ApplyResult> apply(List<? extends IpvsChange> changes) {
    List<? extends IpvsChange> copy = List.copyOf(changes);
    return withCodec(known ->
        socket
            .start(
                "changing the IPVS table",
                new BatchExchange<IpvsChange, Refusal>(
                    copy, new ChangeWriter(known)::write, Refusal::new))
            .thenApply(refused -> new ApplyResult(copy.size() - refused.size(), refused)));
  }

  @Override
  public CompletionStage<Timeouts> timeouts() {
    return withCodec(known ->
        one(
            new QuestionExchange<>(
                "IPVS timeouts",
                false,
                (out, sequence) -> known.askOne(out, IpvsCodec.GET_CONFIG, sequence),
                (_, body) -> Optional.of(SettingsReader.timeouts(body)))));
  }

  @Override
  public CompletionStage<List<SyncDaemon>> syncDaemons() {
    return withCodec(known ->
        ask(
            new QuestionExchange<>(
                "IPVS sync daemons",
                true,
                known::askDaemons,
                (_, body) -> Optional.of(SettingsReader.daemon(body)))));
  }

  @Override
  public void close() {
    socket.close();
  }

  private <T> CompletionStage<List<T>> ask(QuestionExchange<T> question) {
    return socket.start(question.subject(), question);
  }

  private <T> CompletionStage<T> one(QuestionExchange<T> question) {
    return ask(question)
        .thenCompose(answers ->
            answers.isEmpty()
                ? CompletableFuture.failedStage(
                    new KernelException(question.subject(), Errno.UNKNOWN, "no answer"))
                : CompletableFuture.completedStage(answers.getFirst()));
  }

  /** Asks for the family's number first; it is good for as long as the module stays loaded. */
  private <T> CompletionStage<T> withCodec(Function<IpvsCodec, CompletionStage<T>> then) {
    IpvsCodec known = codec;
    CompletionStage<T> done =
        Unwrapped.of(known != null ? then.apply(known) : findCodec().thenCompose(then));
    done.whenComplete((_, failure) -> {
      if (failure instanceof KernelException refused && refused.errno() == Errno.ENOENT) {
        codec = null; // the module has gone; when it comes back its number is another
      }
    });
    return done;
  }

  private CompletionStage<IpvsCodec> findCodec() {
    return socket
        .start("asking for IPVS", new FamilyExchange())
        .thenCompose(family -> {
          if (family == FamilyExchange.ABSENT) {
            return CompletableFuture.failedStage(absent());
          }
          IpvsCodec found = new IpvsCodec(family);
          codec = found;
          return CompletableFuture.completedStage(found);
        });
  }

  /** There is no IPVS here, and what to do about it. */
  static KernelException absent() {
    return new KernelException(
        "IPVS", Errno.ENOENT, "this kernel has no ip_vs; run: modprobe ip_vs");
  }
}
