// What a status object means. No page, no network: status in, words out.

const INFORMING_MAX = 200;

/** Good, warn, bad or idle, of a state of a server, a check or a router. */
export function mood(state) {
  switch (state) {
    case "up": case "active": return "good";
    case "down": case "fault": return "bad";
    case "draining": case "starting": case "initialize": return "warn";
    default: return "idle";
  }
}

/** What the checks say decides what is shown of a server that is down; otherwise why it is as it is. */
export function reason(server) {
  if (server.state === "down" && server.health && server.health.because) {
    return server.health.because;
  }
  return server.because || "";
}

/** Who set it, until when, and why. */
export function overrideText(override) {
  let text = override.kind + " by " + (override.by || "an operator");
  if (override.reason) text += ": " + override.reason;
  if (override.until) text += ", until " + clock(override.until);
  return text;
}

export function clock(iso) {
  const at = new Date(iso);
  const today = new Date().toDateString() === at.toDateString();
  return today ? at.toLocaleTimeString() : at.toLocaleString();
}

/** 90 s, 12 min, 3 h, 5 d. */
export function age(iso, now) {
  const seconds = Math.max(0, Math.round((now - new Date(iso)) / 1000));
  if (seconds < 100) return seconds + " s";
  if (seconds < 6000) return Math.round(seconds / 60) + " min";
  if (seconds < 172800) return Math.round(seconds / 3600) + " h";
  return Math.round(seconds / 86400) + " d";
}

export function isWell(service) {
  return service.quorumHeld && service.inService === service.configured && !service.panic
    && service.servers.every(server => server.state === "up" && !server.arp);
}

/** Every word by which a service can be found. */
export function findable(service) {
  return [service.name, ...(service.addresses || [service.address]),
    ...service.servers.flatMap(server => [service.name + "/" + server.name, server.address, server.state])]
    .join("\n").toLowerCase();
}

/** What needs somebody, worst first: {level, text, service}. */
export function problems(status) {
  const found = [];
  const say = (level, text, service) => found.push({ level, text, service });
  const reload = status.config.lastReload;
  if (reload && (reload.result === "rejected" || reload.result === "refused")) {
    const first = (reload.problems || [])[0] || "";
    say("bad", "The last reload was refused, generation " + status.config.generation + " stays in force: " + first);
  }
  if (status.selfDoubt) say("bad", "This node suspects itself and holds the last verdicts: " + status.selfDoubt);
  if (!status.kernel.inStep && !status.shadow) say("bad", "The kernel is not in step: " + status.kernel.because);
  status.routers.forEach(router => routerProblems(router, say));
  status.services.forEach(service => serviceProblems(service, say));
  hostProblems(status.host, say);
  peerProblems(status.peer, say);
  const order = { bad: 0, warn: 1 };
  found.sort((one, other) => order[one.level] - order[other.level]);
  return found.slice(0, INFORMING_MAX);
}

function routerProblems(router, say) {
  if (router.splitBrain) say("bad", "Split brain: router " + router.name + " is active here and at " + router.splitBrain.rival);
  if (router.role === "fault") {
    const faults = Object.values(router.faults || {}).join("; ");
    say("bad", "Router " + router.name + " is in fault: " + (faults || router.because));
  }
  if (router.shadow && router.shadow.disagrees) say("warn", "Router " + router.name + ": " + router.shadow.because);
}

function serviceProblems(service, say) {
  const name = service.name;
  if (service.servers.length && service.inService === 0) say("bad", name + " has no server in service", name);
  if (!service.quorumHeld) say("bad", name + " has lost its quorum of " + service.quorum, name);
  if (service.panic) say("bad", name + " uses servers that are down: " + service.panic, name);
  for (const server of service.servers) {
    const id = name + "/" + server.name;
    if (server.arp) say("bad", id + ": " + server.arp.problem + ". " + server.arp.fix, name);
    if (server.state === "down") say("bad", id + " is down: " + reason(server), name);
    if (server.override) say("warn", id + ": " + overrideText(server.override), name);
    else if (server.state === "draining" || server.state === "disabled") say("warn", id + " is " + server.state + ": " + reason(server), name);
  }
}

function hostProblems(host, say) {
  if (!host) return;
  (host.missingModules || []).forEach(module => say("bad", "Kernel module " + module.name + " is missing: " + module.because));
  if (host.rules && !host.rules.inForce) say("bad", "Packet rules are not in force: " + (host.rules.because || "see the log"));
  const wrong = (host.sysctls ? host.sysctls.values : []).filter(each => !each.right).map(each => each.name);
  if (wrong.length) say("warn", "sysctls that forwarding wants otherwise: " + wrong.join(", ") + ". directord doctor says why.");
}

function peerProblems(peers, say) {
  (peers || []).filter(peer => peer.problem).forEach(peer => say("warn", peer.problem));
}

/** One sentence for all of it. */
export function headline(status, found) {
  const servers = status.services.reduce((sum, service) => sum + service.configured, 0);
  const inService = status.services.reduce((sum, service) => sum + service.inService, 0);
  const all = inService + " of " + servers + (servers === 1 ? " server" : " servers") + " in service";
  if (!found.length) return { level: "good", text: "All is well: " + all };
  const level = found[0].level;
  return { level, text: (found.length === 1 ? "One thing needs" : found.length + " things need") + " attention; " + all };
}

/** Of an event of the journal. */
export function subject(fields) {
  if (fields.service) return fields.service + (fields.server ? "/" + fields.server : "");
  return fields.router || fields.name || "";
}
