package io.directord.kernel.ipvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.kernel.Errno;
import io.directord.kernel.Stages;
import io.directord.kernel.netlink.BatchExchange;
import io.directord.kernel.netlink.MessageWriter;
import io.directord.kernel.netlink.ScriptedKernel;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ExchangesTest {
  private static final int FAMILY = 0x1c;
  private static final IpvsCodec CODEC = new IpvsCodec(FAMILY);
  private static final ServiceKey FIRST = Samples.tcp("192.0.2.1", 80);
  private static final ServiceKey SECOND = Samples.tcp("192.0.2.2", 80);
  private static final ServerKey SERVER = Samples.at("198.51.100.1", 80);

  private final ScriptedKernel kernel = new ScriptedKernel(1 << 20);

  @Test
  void onlyTheLastOfABatchAsksForAnAcknowledgement() {
    kernel.then((to, batch) -> to.error(batch.getLast().sequence(), 0));
    ApplyResult result = Stages.get(apply(3));
    assertEquals(new ApplyResult(3, List.of()), result);
    assertEquals(
        List.of(1, 1, 1 | MessageWriter.FLAG_ACK),
        kernel.batches().getFirst().stream().map(ScriptedKernel.Request::flags).toList());
  }

  @Test
  void refusalsAreMappedToTheirChangesAcrossBatches() {
    int count = 2 * BatchExchange.BATCH_CHANGES_MAX + 10;
    kernel
        .then((to, batch) -> {
          to.error(batch.get(5).sequence(), 17);
          to.error(batch.getLast().sequence(), 0);
        })
        .then((to, batch) -> to.error(batch.getLast().sequence(), 3))
        .then((to, batch) -> {
          to.error(batch.getFirst().sequence(), 2);
          to.error(batch.getLast().sequence(), 0);
        });
    ApplyResult result = Stages.get(apply(count));
    int max = BatchExchange.BATCH_CHANGES_MAX;
    assertEquals(count - 3, result.applied());
    assertEquals(
        List.of(change(5), change(2 * max - 1), change(2 * max)),
        result.refused().stream().map(Refusal::change).toList());
    assertEquals(
        List.of(Errno.EEXIST, Errno.ESRCH, Errno.ENOENT),
        result.refused().stream().map(Refusal::errno).toList());
  }

  @Test
  void changesThatDoNotFitTheBufferGoInTheNextBatch() {
    ScriptedKernel small = new ScriptedKernel(1024);
    ScriptedKernel.Step accept = (to, batch) -> to.error(batch.getLast().sequence(), 0);
    IntStream.range(0, 40).forEach(_ -> small.then(accept));
    assertEquals(40, Stages.get(apply(small, 40)).applied());
    assertTrue(small.batches().size() > 1);
  }

  @Test
  void batchesGrowWhileThereIsMore() {
    ScriptedKernel growing = new ScriptedKernel(1 << 10, 1 << 14);
    ScriptedKernel.Step accept = (to, batch) -> to.error(batch.getLast().sequence(), 0);
    IntStream.range(0, 9).forEach(_ -> growing.then(accept));
    assertEquals(300, Stages.get(apply(growing, 300)).applied());
    List<Integer> sizes = growing.batches().stream().map(List::size).toList();
    int first = sizes.getFirst();
    assertTrue(first < 12 && sizes.get(1) > 6 * first && sizes.get(2) > 12 * first, "" + sizes);
  }

  @Test
  void lostAnswersWhileChangingFailForNobodyKnowsWhatWasRefused() {
    kernel.then((to, _) -> to.lost());
    assertEquals(Errno.ENOBUFS, Stages.failure(apply(3)).errno());
  }

  @Test
  void aKernelThatFallsSilentIsATimeout() {
    kernel.then((to, _) -> to.silence());
    assertEquals(Errno.ETIMEDOUT, Stages.failure(apply(3)).errno());
  }

  @Test
  void aDumpThatWasDisturbedIsAskedForAgain() {
    kernel
        .then((to, batch) -> {
          to.data(batch.getFirst().sequence(), FAMILY, service(FIRST));
          to.doneInterrupted(batch.getFirst().sequence());
        })
        .then(services(SECOND))
        .then(servers(SERVER));
    assertEquals(List.of(SECOND), List.copyOf(Stages.get(table()).services().keySet()));
  }

  @Test
  void aDumpOfServersThatLostAnswersIsAskedForAgain() {
    kernel
        .then(services(FIRST))
        .then((to, batch) -> {
          to.lost();
          to.done(batch.getFirst().sequence());
        })
        .then(servers(SERVER));
    assertEquals(1, Stages.get(table()).serverCount());
    assertEquals(3, kernel.batches().size());
  }

  @Test
  void aTableThatNeverStandsStillIsAFailure() {
    ScriptedKernel.Step disturbed = (to, batch) -> to.doneInterrupted(batch.getFirst().sequence());
    IntStream.range(0, 20).forEach(_ -> kernel.then(disturbed));
    assertEquals(Errno.EAGAIN, Stages.failure(table()).errno());
  }

  @Test
  void aServiceThatVanishedBetweenTheDumpsIsNotInTheTable() {
    kernel
        .then(services(FIRST, SECOND))
        .then((to, batch) -> to.error(batch.getFirst().sequence(), 3))
        .then(servers(SERVER));
    assertEquals(List.of(SECOND), List.copyOf(Stages.get(table()).services().keySet()));
  }

  @Test
  void aServiceThatVanishedIsToldFromOneWithoutServers() {
    kernel.then(services(FIRST, SECOND)).then(servers()).then(servers()).then(services(SECOND));
    assertEquals(List.of(SECOND), List.copyOf(Stages.get(table()).services().keySet()));
  }

  @Test
  void notPermittedIsAFailureAndNeverAnEmptyTable() {
    kernel.then((to, batch) -> to.error(batch.getFirst().sequence(), 1));
    assertEquals(Errno.EPERM, Stages.failure(table()).errno());
  }

  @Test
  void aDumpThatBreaksOffIsAFailureAndNeverAShorterTable() {
    kernel.then((to, batch) -> {
      to.data(batch.getFirst().sequence(), FAMILY, service(FIRST));
      to.brokenOff(batch.getFirst().sequence(), 12);
    });
    assertEquals(Errno.ENOMEM, Stages.failure(table()).errno());
  }

  @Test
  void anAnswerThatIsNoServiceIsAFailure() {
    kernel.then((to, batch) ->
        to.data(batch.getFirst().sequence(), FAMILY, ScriptedKernel.buffer(4).rewind()));
    assertTrue(String.valueOf(Stages.failure(table()).getMessage()).contains("malformed"));
  }

  @Test
  void answersToAnExchangeThatWasGivenUpAreIgnored() {
    kernel.then((to, _) -> to.silence());
    assertEquals(Errno.ETIMEDOUT, Stages.failure(table()).errno());
    kernel.then((to, batch) -> {
      to.done(batch.getFirst().sequence() - 1);
      to.data(batch.getFirst().sequence(), FAMILY, service(FIRST));
      to.done(batch.getFirst().sequence());
    });
    kernel.then(servers(SERVER));
    assertEquals(1, Stages.get(table()).services().size());
  }

  /** What NetlinkIpvs does at its first call: the second exchange begins inside the first's end. */
  @Test
  void anExchangeMayBeginWhereAnotherEnds() {
    kernel.then((to, batch) -> to.error(batch.getFirst().sequence(), 0));
    kernel.then(services(FIRST)).then(servers(SERVER));
    assertEquals(1, Stages.get(apply(1).thenCompose(_ -> table())).serverCount());
    assertEquals(3, kernel.batches().size());
  }

  private CompletionStage<ApplyResult> apply(int count) {
    return apply(kernel, count);
  }

  private static CompletionStage<ApplyResult> apply(ScriptedKernel to, int count) {
    return to.run(new BatchExchange<>(changes(count), CODEC::write, Refusal::new))
        .thenApply(refused -> new ApplyResult(count - refused.size(), refused));
  }

  private CompletionStage<IpvsTable> table() {
    return kernel.run(new TableExchange(CODEC));
  }

  private static List<IpvsChange> changes(int count) {
    return IntStream.range(0, count).mapToObj(ExchangesTest::change).toList();
  }

  private static IpvsChange change(int i) {
    return Samples.add(FIRST, new ServerKey(SERVER.address(), i), Forwarding.MASQUERADE, 1);
  }

  private static ScriptedKernel.Step services(ServiceKey... keys) {
    return (to, batch) -> {
      int sequence = batch.getFirst().sequence();
      for (ServiceKey key : keys) {
        to.data(sequence, FAMILY, service(key));
      }
      to.done(sequence);
    };
  }

  private static ScriptedKernel.Step servers(ServerKey... keys) {
    return (to, batch) -> {
      int sequence = batch.getFirst().sequence();
      for (ServerKey key : keys) {
        to.data(sequence, FAMILY, body(Samples.add(FIRST, key, Forwarding.DIRECT, 1)));
      }
      to.done(sequence);
    };
  }

  private static ByteBuffer service(ServiceKey key) {
    return body(new IpvsChange.CreateService(key, ServiceSpec.of("rr")));
  }

  private static ByteBuffer body(IpvsChange change) {
    ByteBuffer bytes = ScriptedKernel.buffer(1024);
    CODEC.write(new MessageWriter(bytes), change, 1);
    int header = MessageWriter.HEADER_BYTES;
    return bytes.flip().slice(header, bytes.limit() - header).order(bytes.order());
  }
}
