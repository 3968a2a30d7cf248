// Counts the published ballots in the reader's own browser and compares every number with the sheet.
import { count, lotsFrom } from "./count.js";

const box = document.getElementById("recount");

if (box) {
  const button = box.querySelector("button");
  const words = box.querySelector("p");
  button.hidden = false;
  words.textContent = "";
  button.addEventListener("click", async () => {
    const given = JSON.parse(box.dataset.count);
    try {
      const counted = await count(given, given.seed ? lotsFrom(given.seed, given.contest) : undefined);
      const wanted = ["valid", "quota", "winners_in_order", "stages", "lots"];
      const isSame = wanted.every((name) => same(counted[name], given.expected[name]));
      words.textContent = isSame ? box.dataset.same.replace("%(n)s", counted.stages.length) : box.dataset.differs;
    } catch (fault) {
      words.textContent = `${box.dataset.differs} (${fault.message})`;
    }
  });
}

function same(one, other) {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value && typeof value === "object") return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
  return value;
}
