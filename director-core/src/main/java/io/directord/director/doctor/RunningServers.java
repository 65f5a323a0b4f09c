package io.directord.director.doctor;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;

/** Real servers that take traffic which is not theirs, or do not get what is. Pure. */
final class RunningServers implements StatusExamination {
  @Override
  public List<Finding> of(Config status, Observed seen) {
    List<Finding> findings = new ArrayList<>();
    for (Config service : Status.objects(status, "services")) {
      for (Config server : Status.objects(service, "servers")) {
        String name = Status.text(service, "name") + "/" + Status.text(server, "name");
        String problem = Status.text(server, "arp.problem");
        if (!problem.isEmpty()) {
          findings.add(Finding.fail("ARP of " + name, problem, Status.text(server, "arp.fix")));
        }
        for (Config check : Status.objects(server, "checks")) {
          if (Status.text(check, "type").equals("path")
              && Status.text(check, "state").equals("down")) {
            findings.add(
                Finding.fail(
                    "forwarding to " + name,
                    Status.text(check, "because"),
                    "on that server: directord real-server status"));
          }
        }
      }
    }
    return findings;
  }
}
