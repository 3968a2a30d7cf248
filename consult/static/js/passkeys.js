// Passkeys: a form marked data-passkey asks the server what to sign, lets the device sign it, and sends itself.
// Without scripts, or where the browser knows no passkeys, the form stays hidden and the page offers its other ways.
export function usePasskeys() {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => ask(event, form));
  }
}

async function ask(event, form) {
  if (form.elements.credential.value) return;
  event.preventDefault();
  const told = form.querySelector("[data-passkey-told]");
  told.textContent = "";
  try {
    const options = await begin(form);
    const credential =
      form.dataset.passkey === "create"
        ? await navigator.credentials.create({ publicKey: toMake(options) })
        : await navigator.credentials.get({ publicKey: toShow(options) });
    form.elements.credential.value = JSON.stringify(written(credential));
    form.submit();
  } catch (problem) {
    told.textContent = problem instanceof Said ? problem.message : form.dataset.failed;
  }
}

class Said extends Error {}

async function begin(form) {
  const token = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
  const answer = await fetch(form.dataset.begin, { method: "POST", body: token, headers: { Accept: "application/json" } });
  const told = await answer.json();
  if (!answer.ok) throw new Said(told.error.message);
  return told;
}

function toMake(options) {
  return {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: (options.excludeCredentials || []).map(named),
  };
}

function toShow(options) {
  return { ...options, challenge: bytes(options.challenge), allowCredentials: (options.allowCredentials || []).map(named) };
}

const named = (one) => ({ ...one, id: bytes(one.id) });

function written(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = text(credential.response[part]);
  }
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response };
}

function bytes(written) {
  return Uint8Array.from(atob(written.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
