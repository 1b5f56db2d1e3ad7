/** What an act answers: its value, or one fault that a page or a command can put into words. */
export type Outcome<Value, F extends Fault = Fault> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: F };

/** An expected failure. `kind` decides the page and exit code; `field` names the box it belongs to; `says` is for a person. */
export type Fault = {
  readonly kind: FaultKind;
  readonly says: string;
  readonly field?: string;
};

export type FaultKind =
  | 'invalid' // something typed or sent is wrong: correct it and send again
  | 'not-found' // nothing there, or its existence is private to others
  | 'refused' // the rules do not let this person do it
  | 'lapsed' // the account needs renewing before anything else
  | 'too-many' // over a limit: narrow it or come back later
  | 'reason-wanted' // more was looked up than most work needs: say why, and go on
  | 'stopped' // a budget is used up: an administrator can let the person go on
  | 'stale' // the form or view is no longer the present one
  | 'unavailable'; // the service cannot answer now

/** An act that went well, with its value. */
export function done<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

/** An act that failed as acts may, with its fault. */
export function failed<F extends Fault>(fault: F): { readonly ok: false; readonly fault: F } {
  return { ok: false, fault };
}
