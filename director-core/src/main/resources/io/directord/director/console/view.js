// The page as it follows from a status. Rows stay where they are, so that focus and open details do, too.

import { age, clock, findable, headline, isWell, mood, overrideText, problems, reason, subject } from "./model.js";
import { Rates, draw, plot, rateText } from "./plot.js";

const CARDS_AT_FIRST = 30;
const EVENTS_MAX = 100;
const NUMBERS = new Set(["Weight", "Active", "Inactive"]);

const byId = id => document.getElementById(id);
const cards = new Map();
let cardsMax = CARDS_AT_FIRST;
let lastStatus = null;

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Touches the page only where it changes: a screen reader would read it again. */
function text(node, words) {
  if (node.textContent !== words) node.textContent = words;
}

function kind(node, name) {
  if (node.className !== name) node.className = name;
}

function badge(node, state) {
  text(node, state);
  kind(node, "badge " + mood(state));
}

function time(node, iso, now) {
  if (!iso) return text(node, "");
  text(node, age(iso, now));
  node.setAttribute("datetime", iso);
  node.title = clock(iso);
}

export function connection(words, lost) {
  text(byId("connection"), words);
  kind(byId("connection"), lost ? "lost" : "");
}

export function show(status, now) {
  lastStatus = status;
  document.title = status.node + " – directord";
  text(byId("node"), status.node);
  text(byId("about"), "directord " + status.version + (status.shadow ? ", a shadow: it changes nothing" : "")
    + ", configuration " + status.config.generation + " of " + clock(status.config.loadedAt));
  showProblems(status);
  showRouters(status.routers, now);
  showServices(status.services, now);
}

function showProblems(status) {
  const found = problems(status);
  const all = headline(status, found);
  text(byId("headline"), all.text);
  kind(byId("headline"), all.level);
  rows(byId("problems"), found, each => each.text, () => element("li"), (item, each) => {
    kind(item, each.level);
    if (item.dataset.of !== each.text) {
      item.dataset.of = each.text;
      item.replaceChildren(each.service ? element("a", { href: "#" + anchor(each.service) }, each.text) : each.text);
    }
  });
}

/** One child for each of all, in this order; those that are there already are used again. */
function rows(parent, all, key, make, update) {
  const old = new Map([...parent.children].map(child => [child.dataset.key, child]));
  let before = parent.firstChild;
  for (const each of all) {
    const name = key(each);
    let row = old.get(name);
    old.delete(name);
    if (!row) {
      row = make(each);
      row.dataset.key = name;
    }
    if (row === before) before = before.nextSibling;
    else parent.insertBefore(row, before);
    update(row, each);
  }
  old.forEach(row => row.remove());
}

const cell = (name, attributes) => element(name, attributes || {});

function showRouters(routers, now) {
  byId("pair").hidden = !routers.length;
  rows(byId("routers"), routers, router => router.name, () => element("tr", {},
    cell("th", { scope: "row" }), element("td", {}, cell("span")), cell("td"), cell("td", { class: "number" }),
    cell("td"), element("td", {}, cell("time")), cell("td", { class: "why" })), (row, router) => {
    const [name, role, addresses, priority, active, since, why] = row.children;
    text(name, router.name + " (" + router.vrid + " on " + router.interface + ")");
    badge(role.firstChild, router.splitBrain ? "split brain" : router.role);
    if (router.splitBrain) kind(role.firstChild, "badge bad");
    text(addresses, router.addresses.join(", "));
    text(priority, String(router.priority));
    text(active, router.role === "active" ? "this node" : router.active ? router.active.address + ", priority " + router.active.priority : "nobody is heard");
    time(since.firstChild, router.since, now);
    text(why, router.because || "");
  });
}

const anchor = name => "service-" + name;

function showServices(services, now) {
  const words = byId("words").value.trim().toLowerCase();
  const troubled = byId("troubled").checked;
  const wanted = services.filter(service => (!troubled || !isWell(service)) && (!words || findable(service).includes(words)));
  const shown = wanted.slice(0, cardsMax);
  text(byId("shown"), wanted.length === services.length && shown.length === wanted.length
    ? services.length + (services.length === 1 ? " service" : " services")
    : shown.length + " shown of " + services.length);
  byId("more").hidden = shown.length === wanted.length;
  services.forEach(service => {
    const rates = ratesOf(service.name);
    if (service.connections !== undefined) rates.take(service.connections, now);
  });
  const known = new Set(services.map(service => service.name));
  [...cards.keys()].filter(name => !known.has(name)).forEach(name => cards.delete(name));
  rows(byId("cards"), shown, service => service.name, makeCard, (card, service) => showCard(card, service, now));
}

function ratesOf(name) {
  if (!cards.has(name)) cards.set(name, new Rates());
  return cards.get(name);
}

function makeCard(service) {
  const id = anchor(service.name);
  return element("article", { class: "card", id, "aria-labelledby": id + "-name", tabindex: "-1" },
    element("header", {},
      element("div", {}, element("h3", { id: id + "-name" }, service.name), cell("p", { class: "soft" })),
      element("div", { class: "plot" }, plot(), cell("span")),
      cell("span")),
    element("table", {},
      element("thead", {}, element("tr", {}, ...["Server", "State", "Weight", "Active", "Inactive", "Since", "Why"]
        .map(name => element("th", { scope: "col", ...(NUMBERS.has(name) && { class: "number" }) }, name)))),
      cell("tbody")));
}

function showCard(card, service, now) {
  const [title, rate, state] = card.firstChild.children;
  const mode = [service.protocol, service.scheduler, service.forwarding].join(", ");
  text(title.lastChild, (service.addresses || [service.address]).slice(0, 4).join(", ")
    + (service.addresses && service.addresses.length > 4 ? " and " + (service.addresses.length - 4) + " more" : "") + " · " + mode);
  const rates = ratesOf(service.name);
  draw(rate.firstChild, rates);
  text(rate.lastChild, rateText(rates.now));
  const well = service.quorumHeld && service.inService > 0;
  text(state, service.inService + " of " + service.configured + " in service");
  kind(state, "badge " + (!well ? "bad" : service.inService < service.configured ? "warn" : "good"));
  const servers = service.lastResort ? [...service.servers, { ...service.lastResort, last: true }] : service.servers;
  rows(card.lastChild.lastChild, servers, server => server.name + (server.last ? " (last resort)" : ""), makeServer,
    (row, server) => showServer(row, server, now));
}

function makeServer() {
  return element("tr", {}, cell("th", { scope: "row" }), element("td", { "data-label": "State" }, cell("span")),
    cell("td", { class: "number", "data-label": "Weight" }), cell("td", { class: "number", "data-label": "Active" }),
    cell("td", { class: "number", "data-label": "Inactive" }), element("td", { "data-label": "Since" }, cell("time")),
    element("td", { class: "why" }, cell("span"), element("details", {}, element("summary", {}, "checks"), cell("ul"))));
}

function showServer(row, server, now) {
  const [name, state, weight, active, inactive, since, why] = row.children;
  text(name, server.name + (server.last ? " (last resort)" : "") + " " + server.address);
  badge(state.firstChild, server.state);
  text(weight, server.weight === server.configuredWeight ? String(server.weight) : server.weight + " of " + server.configuredWeight);
  text(active, String(server.activeConnections));
  text(inactive, String(server.inactiveConnections));
  time(since.firstChild, server.since, now);
  const words = [reason(server)];
  if (server.override) words.push(overrideText(server.override));
  if (server.arp) words.push(server.arp.problem + ". " + server.arp.fix);
  if (server.advice) words.push(server.advice);
  text(why.firstChild, words.filter(each => each).join(" · "));
  kind(why.firstChild, mood(server.state) === "bad" || server.arp ? "bad" : "");
  const checks = server.checks || [];
  why.lastChild.hidden = !checks.length;
  rows(why.lastChild.lastChild, checks, check => check.name, () => cell("li"), (item, check) => {
    text(item, check.name + " (" + check.type + ") is " + check.state + (check.since ? " since " + clock(check.since) : "") + ": " + check.because);
    kind(item, mood(check.state) === "bad" ? "bad" : "");
  });
}

export function event(each) {
  const list = byId("events");
  const fields = each.fields || {};
  const rest = Object.entries(fields).filter(([key]) => !["service", "server", "router", "name", "because"].includes(key))
    .map(([key, value]) => key + " " + value).join(", ");
  const words = [each.kind, subject(fields), rest].filter(word => word).join(" · ") + (fields.because ? " – " + fields.because : "");
  const level = { error: "bad", warning: "warn" }[each.level] || "";
  list.prepend(element("li", { class: "fresh" }, element("time", { datetime: each.at }, clock(each.at)),
    element("span", { class: level }, words)));
  while (list.children.length > EVENTS_MAX) list.lastChild.remove();
}

export function eventsState(words) {
  text(byId("events-state"), words || "");
}

export function listenToTheUser() {
  const again = () => lastStatus && showServices(lastStatus.services, Date.now());
  byId("filter").addEventListener("submit", event => event.preventDefault());
  byId("words").addEventListener("input", again);
  byId("troubled").addEventListener("change", again);
  byId("more").addEventListener("click", () => {
    cardsMax += CARDS_AT_FIRST;
    again();
  });
  byId("problems").addEventListener("click", event => {
    const link = event.target.closest("a");
    if (link && !document.getElementById(link.hash.slice(1))) {
      byId("words").value = link.hash.slice(1 + anchor("").length);
      again();
    }
  });
}
