package io.directord.health.path;

import io.directord.health.FailureKind;
import io.directord.health.Probe;
import io.directord.health.path.Journey.Plan;
import io.directord.health.transport.SocketTrouble;
import io.directord.kernel.Errno;
import io.directord.kernel.Family;
import io.directord.kernel.KernelException;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One probe: the server's Ethernet address, then for each virtual address a SYN, and where that is
 * not answered well a second from another port, beside one to the server's own address. Whatever
 * was answered, or was not, is ended with RST. Confined to the loop.
 */
final class PathAttempt implements Probe.Attempt {
  /** What is being done, as status tells it. */
  private enum Step {
    NOTHING("not sent"),
    NEIGHBOR("asking for the server's Ethernet address"),
    NEIGHBOR_AGAIN("asking for the server's Ethernet address again"),
    FIRST("waiting for an answer to SYN"),
    SECOND("waiting for an answer to a second SYN"),
    FULL("waiting for an answer to a packet of full size"),
    FULL_AGAIN("waiting for an answer to a second packet of full size");

    private final String stage;

    Step(String stage) {
      this.stage = stage;
    }
  }

  private final PathProbe probe;
  private final EventLoop loop;
  private final Probe.Report report;
  private final StringBuilder remarks = new StringBuilder();
  private @Nullable PathSockets sockets;
  private @Nullable Asking asking;
  private @Nullable Future<?> timer;
  private Step step = Step.NOTHING;
  private Optional<Mac> mac = Optional.empty();
  private long beganNanos;
  private int index;
  private int trialBytes;
  private @Nullable Journey journey;
  private Answer first = Answer.SILENCE;
  private @Nullable Question main;
  private @Nullable Question control;
  private boolean over;

  PathAttempt(PathProbe probe, EventLoop loop, Probe.Report report) {
    this.probe = probe;
    this.loop = loop;
    this.report = report;
  }

  void begin(PathSockets itsSockets) {
    sockets = itsSockets;
    asking = new Asking(probe, this, itsSockets);
    guarded(this::nextAddress);
  }

  @Override
  public String stage() {
    return step.stage;
  }

  @Override
  public void cancel() {
    over = true;
    stopTimer();
    if (sockets != null) {
      sockets.ignore(probe.server(), this);
      asking().endAll();
    }
  }

  /** What is heard of the server's Ethernet address. */
  void neighbor(Mac itsMac) {
    if (!over && (step == Step.NEIGHBOR || step == Step.NEIGHBOR_AGAIN)) {
      mac = Optional.of(itsMac);
      guarded(() -> ask(Step.FIRST));
    }
  }

  void answered(Question question) {
    if (over) {
      return;
    }
    asking().end(question);
    guarded(() -> {
      boolean waits = control != null && control.isOpen() && !isGood(question);
      if ((question == main && !waits) || (question == control && main != null && !main.isOpen())) {
        settled();
      }
    });
  }

  private void nextAddress() throws IOException, KernelException {
    Plan plan = probe.plan(sockets(), address());
    switch (plan) {
      case Plan.Here _ -> succeed("this node itself");
      case Plan.Impossible(String why) -> local(why);
      case Plan.Found(Journey found) -> {
        journey = found;
        beganNanos = sockets().nowNanos();
        if (mac.isPresent() || probe.check().method() instanceof PathMethod.Tunnel) {
          ask(Step.FIRST);
        } else {
          sockets().listen(probe.server(), this);
          askNeighbor(Step.NEIGHBOR);
        }
      }
    }
  }

  private void askNeighbor(Step now) throws KernelException {
    step = now;
    if (sent(asking().neighbor(journey()))) {
      arm();
    }
  }

  private void ask(Step now) throws KernelException {
    step = now;
    main = asking().virtual(journey(), address(), mac, trialBytes);
    control = null;
    if (trialBytes > 0 && main.sent() == -Errno.EMSGSIZE.number()) {
      probe.trial().lost(trialBytes, journey().link().mtu() - around());
      finish();
      return;
    }
    if (!sent(main.sent())) {
      return;
    }
    if (now == Step.SECOND) {
      control = asking().control(journey(), mac);
      if (!sent(control.sent())) {
        return;
      }
    }
    arm();
  }

  private boolean sent(int answer) {
    if (answer == 0) {
      return true;
    }
    SocketTrouble trouble = SocketTrouble.of(-answer);
    fail(new Diagnosis(trouble.kind(), trouble.what()));
    return false;
  }

  /** All that was asked is answered, or not in time. */
  private void settled() throws IOException, KernelException {
    stopTimer();
    Answer answer = main == null ? Answer.SILENCE : main.answer();
    boolean good = judge().isGood(answer);
    switch (step) {
      case NOTHING -> {}
      case NEIGHBOR -> askNeighbor(Step.NEIGHBOR_AGAIN);
      case NEIGHBOR_AGAIN -> nobodyThere();
      case FIRST -> {
        if (good) {
          passed(answer);
        } else {
          first = answer;
          ask(Step.SECOND);
        }
      }
      case SECOND -> {
        if (good) {
          passed(answer);
        } else {
          judged(judge().judge(first, answer, control == null ? Answer.SILENCE : control.answer()));
        }
      }
      case FULL, FULL_AGAIN -> tried(answer);
    }
  }

  private void nobodyThere() throws IOException {
    judged(
        new Diagnosis(
            FailureKind.UNREACHABLE,
            text(probe.server())
                + " does not answer "
                + (family() == Family.IPV4 ? "ARP" : "neighbour discovery")
                + " on "
                + journey().link().name()));
  }

  private void passed(Answer answer) throws IOException, KernelException {
    remarks.append(judge().remark(answer));
    index++;
    if (index < probe.check().addresses().size()) {
      nextAddress();
      return;
    }
    index--;
    trialBytes = probe.trial().due();
    if (trialBytes > 0) {
      ask(Step.FULL);
    } else {
      finish();
    }
  }

  private void tried(Answer answer) throws KernelException {
    boolean silent = answer instanceof Answer.Silence;
    if (silent && step == Step.FULL) {
      ask(Step.FULL_AGAIN);
      return;
    }
    if (answer instanceof Answer.Complained(var complaint)
        && complaint.trouble() == Heard.Trouble.TOO_BIG) {
      int told = complaint.mtu() - (complaint.wrapped() ? around() : 0);
      probe.trial().lost(trialBytes, told);
    } else if (silent) {
      probe.trial().lost(trialBytes, 0);
    } else {
      probe.trial().passed(trialBytes);
    }
    finish();
  }

  /** Bytes of what is around a packet on its way. */
  private int around() {
    return probe.check().method() instanceof PathMethod.Tunnel(PathMethod.Wrapper wrapper)
        ? Segment.IPV4_BYTES + wrapper.bytes()
        : 0;
  }

  /** Every virtual address is reached. */
  private void finish() {
    Optional<String> lost = probe.trial().complaint(address());
    if (lost.isPresent() && probe.check().mtuFails()) {
      fail(
          new Diagnosis(
              FailureKind.PATH, "not reachable as " + text(address()) + ": " + lost.get()));
      return;
    }
    lost.ifPresent(why -> remarks.append("; ").append(why));
    probe.tell(lost);
    sockets().found(probe.server());
    List<InetAddress> reached = probe.check().addresses();
    succeed(
        "reached as "
            + text(reached.getFirst())
            + (reached.size() > 1 ? " and " + (reached.size() - 1) + " more" : "")
            + remarks);
  }

  /** A takeover in the middle of it makes answers go to the other director. */
  private void judged(Diagnosis diagnosis) throws IOException {
    sockets().forgetOwnLinks();
    Plan now = probe.plan(sockets(), address());
    if (now.equals(new Plan.Found(journey()))) {
      fail(diagnosis);
    } else {
      local("this node's addresses changed meanwhile");
    }
  }

  private void succeed(String what) {
    cancel();
    report.success(what);
  }

  private void local(String why) {
    fail(new Diagnosis(FailureKind.LOCAL, "not probed: " + why));
  }

  private void fail(Diagnosis diagnosis) {
    if (!over) {
      cancel();
      report.failure(diagnosis.kind(), diagnosis.evidence());
    }
  }

  private void arm() {
    stopTimer();
    timer =
        loop.schedule(
            () -> guarded(this::settled),
            probe.check().answerTimeout().toNanos(),
            TimeUnit.NANOSECONDS);
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private interface Work {
    void run() throws IOException, KernelException;
  }

  private void guarded(Work work) {
    if (over) {
      return;
    }
    try {
      work.run();
    } catch (KernelException | IOException refused) {
      local(String.valueOf(refused.getMessage()));
    } catch (RuntimeException bug) {
      cancel();
      report.bug(bug);
    }
  }

  private boolean isGood(Question question) {
    return judge().isGood(question.answer());
  }

  private PathJudge judge() {
    return new PathJudge(
        probe.check().method(),
        address(),
        probe.server(),
        probe.port(),
        mac,
        journey().throughPeer(),
        sockets()
            .sought(probe.server(), beganNanos)
            .filter(whom -> !whom.equals(journey().ownSource())));
  }

  private InetAddress address() {
    return probe.check().addresses().get(index);
  }

  private Family family() {
    return Family.of(probe.server());
  }

  private Journey journey() {
    if (journey == null) {
      throw new IllegalStateException("no way was looked for yet");
    }
    return journey;
  }

  private Asking asking() {
    if (asking == null) {
      throw new IllegalStateException("not begun");
    }
    return asking;
  }

  private PathSockets sockets() {
    if (sockets == null) {
      throw new IllegalStateException("not begun");
    }
    return sockets;
  }

  private static String text(InetAddress address) {
    return NetUtil.toAddressString(address);
  }
}
