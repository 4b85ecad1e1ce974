// What every page does, whatever its model makes.
const find = id => document.getElementById(id);
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const wait = milliseconds => new Promise(done => setTimeout(done, milliseconds));

class TooOld extends Error {}

function download(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

const fileName = end => `${facts.data.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "figment"}-${end}`;
const numberIn = id => Math.min(4294967295, Math.max(0, Math.floor(Number(find(id).value) || 0)));

