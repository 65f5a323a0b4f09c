package io.directord.health.program;

import io.directord.health.Endpoint;
import io.directord.health.Probe;
import io.directord.health.ThisNode;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/** Runs one program for one target; never a second one beside one that cannot be killed. */
final class ScriptProbe implements Probe {
  private final ScriptCheck check;
  private final Launch launch;
  private final ThisNode node;
  private @Nullable ScriptRun last;

  ScriptProbe(Endpoint endpoint, ScriptCheck check, ThisNode node) {
    this.check = check;
    this.launch = new Launch(check, endpoint.address(), node.starter());
    this.node = node;
  }

  @Override
  public Attempt start(EventLoop loop, Report report) {
    ScriptRun run = new ScriptRun(loop, check, launch, node, report);
    ScriptRun before = last;
    last = run;
    run.begin(before);
    return run;
  }
}
