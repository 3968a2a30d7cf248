// Keeps what is being typed in this browser until the server has it, and waits with sending while there is no signal.
// Every form works without this file: the server keeps a draft at each step.
const PREFIX = "consult-words:";

function storeOf(form) {
  return `${PREFIX}${form.dataset.keepWords}:${location.pathname}`;
}

function typedFields(form) {
  return [...form.querySelectorAll("textarea, input[type=text], input:not([type])")].filter(
    (field) => field.name && field.name !== "website",
  );
}

function safely(work) {
  try {
    return work();
  } catch {
    return null; // storage may be full or forbidden; the server's draft still holds
  }
}

function keep(form) {
  const words = {};
  for (const field of typedFields(form)) words[field.name] = field.value;
  safely(() => localStorage.setItem(storeOf(form), JSON.stringify(words)));
}

function bringBack(form) {
  const words = safely(() => JSON.parse(localStorage.getItem(storeOf(form)) || "{}")) || {};
  for (const field of typedFields(form)) {
    if (!field.value && words[field.name]) field.value = words[field.name];
  }
}

function waitForSignal(form) {
  let notice = form.querySelector("[data-no-signal]");
  if (!notice) {
    notice = document.createElement("p");
    notice.dataset.noSignal = "";
    notice.className = "govuk-inset-text";
    notice.setAttribute("role", "status");
    form.append(notice);
  }
  notice.textContent = form.dataset.whenOffline;
  window.addEventListener("online", () => form.requestSubmit(), { once: true });
}

for (const form of document.querySelectorAll("form[data-keep-words]")) {
  bringBack(form);
  form.addEventListener("input", () => keep(form));
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      keep(form);
      waitForSignal(form);
    }
  });
}

for (const receipt of document.querySelectorAll("[data-forget-words]")) {
  safely(() => {
    const start = `${PREFIX}${receipt.dataset.forgetWords}:`;
    for (const key of Object.keys(localStorage)) if (key.startsWith(start)) localStorage.removeItem(key);
  });
}
