// Keys for a list of choices, only while the keyboard is inside it (so no single key acts on a page by surprise):
// 1 to 9 choose a place in the list, 0 the last, S follows the link that leaves it for later. Enter sends the form, as always.
export function chooseByKeys() {
  for (const region of document.querySelectorAll("[data-keys]")) {
    const form = region.querySelector("form");
    const choices = [...form.querySelectorAll("input[type=radio], input[type=checkbox]")];
    const told = region.querySelector("[data-keys-told]");
    if (told) told.hidden = false;
    region.addEventListener("keydown", (event) => press(event, region, form, choices));
    const chosen = choices.find((choice) => choice.checked) || choices[0];
    if (chosen && !document.querySelector(".govuk-error-summary, .govuk-notification-banner[tabindex]")) chosen.focus({ preventScroll: true });
  }
}

function press(event, region, form, choices) {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.target.matches("textarea, select, input[type=text]")) return;
  const key = event.key.toLowerCase();
  const link = region.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (link) {
    event.preventDefault();
    return link.click();
  }
  if (key === "enter" && event.target.matches("input[type=checkbox]")) {
    event.preventDefault();
    return form.requestSubmit();
  }
  if (!/^[0-9]$/.test(key)) return;
  const choice = key === "0" ? choices.at(-1) : choices[Number(key) - 1];
  if (!choice) return;
  event.preventDefault();
  choice.checked = choice.type === "checkbox" ? !choice.checked : true;
  choice.focus();
}
