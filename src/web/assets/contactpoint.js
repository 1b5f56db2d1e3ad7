// What the pages gain with script: a button that is not sent twice, a password that can be shown, questions that
// open under their answer, focus on the errors. Without it every page works.
import {
  Button,
  Checkboxes,
  createAll,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
} from 'govuk-frontend';

document.body.classList.add('js-enabled', 'govuk-frontend-supported');
for (const component of [Button, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios, ServiceNavigation, SkipLink]) {
  createAll(component);
}

// A page that a browser kept for going back may show what is no longer to be seen: ask for it again.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) window.location.reload();
});

const leftInWords = [
  [10, 'Less than 10 seconds are left.'],
  [30, 'Less than 30 seconds are left.'],
  [60, 'Less than a minute is left.'],
  [120, 'Less than two minutes are left.'],
];
const timeOut = document.querySelector('dialog.app-time-out');
if (timeOut !== null) keepTime(timeOut);

// Warns two minutes before the session ends by itself, and leaves the page when it does. On a shared machine the page
// is covered where nobody touches it for some minutes; that somebody does is told to the service once a minute.
function keepTime(dialog) {
  const { secondsLeft, coveredAfter, covered } = dialog.dataset;
  const tabs = new BroadcastChannel('contactpoint-session');
  const left = dialog.querySelector('#time-out-left');
  const stayForm = dialog.querySelector('form');
  let endsAt = Date.now() + Number(secondsLeft) * 1000;
  let usedAt = Date.now();
  let toldAt = Date.now();
  let isLeaving = false;

  const leaveBy = (action) => {
    if (isLeaving) return;
    isLeaving = true;
    document.body.hidden = true;
    document.querySelector(`form[action="${action}"]`).submit();
  };
  const stay = async () => {
    toldAt = Date.now();
    const body = new URLSearchParams(new FormData(stayForm));
    const answer = await fetch('/stays', { method: 'POST', body, redirect: 'manual' }).catch(() => undefined);
    await answer?.text();
    if (answer?.ok !== true) return;
    endsAt = Date.now() + Number(answer.headers.get('seconds-left')) * 1000;
    look();
  };
  const look = () => {
    const now = Date.now();
    tabs.postMessage({ endsAt, usedAt });
    if (now >= endsAt) return leaveBy('/sign-out');
    if (coveredAfter !== undefined && now - usedAt >= Number(coveredAfter) * 1000) return leaveBy('/covers');
    if (coveredAfter !== undefined && usedAt > toldAt && now - toldAt >= 60_000) void stay();
    const warns = covered === undefined && endsAt - now <= 120_000;
    if (warns) say(left, Math.ceil((endsAt - now) / 1000));
    if (warns && !dialog.open) dialog.showModal();
    if (!warns && dialog.open) dialog.close();
  };

  for (const touch of ['keydown', 'pointerdown', 'wheel', 'touchmove'])
    document.addEventListener(touch, () => (usedAt = Date.now()), { passive: true });
  stayForm.addEventListener('submit', (event) => {
    event.preventDefault();
    void stay();
  });
  dialog.addEventListener('cancel', (event) => event.preventDefault());
  document.addEventListener('visibilitychange', look);
  // What is done in one tab keeps the others.
  tabs.addEventListener('message', ({ data }) => {
    endsAt = Math.max(endsAt, data.endsAt);
    usedAt = Math.max(usedAt, data.usedAt);
  });
  setInterval(look, 1000);
}

// In steps, so that a screen reader is not kept talking.
function say(element, seconds) {
  const [, words] = leftInWords.find(([most]) => seconds <= most) ?? [0, 'Two minutes are left.'];
  if (element.textContent !== words) element.textContent = words;
}

// A security key is asked as soon as its page is there. Its answer is sent like any other form.
const keyPart = document.querySelector('[data-security-key]');
if (keyPart !== null) askKey(keyPart);

async function askKey(part) {
  const says = part.querySelector('[data-security-key-says]');
  const asked = JSON.parse(part.dataset.options);
  try {
    const answer = part.dataset.securityKey === 'create' ? await createKey(asked) : await getFromKey(asked);
    part.querySelector('input[name="answer"]').value = JSON.stringify(answer);
    part.querySelector('form').submit();
  } catch {
    says.textContent = 'Your security key did not answer. Check that it is in, and is yours, and ask it again.';
  }
}

async function getFromKey(asked) {
  const allowCredentials = asked.allowCredentials.map((known) => ({ ...known, id: bytesOf(known.id) }));
  const publicKey = { ...asked, challenge: bytesOf(asked.challenge), allowCredentials };
  const { id, type, response } = await navigator.credentials.get({ publicKey });
  const { clientDataJSON, authenticatorData, signature } = response;
  return { id, rawId: id, type, clientExtensionResults: {}, response: wordsOf({ clientDataJSON, authenticatorData, signature }) };
}

async function createKey(asked) {
  const excludeCredentials = asked.excludeCredentials.map((known) => ({ ...known, id: bytesOf(known.id) }));
  const user = { ...asked.user, id: bytesOf(asked.user.id) };
  const publicKey = { ...asked, challenge: bytesOf(asked.challenge), user, excludeCredentials };
  const { id, type, response } = await navigator.credentials.create({ publicKey });
  const { clientDataJSON, attestationObject } = response;
  const transports = response.getTransports?.() ?? [];
  return { id, rawId: id, type, clientExtensionResults: {}, response: { ...wordsOf({ clientDataJSON, attestationObject }), transports } };
}

function wordsOf(buffers) {
  const word = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  return Object.fromEntries(Object.entries(buffers).map(([name, buffer]) => [name, word(buffer)]));
}

function bytesOf(word) {
  return Uint8Array.from(atob(word.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
}

// At the desk one key decides, as its button says; not while something is typed or chosen, and not where the keys are off.
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest('input, select, textarea, dialog') !== null) return;
  const pressed = document.querySelector(`button[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (pressed === null) return;
  event.preventDefault();
  pressed.click();
});
