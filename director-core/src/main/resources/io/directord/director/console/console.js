// Asks for the status every few seconds, and at once when something happened.

import { connection, event, eventsState, listenToTheUser, show } from "./view.js";
import { follow } from "./stream.js";

const POLL_MILLIS = 3000;
const AFTER_EVENT_MILLIS = 150;
const DEADLINE_MILLIS = 10000;

/** A large status may not keep the director busy: this share of the time at most. */
const SHARE = 10;

let timer = null;
let dueMillis = Infinity;
let asking = false;
let wellMillis = 0;
let tookMillis = 0;

function askIn(millis) {
  const due = performance.now() + millis;
  if (due < dueMillis) {
    clearTimeout(timer);
    dueMillis = due;
    timer = setTimeout(ask, millis);
  }
}

async function ask() {
  dueMillis = Infinity;
  if (asking) return askIn(AFTER_EVENT_MILLIS);
  asking = true;
  const began = performance.now();
  try {
    const response = await fetch("api/v1/status", { cache: "no-store", signal: AbortSignal.timeout(DEADLINE_MILLIS) });
    if (!response.ok) throw new Error("HTTP " + response.status);
    const status = await response.json();
    tookMillis = performance.now() - began;
    wellMillis = Date.now();
    show(status, wellMillis);
    connection("live, " + new Date(wellMillis).toLocaleTimeString(), false);
  } catch (failure) {
    const seen = wellMillis ? ", what is shown is of " + new Date(wellMillis).toLocaleTimeString() : "";
    connection("The director does not answer (" + failure.message + ")" + seen, true);
  }
  asking = false;
  askIn(document.hidden ? POLL_MILLIS * SHARE : Math.max(POLL_MILLIS, tookMillis * SHARE));
}

listenToTheUser();
askIn(0);
document.addEventListener("visibilitychange", () => document.hidden || askIn(0));
follow(each => {
  event(each);
  askIn(Math.max(AFTER_EVENT_MILLIS, tookMillis * 2));
}, eventsState);
