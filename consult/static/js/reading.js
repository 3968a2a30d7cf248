// Makes reading a document easier: marks the part that is being read, highlights words that were commented on, and
// offers a comment on the words that are selected. Everything works without this file, by links and a form.
const CONTEXT = 32;
const LONGEST_QUOTE = 1500;
const BLOCKS = "p, ul, ol, li, blockquote, pre, br, table, thead, tbody, tr, th, td, caption";

function markWhereYouAre(contents) {
  const links = new Map();
  for (const link of contents.querySelectorAll("a[href^='#']")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading.closest("section") || heading, link);
  }
  const seen = new Set();
  const watch = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) entry.isIntersecting ? seen.add(entry.target) : seen.delete(entry.target);
      const first = [...links.keys()].find((part) => seen.has(part));
      if (!first) return;
      for (const [part, link] of links) {
        if (part === first) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    },
    { rootMargin: "-10% 0px -60% 0px" },
  );
  for (const part of links.keys()) watch.observe(part);
}

// The plain text of a paragraph as the server counts it (one space where there is any, none at the ends), with the
// place in the page of each of its characters.
function plainText(prose) {
  const text = [];
  const places = [];
  let spaceFrom = null;
  const space = (node, offset) => {
    if (text.length && !spaceFrom) spaceFrom = [node, offset];
  };
  const visit = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      [...node.data].reduce((offset, letter) => {
        if (/\s/u.test(letter)) space(node, offset);
        else {
          if (spaceFrom) {
            text.push(" ");
            places.push(spaceFrom);
            spaceFrom = null;
          }
          text.push(letter);
          places.push([node, offset]);
        }
        return offset + letter.length;
      }, 0);
      return;
    }
    if (node.nodeName === "CAPTION") return;
    const breaks = node.nodeType === Node.ELEMENT_NODE && node.matches(BLOCKS);
    if (breaks) space(node, 0);
    for (const child of node.childNodes) visit(child);
    if (breaks) space(node, node.childNodes.length);
  };
  visit(prose);
  return { text, places };
}

function rangeOf({ places }, start, end) {
  if (start < 0 || end > places.length || start >= end) return null;
  const range = document.createRange();
  range.setStart(...places[start]);
  const [node, offset] = places[end - 1];
  range.setEnd(node, node.nodeType === Node.TEXT_NODE ? offset + 1 : offset);
  return range;
}

function highlightWords() {
  if (!("highlights" in CSS)) return;
  const said = new Highlight();
  const mine = new Highlight();
  for (const paragraph of document.querySelectorAll("[data-marks]")) {
    const plain = plainText(paragraph.querySelector(".c-prose"));
    for (const [start, end, isMine] of JSON.parse(paragraph.dataset.marks)) {
      const range = rangeOf(plain, start, end);
      if (range) (isMine ? mine : said).add(range);
    }
  }
  CSS.highlights.set("c-said", said);
  CSS.highlights.set("c-mine", mine);
}

function selectedIn(selection) {
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const from = range.startContainer.parentElement?.closest(".c-paragraph");
  const prose = from?.querySelector(".c-prose");
  if (!prose || !from.dataset.commentHref || !prose.contains(range.startContainer)) return null;
  const within = range.cloneRange();
  if (!prose.contains(range.endContainer)) within.setEndAfter(prose.lastChild); // a triple click reaches into the next block
  const { text, places } = plainText(prose);
  const inside = places.map(([node, offset]) => within.isPointInRange(node, offset) && !isEndOf(within, node, offset));
  let start = inside.indexOf(true);
  let end = inside.lastIndexOf(true) + 1;
  while (start < end && text[start] === " ") start += 1;
  while (end > start && text[end - 1] === " ") end -= 1;
  if (start < 0 || end - start < 2 || end - start > LONGEST_QUOTE) return null;
  return { from, text, start, end };
}

function isEndOf(range, node, offset) {
  return range.endContainer === node && range.endOffset === offset;
}

function addressOf({ from, text, start, end }) {
  const address = new URL(from.dataset.commentHref, location.href);
  const words = (first, last) => text.slice(Math.max(0, first), last).join("");
  // The server counts Unicode characters, and so does an array of them.
  address.search = new URLSearchParams({
    quote: words(start, end),
    prefix: words(start - CONTEXT, start),
    suffix: words(end, end + CONTEXT),
    starts: start,
    ends: end,
  }).toString();
  return address.href;
}

function offerComment(reading) {
  const bar = document.createElement("p");
  bar.className = "c-select-comment";
  bar.hidden = true;
  bar.setAttribute("role", "status");
  const link = document.createElement("a");
  link.className = "govuk-link";
  bar.append(link);
  document.body.append(bar);
  document.addEventListener("selectionchange", () => {
    const chosen = selectedIn(document.getSelection());
    if (!chosen) {
      bar.hidden = true;
      return;
    }
    link.href = addressOf(chosen);
    if (bar.hidden) link.textContent = reading.dataset.commentOn;
    bar.hidden = false;
  });
}

for (const contents of document.querySelectorAll("[data-where-you-are]")) markWhereYouAre(contents);
highlightWords();
for (const reading of document.querySelectorAll("[data-comment-on]")) offerComment(reading);
