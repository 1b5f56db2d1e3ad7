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
