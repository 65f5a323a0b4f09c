// Server-sent events of the journal: the last ones first, then each as it comes. EventSource would need the name of each kind.

const BEFORE = 50;
const RETRY_MILLIS = 2000;

/** Calls onEvent with each event of the journal, in order, and onState with a sentence, or null while all is well. */
export async function follow(onEvent, onState) {
  let given = null;
  for (;;) {
    try {
      if (given === null) given = Math.max(0, await latest() - BEFORE);
      given = await listen(given, onEvent, onState);
      onState("the stream of events ended; trying again");
    } catch (failure) {
      onState("no events: " + failure.message + "; trying again");
    }
    await new Promise(resolve => setTimeout(resolve, RETRY_MILLIS));
  }
}

async function open(query, stop) {
  const response = await fetch("api/v1/events" + query, { cache: "no-store", signal: stop.signal });
  if (!response.ok) throw new Error((await response.json().catch(() => ({}))).error || "HTTP " + response.status);
  return response.body.pipeThrough(new TextDecoderStream()).getReader();
}

/** The number of the youngest event, which the stream says first. */
async function latest() {
  const stop = new AbortController();
  const reader = await open("", stop);
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) throw new Error("the stream ended before it began");
    text += value;
    const found = /^: behind (\d+)\n/m.exec(text);
    if (found) {
      stop.abort();
      return Number(found[1]);
    }
  }
}

async function listen(since, onEvent, onState) {
  const reader = await open("?since=" + since, new AbortController());
  onState(null);
  let rest = "";
  let given = since;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return given;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const data = block.split("\n").find(line => line.startsWith("data: "));
      if (data) {
        const event = JSON.parse(data.slice(6));
        given = event.sequence;
        onEvent(event);
      }
    }
  }
}
