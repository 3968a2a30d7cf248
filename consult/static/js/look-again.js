// Looks again at a page that shows work in progress: the sentence and the bar move, and when the work is over the page is shown anew.
const PAUSE = 3000;
const LONGEST_PAUSE = 30000;

export function lookAgain() {
  const shown = document.querySelector("[data-look-again]");
  if (shown) wait(shown, PAUSE);
}

function wait(shown, pause) {
  setTimeout(() => look(shown, pause), pause);
}

async function look(shown, pause) {
  if (document.hidden) return wait(shown, pause);
  let now;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.status);
    now = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-look-again]");
  } catch {
    return wait(shown, Math.min(pause * 2, LONGEST_PAUSE)); // the signal is lost, or the server is busy: ask more slowly
  }
  if (!now) return location.reload();
  move(shown, now);
  return wait(shown, PAUSE);
}

function move(shown, now) {
  const words = shown.querySelector(".c-progress__words");
  const told = now.querySelector(".c-progress__words").textContent;
  if (words.textContent !== told) words.textContent = told; // said again to screen readers only when it changed
  const [bar, fresh] = [shown, now].map((each) => each.querySelector("progress"));
  bar.max = fresh.max;
  bar.value = fresh.value;
}
