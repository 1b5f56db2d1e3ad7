import { freshBytes } from '../domain/fresh-bytes.ts';
import { policyReportsPath } from './policy-reports.ts';

/** A nonce for one answer: a script runs only if the page was given it. */
export function newNonce(): string {
  return freshBytes(16).toString('base64');
}

/** The headers that every answer carries (ASVS 5.0: 3.4). */
export function securityHeaders(nonce: string): Readonly<Record<string, string>> {
  return { 'content-security-policy': contentSecurityPolicy(nonce), ...constantHeaders };
}

function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'", // the script says to the service that somebody is still there
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    `report-uri ${policyReportsPath}`, // for browsers that do not know the next
    'report-to policy',
  ].join('; ');
}

const constantHeaders = {
  'reporting-endpoints': `policy="${policyReportsPath}"`,
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
  'x-frame-options': 'DENY',
};

/** What signing out asks of the browser: to forget every page of ours that it stored (ASVS 5.0: 14.3.1). */
export const forgetPages: Readonly<Record<string, string>> = { 'clear-site-data': '"cache", "storage"' };
