// New connections a second, as they were seen by this page.

const SAMPLES_MAX = 90;
const SVG = "http://www.w3.org/2000/svg";

export class Rates {
  constructor() {
    this.samples = [];
    this.last = null;
  }

  /** A counter at a moment in milliseconds; one that fell has begun anew. */
  take(counter, millis) {
    if (this.last && counter >= this.last.counter && millis > this.last.millis) {
      this.samples.push((counter - this.last.counter) * 1000 / (millis - this.last.millis));
      if (this.samples.length > SAMPLES_MAX) this.samples.shift();
    }
    this.last = { counter, millis };
  }

  get now() {
    return this.samples.length ? this.samples[this.samples.length - 1] : null;
  }
}

export function plot() {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 90 20");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS(SVG, "polyline"));
  return svg;
}

export function draw(svg, rates) {
  const most = Math.max(1, ...rates.samples);
  const left = SAMPLES_MAX - rates.samples.length;
  const points = rates.samples.map((rate, i) => (left + i) + "," + (19 - 18 * rate / most).toFixed(1));
  svg.firstChild.setAttribute("points", points.join(" "));
}

export function rateText(rate) {
  if (rate === null) return "";
  return (rate < 10 ? rate.toFixed(1) : Math.round(rate).toLocaleString()) + " connections/s";
}
